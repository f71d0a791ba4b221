"""Why an item is left as it was when its day, owner or state was to change."""

from enum import StrEnum

from scheduler.content.domain.workflow import Refusal


class SkipReason(StrEnum):
    """Why an item was left as it was."""

    NOT_YOURS = "not_yours"
    OVER = "over"
    NO_DAY = "no_day"
    OUT_OF_RANGE = "out_of_range"
    OTHER_ORGANISATION = "other_organisation"
    REFUSED = "refused"
    CHECK_FAILED = "check_failed"
    QUOTE_FAULTY = "quote_faulty"
    UNDER_EMBARGO = "under_embargo"
    CHANGED_SINCE = "changed_since"
    DELETED = "deleted"
    UNCHANGED = "unchanged"


class SkippedError(Exception):
    """The item stays as it was; `why` says so, and `refusals` say more where rules of its life are in the way."""

    def __init__(self, why: SkipReason, refusals: tuple[Refusal, ...] = ()) -> None:
        super().__init__(why)
        self.why = why
        self.refusals = refusals
