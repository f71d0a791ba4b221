"""The life of a content item: its states, who may do what in each, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.accounts.domain.acts import Act, Role
from scheduler.accounts.domain.acts import may as may_do
from scheduler.content.domain.kinds import LinkRule
from scheduler.content.domain.links import link_problem
from scheduler.content.domain.pictures import FaultyPicture
from scheduler.content.domain.quotes import FaultyQuote
from scheduler.content.domain.signoff import Blocker


class State(StrEnum):
    """Where an item stands; `scheduled` means that a person has queued it in their own tool."""

    IDEA = "idea"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What a person can do to an item."""

    EDIT_TEXT = "edit_text"
    START_DRAFT = "start_draft"
    SEND_TO_REVIEW = "send_to_review"
    BACK_TO_DRAFT = "back_to_draft"
    APPROVE = "approve"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class ItemRoles:
    """How a person stands to an item: its owner, and editor or lead of the organisation that owns it.

    `is_owner` holds only while the owner is editor or lead there. `is_coordinator` gives no right over the text; it is
    known so that a refusal can say why.
    """

    is_owner: bool = False
    is_editor: bool = False
    is_lead: bool = False
    is_coordinator: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles that give rights over the text."""
        by_role = {Role.OWNER: self.is_owner, Role.EDITOR: self.is_editor, Role.LEAD: self.is_lead}
        return frozenset(role for role, applies in by_role.items() if applies)

    def may(self, act: Act) -> bool:
        """Say whether the person's part in the item is enough to do this."""
        return may_do(act, self.roles)


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that the coalition requires and that has findings which nobody has overridden.

    `quotes` are passages that it points out, the first few; `has_more` says that there are others.
    """

    slug: str
    quotes: tuple[str, ...]
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class TransitionInput:
    """What has to be known of an item, and of what the person filled in, to say whether it may move.

    `is_joint` says that other organisations sign it. `missing_fields` names the required fields that are empty.
    `blockers` is what the sign-off still lacks, `faulty_pictures` and `faulty_quotes` what may not come out,
    `failed_checks` which required checks have findings. `published_link` is the address recorded so far, or the one
    typed now.
    """

    is_joint: bool = False
    has_text: bool = True
    missing_fields: tuple[str, ...] = ()
    has_publish_time: bool = True
    blockers: tuple[Blocker, ...] = ()
    faulty_pictures: tuple[FaultyPicture, ...] = ()
    failed_checks: tuple[FailedCheck, ...] = ()
    faulty_quotes: tuple[FaultyQuote, ...] = ()
    link_rule: LinkRule = LinkRule.REQUIRED
    published_link: str = ""
    no_link_reason: str = ""
    note: str = ""


class RefusalCode(StrEnum):
    """Why something may not be done; each has one thing to do next."""

    NOT_YOURS = "not_yours"
    COORDINATOR_HAS_NO_TEXT = "coordinator_has_no_text"
    LEAD_OR_OWNER_ONLY = "lead_or_owner_only"
    JOINT_TEXT = "joint_text"
    WRONG_STATE = "wrong_state"
    NOT_YET = "not_yet"
    NO_TEXT = "no_text"
    FIELD_MISSING = "field_missing"
    NO_PUBLISH_TIME = "no_publish_time"
    SIGN_OFF_LACKING = "sign_off_lacking"
    PICTURE_FAULTY = "picture_faulty"
    CHECK_FAILED = "check_failed"
    QUOTE_FAULTY = "quote_faulty"
    LINK_MISSING = "link_missing"
    LINK_OR_REASON_MISSING = "link_or_reason_missing"
    LINK_INVALID = "link_invalid"
    NOTE_MISSING = "note_missing"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason; `state` for one that is wrong or too early, `field` for what is missing, `blocker` of the sign-off."""

    code: RefusalCode
    state: State | None = None
    field: str = ""
    blocker: Blocker | None = None
    picture: FaultyPicture | None = None
    check: FailedCheck | None = None
    quote: FaultyQuote | None = None


class ActionRefusedError(Exception):
    """The action may not be done; `refusals` say why."""

    def __init__(self, action: Action, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(f"{action}: {', '.join(refusal.code for refusal in refusals)}")
        self.action = action
        self.refusals = refusals


class Requirement(StrEnum):
    """What an action asks for beside state and role."""

    TEXT = "text"
    SIGN_OFF = "sign_off"
    PICTURES = "pictures"
    CHECKS = "checks"
    PUBLISH_TIME = "publish_time"
    LINK = "link"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Transition:
    """From where to where an action leads, what it needs, and the act of the table of roles that it is."""

    moves: Mapping[State, State]
    act: Act
    requirements: tuple[Requirement, ...] = ()


_FORWARD = frozenset({Action.SEND_TO_REVIEW, Action.APPROVE, Action.SCHEDULE, Action.PUBLISH})
UNPUBLISHED = (State.IDEA, State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
SETTLED = frozenset({State.WITHDRAWN, State.CANCELLED})
"""What stays as it was unless it is reinstated, and nobody is to read any more."""
WITH_LINK = (State.PUBLISHED, State.CORRECTED, State.WITHDRAWN)

_AFTER_CHANGE = {State.APPROVED: State.IN_REVIEW, State.SCHEDULED: State.IN_REVIEW}


def _all_to(target: State, *sources: State) -> dict[State, State]:
    return dict.fromkeys(sources, target)


TRANSITIONS: dict[Action, Transition] = {
    Action.EDIT_TEXT: Transition({state: _AFTER_CHANGE.get(state, state) for state in UNPUBLISHED}, Act.WRITE),
    Action.START_DRAFT: Transition(_all_to(State.DRAFT, State.IDEA), Act.WRITE),
    Action.SEND_TO_REVIEW: Transition(
        _all_to(State.IN_REVIEW, State.DRAFT), Act.SUBMIT, requirements=(Requirement.TEXT,)
    ),
    Action.BACK_TO_DRAFT: Transition(
        _all_to(State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED), Act.SUBMIT
    ),
    Action.APPROVE: Transition(
        _all_to(State.APPROVED, State.IN_REVIEW), Act.SUBMIT, requirements=(Requirement.TEXT, Requirement.SIGN_OFF)
    ),
    Action.SCHEDULE: Transition(
        _all_to(State.SCHEDULED, State.APPROVED),
        Act.SCHEDULE,
        requirements=(Requirement.PUBLISH_TIME, Requirement.SIGN_OFF, Requirement.PICTURES, Requirement.CHECKS),
    ),
    Action.UNSCHEDULE: Transition(_all_to(State.APPROVED, State.SCHEDULED), Act.SCHEDULE),
    Action.PUBLISH: Transition(
        _all_to(State.PUBLISHED, State.APPROVED, State.SCHEDULED),
        Act.PUBLISH,
        requirements=(Requirement.SIGN_OFF, Requirement.PICTURES, Requirement.CHECKS, Requirement.LINK),
    ),
    Action.CORRECT: Transition(
        _all_to(State.CORRECTED, State.PUBLISHED, State.CORRECTED),
        Act.CORRECT,
        requirements=(Requirement.TEXT, Requirement.LINK, Requirement.NOTE),
    ),
    Action.WITHDRAW: Transition(_all_to(State.WITHDRAWN, State.PUBLISHED, State.CORRECTED), Act.WITHDRAW),
    Action.CANCEL: Transition(_all_to(State.CANCELLED, *UNPUBLISHED), Act.CANCEL_ITEM),
    Action.REOPEN: Transition(_all_to(State.DRAFT, State.CANCELLED), Act.CANCEL_ITEM),
}


def may(state: State, action: Action, person: ItemRoles) -> bool:
    """Say whether the person may do this to an item in this state, once it has what the action needs."""
    return not _role_refusals(action, person) and state in TRANSITIONS[action].moves


def actions_for(state: State, person: ItemRoles) -> tuple[Action, ...]:
    """Return what the person may do in this state, in the order of the item's life."""
    return tuple(action for action in Action if may(state, action, person))


def refusals(state: State, action: Action, person: ItemRoles, item: TransitionInput) -> tuple[Refusal, ...]:
    """Return every reason why the person may not do this now; none when they may.

    Who has no right learns only that. In a state that comes before those from which it is done, what the steps between
    need is named as well; in any other wrong state nothing else is asked for.
    """
    found = _role_refusals(action, person) or _joint_refusals(action, person, item)
    if found:
        return found
    requirements = TRANSITIONS[action].requirements
    if state not in TRANSITIONS[action].moves:
        if not _is_early(state, action):
            return (Refusal(RefusalCode.WRONG_STATE, state=state),)
        found, requirements = (Refusal(RefusalCode.NOT_YET, state=state),), _requirements_on_the_way(state, action)
    return (*found, *(refusal for requirement in requirements for refusal in _unmet(requirement, item)))


def moved(state: State, action: Action, person: ItemRoles, item: TransitionInput) -> State:
    """Return the state after the action.

    A published item keeps its link when it is corrected or withdrawn; it is never moved back.

    Raises:
        ActionRefusedError: with every reason why not.
    """
    found = refusals(state, action, person, item)
    if found:
        raise ActionRefusedError(action, found)
    return TRANSITIONS[action].moves[state]


def without_sign_off(state: State) -> State:
    """Return the state after a sign-off was lost: new text, a no, another signatory.

    Approved and scheduled items go back to review. The other way never happens by itself: a person approves.
    """
    return _AFTER_CHANGE.get(state, state)


def _role_refusals(action: Action, person: ItemRoles) -> tuple[Refusal, ...]:
    if person.may(TRANSITIONS[action].act):
        return ()
    if person.roles:
        return (Refusal(RefusalCode.LEAD_OR_OWNER_ONLY),)
    if person.is_coordinator:
        return (Refusal(RefusalCode.COORDINATOR_HAS_NO_TEXT),)
    return (Refusal(RefusalCode.NOT_YOURS),)


def _joint_refusals(action: Action, person: ItemRoles, item: TransitionInput) -> tuple[Refusal, ...]:
    """Text that others have put their names to is not one editor's to correct once it is out."""
    is_theirs = action is not Action.CORRECT or not item.is_joint or person.may(Act.CORRECT_JOINT)
    return () if is_theirs else (Refusal(RefusalCode.JOINT_TEXT),)


def _is_early(state: State, action: Action) -> bool:
    """Say whether an action comes later in an item's life."""
    order = UNPUBLISHED.index
    return action in _FORWARD and state in UNPUBLISHED and order(state) < min(map(order, TRANSITIONS[action].moves))


def _requirements_on_the_way(state: State, action: Action) -> tuple[Requirement, ...]:
    """Return what an action needs that comes later; nobody has been asked to sign before the review."""
    requirements = dict.fromkeys((Requirement.TEXT, Requirement.SIGN_OFF, *TRANSITIONS[action].requirements))
    return tuple(
        requirement
        for requirement in requirements
        if requirement is not Requirement.SIGN_OFF or state is State.IN_REVIEW
    )


def _unmet(requirement: Requirement, item: TransitionInput) -> tuple[Refusal, ...]:
    match requirement:
        case Requirement.TEXT:
            found = _word_refusals(item)
        case Requirement.SIGN_OFF:
            found = tuple(Refusal(RefusalCode.SIGN_OFF_LACKING, blocker=blocker) for blocker in item.blockers)
        case Requirement.PICTURES:
            pictures = (Refusal(RefusalCode.PICTURE_FAULTY, picture=one) for one in item.faulty_pictures)
            found = (*pictures, *(Refusal(RefusalCode.QUOTE_FAULTY, quote=one) for one in item.faulty_quotes))
        case Requirement.CHECKS:
            found = tuple(Refusal(RefusalCode.CHECK_FAILED, check=failed) for failed in item.failed_checks)
        case Requirement.PUBLISH_TIME:
            found = () if item.has_publish_time else (Refusal(RefusalCode.NO_PUBLISH_TIME, field="publish_at"),)
        case Requirement.LINK:
            found = _link_refusals(item)
        case Requirement.NOTE:
            found = () if item.note.strip() else (Refusal(RefusalCode.NOTE_MISSING, field="note"),)
    return found


def _word_refusals(item: TransitionInput) -> tuple[Refusal, ...]:
    missing = tuple(Refusal(RefusalCode.FIELD_MISSING, field=name) for name in item.missing_fields)
    return missing if item.has_text else (Refusal(RefusalCode.NO_TEXT, field="body"), *missing)


def _link_refusals(item: TransitionInput) -> tuple[Refusal, ...]:
    if item.published_link.strip():
        wrong = link_problem(item.published_link.strip())
        return (Refusal(RefusalCode.LINK_INVALID, field="published_link"),) if wrong else ()
    if item.link_rule is LinkRule.REQUIRED:
        return (Refusal(RefusalCode.LINK_MISSING, field="published_link"),)
    if not item.no_link_reason.strip():
        return (Refusal(RefusalCode.LINK_OR_REASON_MISSING, field="no_link_reason"),)
    return ()
