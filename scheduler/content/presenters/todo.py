"""What waits, on whom, until when and since when: of one item, and on one person across all items."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import Profile, profiles_with_editors
from scheduler.accounts.reading import organisations_among
from scheduler.accounts.services.actor_roles import is_away
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.domain.todo import Due, Urgency, WaitingRow, by_urgency, due
from scheduler.content.domain import signoff
from scheduler.content.domain.next_steps import OF_SIGNERS, NextStep, next_steps_of
from scheduler.content.domain.signoff import Blocker, BlockerCode
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.models import Item, ItemVersion, ReviewRequest, SignOff
from scheduler.content.next_step_messages import away_label, next_step_message
from scheduler.content.press_models import Pitch
from scheduler.content.queries.feedback import open_reviews_by_item, sign_offs_by_item
from scheduler.content.queries.items import Seen
from scheduler.content.queries.open_items import NOT_NEAR, NearIn, pending_with_text
from scheduler.content.queries.pitches import exclusives_by_item
from scheduler.content.services.signatory_editors import SignatoryEditors, able_to_sign, editors_among
from scheduler.content.services.signoff_status import last_editor, status_by
from scheduler.dates.timezones import day_of

_BEFORE_SIGN_OFF = frozenset({State.IDEA, State.DRAFT, State.IN_REVIEW})
"""Until the sign-off is complete, the day by which it is due is the owner's too, not the one to publish on."""


def kind_of(step: NextStep) -> str:
    """Return what a need is called among whatever else waits."""
    return f"content_{step}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing that an item waits for.

    `due` is until the end of a day, `at` (aware UTC, shown in `zone`) until a moment; neither when nothing is set.
    `names` says of whoever is away until when. `organisation` is empty unless the need is one organisation's.
    """

    step: NextStep
    item_id: int
    public_id: str
    title: str
    organisation_id: int | None
    organisation: str
    people: tuple[int, ...]
    names: tuple[str, ...]
    due: Due | None
    at: datetime | None
    zone: str
    since: datetime | None
    is_late: bool

    @property
    def kind(self) -> str:
        """What it is called among whatever else waits."""
        return kind_of(self.step)

    @property
    def text(self) -> str:
        """What is to be done."""
        return next_step_message(self.step, self.organisation)

    @property
    def path(self) -> str:
        """Where it is done."""
        return f"/content/{self.public_id}"

    def row(self, person_id: int, now: datetime) -> WaitingRow:
        """Return the line as it stands among tasks."""
        day = day_of(self.at, self.zone) if self.at is not None else None
        return WaitingRow(
            kind=self.kind,
            id=self.item_id,
            title=self.title,
            path=self.path,
            on_whom=self.names,
            organisation=self.organisation,
            due=self.due or _until(day, self.zone, now),
            at=self.at,
            zone=self.zone,
            is_late=self.is_late,
            note=self.text,
            mine=person_id in self.people,
            public_id=self.public_id,
            organisation_id=self.organisation_id,
        )


@dataclass(frozen=True, slots=True)
class ItemWithStatus:
    """An item with its text and what is said beside it; `exclusives` are offers that nobody has answered yet."""

    seen: Seen
    signoff_status: signoff.SignOffStatus
    reviews: Sequence[ReviewRequest]
    answers: Sequence[SignOff]
    exclusives: Sequence[Pitch] = ()

    @property
    def item(self) -> Item:
        """The item's own row."""
        return self.seen.item

    @property
    def version(self) -> ItemVersion:
        """Its current text."""
        return self.seen.version


@dataclass(frozen=True, slots=True)
class People:
    """Those who may have to do something about some items, and coordinators, by id; and who can sign, by organisation.

    The editors are of the organisations that own or sign the items.
    """

    by_id: Mapping[int, Profile]
    editors: Mapping[int, SignatoryEditors]


def people_about(session: Session, items: Sequence[Seen], person_ids: Collection[int], now: datetime) -> People:
    """Return the people of some items, with others whom a page names; two queries."""
    concerned = _concerned(items)
    people = profiles_with_editors(session, _owners(items).union(person_ids), concerned)
    organisations = organisations_among(session, concerned)
    return People(people, editors_among(people.values(), organisations, concerned, now))


def _concerned(items: Iterable[Seen]) -> set[int]:
    return {ident for one in items for ident in (one.item.organisation_id, *one.signatories)}


def _owners(items: Iterable[Seen]) -> set[int]:
    return {one.item.owner_id for one in items if one.item.owner_id is not None}


def with_status(
    one: Seen,
    people: People,
    answers: Sequence[SignOff],
    reviews: Sequence[ReviewRequest],
    exclusives: Sequence[Pitch] = (),
) -> ItemWithStatus:
    """Return an item with how organisations stand to it, by all answers and all open requests for a review."""
    status = status_by(one.item.organisation_id, one.version, one.signatories, answers, people.editors)
    return ItemWithStatus(one, status, reviews, answers, exclusives)


def waiting_for(one: ItemWithStatus, people: People, now: datetime) -> tuple[Waiting, ...]:
    """Return what an item waits for, the next step first, then reviews, then the lift."""
    return tuple(_TodoBuilder([one], people, now).waiting())


@dataclass(frozen=True, slots=True)
class Overview:
    """What some items wait for and how the organisations concerned stand to each, by item.

    `organisations` names them by id; `answered` says to which version of which item an organisation's answer, told by
    the hash of its text, was given.
    """

    waiting: tuple[Waiting, ...]
    standings: Mapping[int, signoff.SignOffStatus]
    organisations: Mapping[int, str]
    answered: Mapping[tuple[int, int, str], int]


@dataclass(frozen=True, slots=True)
class NearItems:
    """Items that are near, and all that waits on them."""

    items: tuple[Seen, ...] = ()
    waiting: tuple[Waiting, ...] = ()


NO_ITEMS = NearItems()


def overview_of(session: Session, items: Sequence[Seen], now: datetime) -> Overview:
    """Return what waits on many items, whatever their state; the number of queries does not grow with them."""
    papers, people = _loaded(session, items, now)
    return Overview(
        tuple(_TodoBuilder(papers, people, now).waiting()),
        {one.item.id: one.signoff_status for one in papers},
        {ident: signatory.name for ident, signatory in people.editors.items()},
        {
            (row.item_id, row.organisation_id, one.version.counted(row.text_hash)): row.version_number
            for one in papers
            for row in one.answers
        },
    )


def waiting_on(session: Session, viewer: Viewer, person_id: int, now: datetime) -> tuple[WaitingRow, ...]:
    """Return what waits on one person across all items whose text they may read, the most urgent first.

    That are sign-offs that their organisations owe, new text to renew a yes for, reviews, and decisions about the
    items that they own or lead; not what waits on the clock alone.
    """
    return waiting_on_and_near(session, viewer, person_id, now)[0]


def waiting_on_and_near(
    session: Session, viewer: Viewer, person_id: int, now: datetime, near: NearIn = NOT_NEAR
) -> tuple[tuple[WaitingRow, ...], NearItems]:
    """Return what `waiting_on` does, and the items that are near with all that waits on them, loaded at once."""
    own, nearby = pending_with_text(session, viewer, person_id, viewer.editor_of, near)
    own_ids, near_ids = {one.item.id for one in own}, {one.item.id for one in nearby}
    papers, people = _loaded(session, [*own, *(one for one in nearby if one.item.id not in own_ids)], now)
    mine = _TodoBuilder([one for one in papers if one.item.id in own_ids], people, now, only=person_id).waiting()
    others = _TodoBuilder([one for one in papers if one.item.id in near_ids], people, now).waiting()
    rows = by_urgency(one.row(person_id, now) for one in mine if one.step is not NextStep.LIFT)
    return rows, NearItems(tuple(nearby), tuple(others))


def _loaded(session: Session, items: Sequence[Seen], now: datetime) -> tuple[list[ItemWithStatus], People]:
    """Return items with what is said beside them, and their people; at most five queries."""
    ids = [one.item.id for one in items]
    answers, reviews = sign_offs_by_item(session, ids), open_reviews_by_item(session, ids)
    reviewers = {request.reviewer_id for found in reviews.values() for request in found}
    people = people_about(session, items, reviewers, now)
    offers = exclusives_by_item(session, [one.item for one in items])
    papers = []
    for one in items:
        ident = one.item.id
        papers.append(with_status(one, people, answers.get(ident, ()), reviews.get(ident, ()), offers.get(ident, ())))
    return papers, people


class _TodoBuilder:
    """Works out what some items wait for: on anybody, or `only` on one person."""

    def __init__(
        self, papers: Sequence[ItemWithStatus], people: People, now: datetime, *, only: int | None = None
    ) -> None:
        self._papers, self._people, self._editors, self._now = papers, people.by_id, people.editors, now
        self._only = only

    def waiting(self) -> Iterable[Waiting]:
        """Return what waits, item by item."""
        for papers in self._papers:
            for part in (self._steps(papers), self._reviews(papers), self._exclusives(papers), self._lift(papers)):
                yield from (one for one in part if one is not None)

    @cached_property
    def _stand_ins(self) -> Mapping[int, Viewer]:
        """Coordinators, who check an organisation's text if nobody there can."""
        roles = (one.roles for one in self._people.values() if one.coordinates)
        return {one.person_id: viewer_of(one) for one in roles if one.is_coordinator}

    def _steps(self, papers: ItemWithStatus) -> Iterable[Waiting | None]:
        item, state = papers.item, State(papers.item.state)
        if item.owner_id is None and state in UNPUBLISHED:
            leads = self._editors[item.organisation_id].organisation.leads
            yield self._waiting(NextStep.OWN, papers, leads, since=None)
        if item.proposed_on is not None and state in UNPUBLISHED:
            keepers = self._keepers(papers, NextStep.REDATE, self._editors[item.organisation_id])
            yield self._waiting(NextStep.REDATE, papers, keepers, since=None)
        for step, blocker in next_steps_of(state, papers.signoff_status.blockers):
            yield self._step(step, blocker, papers)

    def _step(self, step: NextStep, blocker: Blocker | None, papers: ItemWithStatus) -> Waiting | None:
        item, state = papers.item, State(papers.item.state)
        own = self._editors[item.organisation_id]
        since = papers.seen.in_review_since if state is State.IN_REVIEW else None
        if step in OF_SIGNERS and blocker is not None:
            signatory = self._editors[blocker.organisation_id]
            signers = self._who_can_sign(papers, blocker, signatory)
            if self._leaves_out(signers):
                return None
            until = _until(item.signoff_due_on, signatory.zone, self._now)
            since = max(since or papers.version.created_at, papers.version.created_at)
            return self._waiting(step, papers, signers, until, signatory=signatory, since=since)
        concerned = self._editors[blocker.organisation_id] if blocker else None
        people = self._keepers(papers, step, own)
        if self._leaves_out(people):
            return None
        if step is NextStep.PUBLISH and item.publish_at is not None:
            return self._waiting(step, papers, people, at=item.publish_at, zone=item.publish_zone or own.zone)
        if item.signoff_due_on is not None and state in _BEFORE_SIGN_OFF:
            until = _until(item.signoff_due_on, own.zone, self._now)
        else:
            until = _until(item.publish_on, item.publish_zone or own.zone, self._now)
        return self._waiting(step, papers, people, until, signatory=concerned, since=since)

    def _leaves_out(self, people: Collection[int]) -> bool:
        return self._only is not None and self._only not in people

    def _keepers(self, papers: ItemWithStatus, step: NextStep, own: SignatoryEditors) -> Collection[int]:
        if step is NextStep.TAKE_OVER:
            return self._stand_ins.keys()
        owner = papers.item.owner_id
        return own.organisation.leads if owner is None else {owner}

    def _who_can_sign(self, papers: ItemWithStatus, blocker: Blocker, signatory: SignatoryEditors) -> Collection[int]:
        stand_ins = self._stand_ins.values() if blocker.code is BlockerCode.SECOND_PERSON_NEEDED else ()
        is_own = blocker.organisation_id == papers.item.organisation_id
        last = last_editor(papers.version) if is_own else None
        return able_to_sign(signatory, papers.seen.rules, stand_ins=stand_ins, last_editor=last)

    def _reviews(self, papers: ItemWithStatus) -> Iterable[Waiting | None]:
        if papers.item.state not in UNPUBLISHED:
            return
        for request in papers.reviews:
            person = self._people.get(request.reviewer_id)
            until = _until(request.due_on, person.zone, self._now) if person else None
            yield self._waiting(NextStep.REVIEW, papers, {request.reviewer_id}, until, since=request.asked_at)

    def _exclusives(self, papers: ItemWithStatus) -> Iterable[Waiting | None]:
        if papers.item.state not in UNPUBLISHED:
            return
        keepers = self._keepers(papers, NextStep.PITCH, self._editors[papers.item.organisation_id])
        for offer in papers.exclusives:
            at, zone = offer.exclusive_at, offer.exclusive_zone or "UTC"
            yield self._waiting(NextStep.PITCH, papers, keepers, at=at, zone=zone, since=offer.added_at)

    def _lift(self, papers: ItemWithStatus) -> Iterable[Waiting | None]:
        item, guard = papers.item, papers.item.guard
        if not concealed(guard):
            return
        if guard.held:
            yield self._waiting(NextStep.RELEASE, papers, self._editors[item.organisation_id].organisation.leads)
        elif guard.embargo_at is not None:
            yield self._waiting(NextStep.LIFT, papers, (), at=guard.embargo_at, zone=guard.embargo_zone or "UTC")

    def _waiting(
        self,
        step: NextStep,
        papers: ItemWithStatus,
        people: Collection[int],
        until: Due | None = None,
        *,
        signatory: SignatoryEditors | None = None,
        at: datetime | None = None,
        zone: str = "",
        since: datetime | None = None,
    ) -> Waiting | None:
        if self._leaves_out(people):
            return None
        ordered = sorted((self._people[person] for person in people if person in self._people), key=_by_name)
        overdue = until is not None and until.urgency is Urgency.OVERDUE
        return Waiting(
            step=step,
            item_id=papers.item.id,
            public_id=papers.item.public_id,
            title=papers.version.title,
            organisation_id=signatory.organisation.organisation_id if signatory else None,
            organisation=signatory.name if signatory else "",
            people=tuple(person.person_id for person in ordered),
            names=tuple(self._name(person) for person in ordered),
            due=until,
            at=at,
            zone=zone,
            since=since,
            is_late=overdue or (at is not None and at < self._now),
        )

    def _name(self, person: Profile) -> str:
        return away_label(person.name, person.away_until) if is_away(person, self._now) else person.name


def _until(day: date | None, zone: str, now: datetime) -> Due | None:
    return due(day, zone, now) if day is not None else None


def _by_name(person: Profile) -> tuple[str, int]:
    return person.name.casefold(), person.person_id
