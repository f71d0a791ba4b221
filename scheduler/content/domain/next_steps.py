"""What an item waits for next, as its state and its sign-off say."""

from enum import StrEnum

from scheduler.content.domain.signoff import Blocker, BlockerCode
from scheduler.content.domain.workflow import State


class NextStep(StrEnum):
    """One thing that somebody has to do before an item can go on."""

    OWN = "own"
    WRITE = "write"
    ASK = "ask"
    SIGN = "sign"
    CHECK = "check"
    RENEW = "renew"
    ANSWER_NO = "answer_no"
    REPLACE = "replace"
    TAKE_OVER = "take_over"
    NAME_LEAD = "name_lead"
    APPROVE = "approve"
    SCHEDULE = "schedule"
    PUBLISH = "publish"
    REDATE = "redate"
    REVIEW = "review"
    PITCH = "pitch"
    LIFT = "lift"
    RELEASE = "release"


OF_SIGNERS = frozenset({NextStep.SIGN, NextStep.CHECK, NextStep.RENEW})
"""Needs that the people of an organisation see to, not those of the item."""

OBSTACLES = frozenset(
    {
        NextStep.OWN,
        NextStep.REDATE,
        NextStep.ANSWER_NO,
        NextStep.REPLACE,
        NextStep.TAKE_OVER,
        NextStep.NAME_LEAD,
    }
)
"""Needs that nobody had planned for: until somebody decides, an item stands still, however far its day is."""

_OF_BLOCKERS = {
    BlockerCode.AWAITING: NextStep.SIGN,
    BlockerCode.OTHER_LEAD_NEEDED: NextStep.SIGN,
    BlockerCode.SECOND_PERSON_NEEDED: NextStep.CHECK,
    BlockerCode.VOID: NextStep.RENEW,
    BlockerCode.CHANGES_REQUESTED: NextStep.ANSWER_NO,
    BlockerCode.ORGANISATION_CLOSED: NextStep.REPLACE,
    BlockerCode.OWNER_CLOSED: NextStep.TAKE_OVER,
    BlockerCode.NO_LEAD: NextStep.NAME_LEAD,
}

_OF_STATES = {
    State.IDEA: NextStep.WRITE,
    State.DRAFT: NextStep.ASK,
    State.APPROVED: NextStep.SCHEDULE,
    State.SCHEDULED: NextStep.PUBLISH,
}


def next_steps_of(state: State, blockers: tuple[Blocker, ...]) -> tuple[tuple[NextStep, Blocker | None], ...]:
    """Return what an item waits for because of its state: one step, or in review one for each answer lacking."""
    if state is State.IN_REVIEW:
        return tuple((_OF_BLOCKERS[blocker.code], blocker) for blocker in blockers) or ((NextStep.APPROVE, None),)
    step = _OF_STATES.get(state)
    return ((step, None),) if step else ()
