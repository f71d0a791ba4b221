"""What an item waits for next, as its state and its sign-off say."""

from enum import StrEnum

from scheduler.content.domain.signoff import Lack, LackCode
from scheduler.content.domain.workflow import State


class Need(StrEnum):
    """One thing that somebody has to do before an item can go on."""

    OWN = "own"
    WRITE = "write"
    ASK = "ask"
    SIGN = "sign"
    RENEW = "renew"
    ANSWER_NO = "answer_no"
    REPLACE = "replace"
    TAKE_OVER = "take_over"
    NAME_LEAD = "name_lead"
    APPROVE = "approve"
    SCHEDULE = "schedule"
    PUBLISH = "publish"
    REVIEW = "review"
    LIFT = "lift"
    RELEASE = "release"


OF_SIGNERS = frozenset({Need.SIGN, Need.RENEW})
"""Needs that the people of an organisation see to, not those of the item."""

OBSTACLES = frozenset({Need.OWN, Need.ANSWER_NO, Need.REPLACE, Need.TAKE_OVER, Need.NAME_LEAD})
"""Needs that nobody had planned for: until somebody decides, an item stands still, however far its day is."""

_OF_LACKS = {
    LackCode.AWAITING: Need.SIGN,
    LackCode.OTHER_LEAD_NEEDED: Need.SIGN,
    LackCode.SECOND_PERSON_NEEDED: Need.SIGN,
    LackCode.VOID: Need.RENEW,
    LackCode.SAID_NO: Need.ANSWER_NO,
    LackCode.ORGANISATION_CLOSED: Need.REPLACE,
    LackCode.OWNER_CLOSED: Need.TAKE_OVER,
    LackCode.NO_LEAD: Need.NAME_LEAD,
}

_OF_STATES = {
    State.IDEA: Need.WRITE,
    State.DRAFT: Need.ASK,
    State.APPROVED: Need.SCHEDULE,
    State.SCHEDULED: Need.PUBLISH,
}


def needs_of(state: State, lacks: tuple[Lack, ...]) -> tuple[tuple[Need, Lack | None], ...]:
    """Return what an item waits for because of its state: one step, or in review one for each answer lacking."""
    if state is State.IN_REVIEW:
        return tuple((_OF_LACKS[lack.code], lack) for lack in lacks) or ((Need.APPROVE, None),)
    step = _OF_STATES.get(state)
    return ((step, None),) if step else ()
