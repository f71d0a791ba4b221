"""What the sign-off part of an item's page shows: who said what to which text, and what the reader may answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.services.actor_roles import names
from scheduler.accounts.services.naming import ActsFor, places_of
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.domain.excerpts import in_context, is_shortened
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.signoff import AnswerRole, Blocker, OrganisationSignOff, Status
from scheduler.content.domain.text_diff import Budget, FieldDifference, differences_of_text
from scheduler.content.models import Answer, ItemVersion, SignOff
from scheduler.content.permissions import roles
from scheduler.content.presenters.item_status import ItemWithStatus, People, people_about, with_status
from scheduler.content.queries.feedback import sign_offs_with_readable
from scheduler.content.queries.items import Seen, version_of_text
from scheduler.content.services.signatory_editors import SignatoryEditors
from scheduler.content.services.signoff_status import last_editor
from scheduler.content.services.signoffs import ANSWERABLE, ASKABLE, CannotSignReason, signing_role

LINES_SHOWN = 12
"""How many organisations, and how many earlier responses, the page of an item shows; all if it is asked for them."""


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A recorded answer: by whom, in what capacity, for which lead who was away, to which version.

    Names are those of that moment, `person` with the organisations that they acted for; `person_now` and
    `organisation_now` are those of today where they are others.
    """

    is_yes: bool
    name: str
    person: str
    person_now: str
    role: AnswerRole
    on_behalf_of: str
    comment: str
    at: datetime
    version_number: int
    organisation: str
    organisation_now: str
    is_second_check: bool = False


@dataclass(frozen=True, slots=True)
class SignOffLine:
    """How one organisation stands, and what the reader may do about it.

    `bar` says why the reader may not answer; None when they may. `changes` leads from the text that the organisation
    answered last to those of now, for whoever may answer anew. `checks_for` names the owning organisation where a yes
    of the reader counts for it too, as its only lead wrote the text.
    """

    organisation_id: int
    organisation: str
    is_owner: bool
    is_closed: bool
    status: Status
    blocker: Blocker | None
    answer: ShownAnswer | None
    bar: CannotSignReason | None
    changes: tuple[FieldDifference, ...]
    may_remove: bool
    checks_for: str = ""

    @property
    def may_answer(self) -> bool:
        """Say whether the reader may answer for the organisation."""
        return self.bar is None

    @property
    def is_shortened(self) -> bool:
        """Say whether long passages that stayed the same are left out of the changes."""
        return is_shortened(self.changes)

    @property
    def owes(self) -> bool:
        """Say whether an answer to the text as it is now is lacking."""
        return self.status in {Status.AWAITING, Status.VOID}


@dataclass(frozen=True, slots=True)
class SignOffPanel:
    """The sign-off of an item; `due_on` is inclusive, in each organisation's own zone. `earlier` is oldest first."""

    lines: tuple[SignOffLine, ...]
    text_hash: str
    version_number: int
    due_on: date | None
    is_asked: bool
    may_ask: bool
    earlier: tuple[ShownAnswer, ...]

    @property
    def yes_count(self) -> int:
        """Return how many organisations have said yes to the text as it is now."""
        return sum(line.status is Status.YES for line in self.lines)

    def shown(self, *, is_whole: bool) -> tuple[SignOffLine, ...]:
        """Return all organisations, or of many the first ones: those that have not signed off stand before others."""
        if is_whole or len(self.lines) <= LINES_SHOWN:
            return self.lines
        return tuple(sorted(self.lines, key=lambda line: line.status is Status.YES)[:LINES_SHOWN])

    def shown_earlier(self, *, is_whole: bool) -> tuple[ShownAnswer, ...]:
        """Return all earlier responses, or the latest ones, newest first."""
        return self.earlier[::-1] if is_whole else self.earlier[: -LINES_SHOWN - 1 : -1]

    @property
    def mine(self) -> tuple[SignOffLine, ...]:
        """Return the organisations that the reader may answer for, those that owe an answer first."""
        return tuple(sorted((line for line in self.lines if line.may_answer), key=lambda line: not line.owes))


def signoff_line(
    session: Session, actor_roles: ActorRoles, seen: Seen, organisation_id: int, now: datetime
) -> SignOffLine | None:
    """Return how one organisation stands to an item, None if it does not sign it; for whoever may read its text."""
    lines = signoff_panel(session, actor_roles, seen, now, only=organisation_id).lines
    return lines[0] if lines else None


def signoff_panel(
    session: Session, actor_roles: ActorRoles, seen: Seen, now: datetime, *, only: int | None = None
) -> SignOffPanel:
    """Return the sign-off of an item, or of one organisation in it, as a person who may read its text sees it."""
    answers, readable = sign_offs_with_readable(session, viewer_of(actor_roles), seen.item)
    people = people_about(session, [seen], {row.person_id for row in answers}, now)
    return panel_of(session, actor_roles, with_status(seen, people, answers, ()), people, readable, only=only)


def panel_of(
    session: Session,
    actor_roles: ActorRoles,
    papers: ItemWithStatus[SignOff, Seen],
    about: People,
    readable: frozenset[int],
    *,
    only: int | None = None,
) -> SignOffPanel:
    """Return the panel of an item with what has been said to it; `readable` are the answers with comments to show.

    With `only`, it is that of one organisation, without earlier answers.
    """
    seen, found, answers, editors = papers.seen, papers.signoff_status, papers.answers, about.editors
    item = seen.item
    people = _Names(names(session, _people(answers)), places_of(session, _people(answers)))
    blockers = {blocker.organisation_id: blocker for blocker in found.blockers}
    author = last_editor(seen.version)
    has_role = bool(roles(actor_roles, item).roles)
    viewer = viewer_of(actor_roles)
    names_of = {ident: signatory.name for ident, signatory in editors.items()}
    shown = _Answers(answers, people, names_of, readable)
    changes = _Changes(session, viewer, seen, Budget())
    rows = [row for row in found.organisations if only in (None, row.organisation_id)]
    lines = tuple(
        _line(
            row,
            editors[row.organisation_id],
            answer=shown.latest(row),
            blocker=blockers.get(row.organisation_id),
            bar=_bar(signing_role(item, editors[row.organisation_id], author, actor_roles)),
            owner_id=item.organisation_id,
            may_remove=has_role and item.state in ASKABLE,
        )
        for row in rows
    )
    if found.awaits_second_check and actor_roles.person_id != author:
        owner = editors[item.organisation_id].name
        lines = tuple(line if line.is_owner else replace(line, checks_for=owner) for line in lines)
    return SignOffPanel(
        lines=tuple(changes.beside(line, row) for line, row in zip(lines, rows, strict=True)),
        text_hash=seen.version.signed_hash,
        version_number=seen.version.number,
        due_on=item.signoff_due_on,
        is_asked=item.state in ANSWERABLE,
        may_ask=has_role and item.state in ASKABLE,
        earlier=() if only else shown.earlier(rows),
    )


def _bar(capacity: AnswerRole | CannotSignReason) -> CannotSignReason | None:
    return capacity if isinstance(capacity, CannotSignReason) else None


def changes_between(old: ItemVersion, new: ItemVersion, budget: Budget) -> tuple[FieldDifference, ...]:
    """Return what changed from one version to another, field by field and word by word, in its context."""
    found = differences_of_text(text_from_json(old.text), text_from_json(new.text), budget)
    return tuple(in_context(difference) for difference in found)


@dataclass(frozen=True, slots=True)
class _Names:
    """What people are called today, and for whom they act; both by id."""

    names: Mapping[int, str]
    places: Mapping[int, str]

    def signed(self, row: SignOff) -> tuple[str, str, str]:
        """Return how a signer was called, that with their organisations, and how today if it is otherwise."""
        today = self.names.get(row.person_id, "")
        name = today if row.person_name is None else row.person_name
        places = self.places.get(row.person_id, "") if row.person_places is None else _places_then(row)
        return name, ", ".join(part for part in (name, places) if part), today if today != name else ""


def _places_then(row: SignOff) -> str:
    """Return for whom a signer acted, in the reader's language; as it was written where a release stored text."""
    places = row.person_places or ""
    acts_for = ActsFor.read(row.person_acts_for) if row.person_acts_for is not None else None
    # An older process may have taken the organisations out, which it alone knew of.
    is_whole = acts_for is not None and ", ".join(acts_for.organisations) == places
    return acts_for.text() if acts_for is not None and is_whole else places


class _Answers:
    """The answers to an item as people read them."""

    def __init__(
        self,
        answers: Sequence[SignOff],
        people: _Names,
        organisations: dict[int, str],
        readable: frozenset[int],
    ) -> None:
        self._answers, self._people, self._organisations = answers, people, organisations
        self._readable = readable
        self._by_key = {(one.person_id, one.at, one.organisation_id): one for one in answers}

    def latest(self, row: OrganisationSignOff) -> ShownAnswer | None:
        """Return the answer that decides how an organisation stands."""
        answer = self._row(row)
        if answer is None:
            return None
        is_other = answer.organisation_id != row.organisation_id or answer.as_role == AnswerRole.COORDINATOR
        return replace(self._shown(answer), is_second_check=is_other)

    def earlier(self, rows: Iterable[OrganisationSignOff]) -> tuple[ShownAnswer, ...]:
        """Return all answers that do not decide any more, of those that the reader may read."""
        latest = {answer.id for row in rows if (answer := self._row(row)) is not None}
        return tuple(self._shown(one) for one in self._answers if one.id not in latest and one.id in self._readable)

    def _row(self, row: OrganisationSignOff) -> SignOff | None:
        if row.answer is None:
            return None
        return self._by_key.get((row.answer.person_id, row.answer.at, row.answer.organisation_id))

    def _shown(self, row: SignOff) -> ShownAnswer:
        name, person, person_now = self._people.signed(row)
        organisation_now = self._organisations.get(row.organisation_id, "")
        organisation = row.organisation_name or organisation_now
        return ShownAnswer(
            is_yes=Answer(row.answer) is Answer.YES,
            name=name,
            person=person,
            person_now=person_now,
            role=AnswerRole(row.as_role),
            on_behalf_of=row.on_behalf_name or self._people.names.get(row.on_behalf_of or 0, ""),
            comment=row.comment if row.id in self._readable else "",
            at=row.at,
            version_number=row.version_number,
            organisation=organisation,
            organisation_now=organisation_now if organisation_now != organisation else "",
        )


def _people(answers: Iterable[SignOff]) -> set[int]:
    people = {row.person_id for row in answers} | {row.on_behalf_of for row in answers}
    return {person for person in people if person is not None}


def _line(
    row: OrganisationSignOff,
    signatory: SignatoryEditors,
    *,
    answer: ShownAnswer | None,
    blocker: Blocker | None,
    bar: CannotSignReason | None,
    owner_id: int,
    may_remove: bool,
) -> SignOffLine:
    is_owner = row.organisation_id == owner_id
    return SignOffLine(
        organisation_id=row.organisation_id,
        organisation=signatory.name,
        is_owner=is_owner,
        is_closed=signatory.organisation.is_closed,
        status=row.status,
        blocker=blocker,
        answer=answer,
        bar=bar,
        changes=(),
        may_remove=may_remove and not is_owner,
    )


@dataclass(frozen=True, slots=True)
class _Changes:
    """Compares what organisations answered with the text as it is now, within one budget for the page."""

    session: Session
    viewer: Viewer
    seen: Seen
    budget: Budget

    def beside(self, line: SignOffLine, row: OrganisationSignOff) -> SignOffLine:
        """Add what changed since an organisation's last answer, for whoever may answer anew: comparing costs time."""
        if not line.may_answer or row.answer is None or row.answer.text_hash == self.seen.version.signed_hash:
            return line
        read = version_of_text(self.session, self.viewer, self.seen.item, row.answer.text_hash)
        return replace(line, changes=changes_between(read, self.seen.version, self.budget)) if read else line
