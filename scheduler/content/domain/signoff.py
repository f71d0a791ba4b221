"""Whether the organisations concerned have said yes to exactly this text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from scheduler.accounts.domain.acts import Act, Role, may


class AnswerRole(StrEnum):
    """In what capacity a person answered, as it was at that moment.

    A deputy stands in for a lead who is away and counts as one. A coordinator's answer counts only where the
    owning organisation cannot check itself, never as the answer of an organisation.
    """

    LEAD = "lead"
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"


class RecordedAnswer(NamedTuple):
    """A person's recorded yes or no, for an organisation, to the text with this hash; `at` is aware UTC."""

    organisation_id: int
    person_id: int
    role: AnswerRole
    is_yes: bool
    text_hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation whose sign-off is asked for, as it stands now."""

    organisation_id: int
    leads: frozenset[int] = frozenset()
    deputies: frozenset[int] = frozenset()
    is_closed: bool = False


class Status(StrEnum):
    """How an organisation stands to the text as it is now.

    `closed`: it was closed before it answered; the owner has to remove or replace it.
    """

    YES = "yes"
    NO = "no"
    VOID = "void"
    AWAITING = "awaiting"
    CLOSED = "closed"


class BlockerCode(StrEnum):
    """What is lacking before the text may be scheduled."""

    AWAITING = "awaiting"
    VOID = "void"
    CHANGES_REQUESTED = "changes_requested"
    ORGANISATION_CLOSED = "organisation_closed"
    OWNER_CLOSED = "owner_closed"
    NO_LEAD = "no_lead"
    OTHER_LEAD_NEEDED = "other_lead_needed"
    SECOND_PERSON_NEEDED = "second_person_needed"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that is lacking, and from which organisation."""

    code: BlockerCode
    organisation_id: int


@dataclass(frozen=True, slots=True)
class OrganisationSignOff:
    """How one organisation stands, and the answer that says so (None when nobody answered)."""

    organisation_id: int
    status: Status
    answer: RecordedAnswer | None = None


@dataclass(frozen=True, slots=True)
class SignOffStatus:
    """How all organisations stand, the owning one first, and what is lacking.

    `awaits_second_check` says that the next yes of another signatory by somebody who did not write last counts for the
    owning organisation too, as its only lead wrote.
    """

    organisations: tuple[OrganisationSignOff, ...]
    blockers: tuple[Blocker, ...]
    awaits_second_check: bool = False

    @property
    def is_approved(self) -> bool:
        """Say whether every answer that is needed is a yes to the text as it is now."""
        return not self.blockers

    @property
    def may_schedule(self) -> bool:
        """Say whether the text may be scheduled: the same as approved, read from the rule for scheduling."""
        return self.is_approved


def signoff_status(
    text_hash: str,
    last_editor: int | None,
    owner: Organisation,
    signatories: Iterable[Organisation],
    answers: Iterable[RecordedAnswer],
) -> SignOffStatus:
    """Return how the organisations stand to the text with this hash.

    The owning organisation needs a yes by a lead who did not edit the text last. If its only lead did, a yes by a
    coordinator or by another signatory's lead, who did not either, stands in. Every other organisation named needs a
    yes by a lead. The latest answer of an organisation counts; a yes to other text is void, and valid again when the
    very same text comes back. Whoever was a lead when answering counts, whatever has become of them. An organisation
    that was closed keeps the yes that it gave.

    Args:
        text_hash: of the text as it is now.
        last_editor: the person who changed the text last; None when no person did (an import).
        owner: the owning organisation, with its leads of today.
        signatories: the organisations named as signatories; the owner among them changes nothing.
        answers: all answers so far, in any order; those of organisations no longer named are ignored.
    """
    ordered = sorted(answers, key=lambda answer: answer.at)
    others = [organisation for organisation in signatories if organisation.organisation_id != owner.organisation_id]
    rows = [_signatory_status(text_hash, organisation, ordered) for organisation in others]
    own, own_blocker = _owner_status(text_hash, last_editor, owner, rows, ordered)
    blockers = [own_blocker, *(_blocker_of(row) for row in rows)]
    is_open = own_blocker is not None and own.status not in {Status.NO, Status.CLOSED}
    awaits = is_open and _needs_deputy(owner, last_editor)
    return SignOffStatus((own, *rows), tuple(blocker for blocker in blockers if blocker is not None), awaits)


def may_answer(organisation: Organisation, person_id: int, lead_is: Role = Role.LEAD) -> bool:
    """Say whether the person may answer for an open organisation now.

    Args:
        organisation: the owning one, or one that was asked to sign.
        person_id: the person.
        lead_is: what its leads are to the item: leads of the owning organisation, or signatories.
    """
    by_role = {lead_is: person_id in organisation.leads, Role.DEPUTY: person_id in organisation.deputies}
    return not organisation.is_closed and may(Act.SIGN_OFF, [role for role, applies in by_role.items() if applies])


def may_second_check(owner: Organisation, last_editor: int | None, person_id: int, *, is_coordinator: bool) -> bool:
    """Say whether the person may answer as a coordinator: the owner's only lead wrote last, and the person did not."""
    allowed = may(Act.SECOND_CHECK, {Role.COORDINATOR} if is_coordinator else frozenset())
    return allowed and not owner.is_closed and person_id != last_editor and _needs_deputy(owner, last_editor)


def _needs_deputy(owner: Organisation, last_editor: int | None) -> bool:
    return last_editor is not None and owner.leads == {last_editor}


def _signatory_status(
    text_hash: str, organisation: Organisation, answers: Sequence[RecordedAnswer]
) -> OrganisationSignOff:
    answer = _latest(_own_answers(organisation, answers))
    status = _status(answer, text_hash)
    if organisation.is_closed and status is not Status.YES:
        status = Status.CLOSED
    return OrganisationSignOff(organisation.organisation_id, status, answer)


def _owner_status(
    text_hash: str,
    last_editor: int | None,
    owner: Organisation,
    others: Sequence[OrganisationSignOff],
    answers: Sequence[RecordedAnswer],
) -> tuple[OrganisationSignOff, Blocker | None]:
    base = _signatory_status(text_hash, owner, answers)
    if owner.is_closed:
        return (
            OrganisationSignOff(owner.organisation_id, Status.CLOSED, base.answer),
            Blocker(BlockerCode.OWNER_CLOSED, owner.organisation_id),
        )
    if base.status is Status.NO:
        return base, _blocker_of(base)
    checked = _checked_yes(text_hash, last_editor, owner, others, answers)
    if checked is not None:
        return OrganisationSignOff(owner.organisation_id, Status.YES, checked), None
    if base.status is Status.YES:
        base = OrganisationSignOff(owner.organisation_id, Status.AWAITING, base.answer)
    return base, Blocker(_owner_blocker(last_editor, owner, base), owner.organisation_id)


def _checked_yes(
    text_hash: str,
    last_editor: int | None,
    owner: Organisation,
    others: Sequence[OrganisationSignOff],
    answers: Sequence[RecordedAnswer],
) -> RecordedAnswer | None:
    """Return the yes by somebody who did not edit the text last, or None."""
    candidates = list(_latest_by_person(_own_answers(owner, answers)))
    if _needs_deputy(owner, last_editor):
        candidates += _latest_by_person(_coordinators_answers(owner, answers))
        candidates += (row.answer for row in others if row.answer is not None)
    return next(
        (
            answer
            for answer in candidates
            if answer.person_id != last_editor and _status(answer, text_hash) is Status.YES
        ),
        None,
    )


def _owner_blocker(last_editor: int | None, owner: Organisation, base: OrganisationSignOff) -> BlockerCode:
    if not owner.leads and not owner.deputies:
        return BlockerCode.NO_LEAD
    if _needs_deputy(owner, last_editor) and not owner.deputies - {last_editor}:
        return BlockerCode.SECOND_PERSON_NEEDED
    if base.status is Status.VOID:
        return BlockerCode.VOID
    return BlockerCode.OTHER_LEAD_NEEDED if last_editor in owner.leads | owner.deputies else BlockerCode.AWAITING


_BLOCKERS = {
    Status.NO: BlockerCode.CHANGES_REQUESTED,
    Status.VOID: BlockerCode.VOID,
    Status.AWAITING: BlockerCode.AWAITING,
    Status.CLOSED: BlockerCode.ORGANISATION_CLOSED,
}


def _blocker_of(row: OrganisationSignOff) -> Blocker | None:
    code = _BLOCKERS.get(row.status)
    return None if code is None else Blocker(code, row.organisation_id)


def _own_answers(organisation: Organisation, answers: Iterable[RecordedAnswer]) -> list[RecordedAnswer]:
    return [
        answer
        for answer in answers
        if answer.organisation_id == organisation.organisation_id and answer.role is not AnswerRole.COORDINATOR
    ]


def _coordinators_answers(owner: Organisation, answers: Iterable[RecordedAnswer]) -> list[RecordedAnswer]:
    return [
        answer
        for answer in answers
        if answer.organisation_id == owner.organisation_id and answer.role is AnswerRole.COORDINATOR
    ]


def _latest(answers: Sequence[RecordedAnswer]) -> RecordedAnswer | None:
    return answers[-1] if answers else None


def _latest_by_person(answers: Iterable[RecordedAnswer]) -> Iterable[RecordedAnswer]:
    return {answer.person_id: answer for answer in answers}.values()


def _status(answer: RecordedAnswer | None, text_hash: str) -> Status:
    if answer is None:
        return Status.AWAITING
    if answer.text_hash != text_hash:
        return Status.VOID
    return Status.YES if answer.is_yes else Status.NO
