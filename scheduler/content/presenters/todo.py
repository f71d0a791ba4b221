"""What waits, on whom, until when and since when: of one item, and on one person across all items."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import Profile
from scheduler.accounts.services.actor_roles import is_away
from scheduler.agenda.domain.visibility import GuardRules, Viewer
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.domain.todo import Due, Urgency, WaitingRow, by_urgency, due
from scheduler.content.domain.next_steps import OF_SIGNERS, NextStep, next_steps_of
from scheduler.content.domain.signoff import Blocker, BlockerCode
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.next_step_messages import away_label, next_step_message
from scheduler.content.presenters.item_status import ItemWithStatus, People, people_about, with_status
from scheduler.content.queries.feedback import GivenAnswer, open_reviews_by_item, sign_offs_by_item
from scheduler.content.queries.listed import AnySeen
from scheduler.content.queries.open_items import NOT_NEAR, NearIn, pending_with_text
from scheduler.content.queries.pitches import exclusives_by_item
from scheduler.content.services.signatory_editors import SignatoryEditors, able_to_sign
from scheduler.content.services.signoff_status import answer_details, last_editor
from scheduler.dates.timezones import day_of

_BEFORE_SIGN_OFF = frozenset({State.IDEA, State.DRAFT, State.IN_REVIEW})
"""Until the sign-off is complete, the day by which it is due is the owner's too, not the one to publish on."""


@cache
def kind_of(step: NextStep) -> str:
    """Return what a need is called among whatever else waits."""
    return f"content_{step}"


class Waiting(NamedTuple):
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
            due=self.due or (due(day, self.zone, now) if day is not None else None),
            at=self.at,
            zone=self.zone,
            is_late=self.is_late,
            note=self.text,
            mine=person_id in self.people,
            public_id=self.public_id,
            organisation_id=self.organisation_id,
        )


def waiting_for(one: ItemWithStatus[Any, Any], people: People, now: datetime) -> tuple[Waiting, ...]:
    """Return what an item waits for, the next step first, then reviews, then the lift."""
    return tuple(_TodoBuilder([one], people, now).waiting())


@dataclass(frozen=True, slots=True)
class Overview:
    """What some items wait for, each with what is said beside it, by id; `organisations` names those concerned."""

    waiting: tuple[Waiting, ...]
    papers: Mapping[int, ItemWithStatus[GivenAnswer, AnySeen]]
    organisations: Mapping[int, str]

    def version_answered(self, item_id: int, organisation_id: int, text_hash: str) -> int:
        """Return to which version of an item an organisation's answer, told by the hash of its text, was given last."""
        papers = self.papers[item_id]
        own = [row for row in papers.answers if row.organisation_id == organisation_id]
        counted = [answer_details(row, papers.version).text_hash == text_hash for row in own]
        return [row.version_number for row, is_it in zip(own, counted, strict=True) if is_it][-1]


@dataclass(frozen=True, slots=True)
class NearItems:
    """Items that are near, and until when they wait for what; not on whom."""

    items: tuple[AnySeen, ...] = ()
    waiting: tuple[Waiting, ...] = ()


NO_ITEMS = NearItems()


def overview_of(
    session: Session, items: Sequence[AnySeen], now: datetime, *, with_all_answers: bool = False
) -> Overview:
    """Return what waits on many items, whatever their state; the number of queries does not grow with them.

    The papers hold the answers to what is in review, as nothing else waits for any; or all that were given.
    """
    answered = [one.item.id for one in items] if with_all_answers else _in_review(items)
    papers, people = _loaded(session, items, now, answered=answered)
    return Overview(
        tuple(_TodoBuilder(papers, people, now).waiting()),
        {one.item.id: one for one in papers},
        {ident: signatory.name for ident, signatory in people.editors.items()},
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
    """Return what `waiting_on` does, and the items that are near with what they wait for, loaded at once."""
    own, nearby = pending_with_text(session, viewer, person_id, viewer.editor_of, near)
    own_ids, near_ids = {one.item.id for one in own}, {one.item.id for one in nearby}
    items = [*own, *(one for one in nearby if one.item.id not in own_ids)]
    # What waits on an owner is left out unless that is this person; on whom near items wait is not said.
    papers, people = _loaded(session, items, now, answered=_in_review(items), owners={person_id})
    mine = _TodoBuilder([one for one in papers if one.item.id in own_ids], people, now, only=person_id).waiting()
    others = _TodoBuilder([one for one in papers if one.item.id in near_ids], people, now, on_whom=False).waiting()
    rows = by_urgency(one.row(person_id, now) for one in mine if one.step is not NextStep.LIFT)
    return rows, NearItems(tuple(nearby), tuple(others))


def _in_review(items: Iterable[AnySeen]) -> list[int]:
    """Return which items wait for answers."""
    return [one.item.id for one in items if one.item.state == State.IN_REVIEW]


def _loaded(
    session: Session,
    items: Sequence[AnySeen],
    now: datetime,
    *,
    answered: Collection[int],
    owners: Collection[int] | None = None,
) -> tuple[list[ItemWithStatus[GivenAnswer, AnySeen]], People]:
    """Return items with what is said beside them, and their people; at most five queries.

    The answers of organisations are of those alone that are `answered`; `owners` are as `people_about` takes them.
    """
    ids = [one.item.id for one in items]
    answers, reviews = sign_offs_by_item(session, answered), open_reviews_by_item(session, ids)
    reviewers = {request.reviewer_id for found in reviews.values() for request in found}
    people = people_about(session, items, reviewers, now, owners=owners)
    offers = exclusives_by_item(session, [one.item for one in items])
    papers = []
    for one in items:
        ident = one.item.id
        papers.append(with_status(one, people, answers.get(ident, ()), reviews.get(ident, ()), offers.get(ident, ())))
    return papers, people


class _TodoBuilder:
    """Works out what some items wait for: on anybody, or `only` on one person; `on_whom` says on whom."""

    def __init__(
        self,
        papers: Sequence[ItemWithStatus[Any, Any]],
        people: People,
        now: datetime,
        *,
        only: int | None = None,
        on_whom: bool = True,
    ) -> None:
        self._papers, self._people, self._editors, self._now = papers, people.by_id, people.editors, now
        self._only, self._on_whom = only, on_whom
        # Many items wait for the same few, until the same days.
        self._named: dict[frozenset[int], tuple[tuple[int, ...], tuple[str, ...]]] = {}
        self._signers: dict[tuple[int, GuardRules, int | None, bool], frozenset[int]] = {}
        self._dues: dict[tuple[date, str], Due] = {}

    def waiting(self) -> Iterable[Waiting]:
        """Return what waits, item by item."""
        for papers in self._papers:
            parts: list[Iterable[Waiting | None]] = [self._steps(papers)]
            # Of hundreds of items few have these.
            if papers.reviews:
                parts.append(self._reviews(papers))
            if papers.exclusives:
                parts.append(self._exclusives(papers))
            if concealed(papers.item.guard):
                parts.append(self._lift(papers))
            yield from (one for part in parts for one in part if one is not None)

    @cached_property
    def _stand_ins(self) -> Mapping[int, Viewer]:
        """Coordinators, who check an organisation's text if nobody there can."""
        roles = (one.roles for one in self._people.values() if one.coordinates)
        return {one.person_id: viewer_of(one) for one in roles if one.is_coordinator}

    def _steps(self, papers: ItemWithStatus[Any, Any]) -> Iterable[Waiting | None]:
        item, state = papers.item, State(papers.item.state)
        if item.owner_id is None and state in UNPUBLISHED:
            leads = self._editors[item.organisation_id].organisation.leads
            yield self._waiting(NextStep.OWN, papers, leads, since=None)
        if item.proposed_on is not None and state in UNPUBLISHED:
            keepers = self._keepers(papers, NextStep.REDATE, self._editors[item.organisation_id])
            yield self._waiting(NextStep.REDATE, papers, keepers, since=None)
        blockers = papers.signoff_status.blockers if state is State.IN_REVIEW else ()
        for step, blocker in next_steps_of(state, blockers):
            yield self._step(step, blocker, papers, state)

    def _step(
        self, step: NextStep, blocker: Blocker | None, papers: ItemWithStatus[Any, Any], state: State
    ) -> Waiting | None:
        item = papers.item
        own = self._editors[item.organisation_id]
        since = papers.seen.in_review_since if state is State.IN_REVIEW else None
        if step in OF_SIGNERS and blocker is not None:
            signatory = self._editors[blocker.organisation_id]
            signers = self._who_can_sign(papers, blocker, signatory) if self._on_whom else ()
            if self._leaves_out(signers):
                return None
            until = self._until(item.signoff_due_on, signatory.zone)
            since = max(since or papers.version.created_at, papers.version.created_at)
            return self._waiting(step, papers, signers, until, signatory=signatory, since=since)
        concerned = self._editors[blocker.organisation_id] if blocker else None
        people = self._keepers(papers, step, own)
        if self._leaves_out(people):
            return None
        if step is NextStep.PUBLISH and item.publish_at is not None:
            return self._waiting(step, papers, people, at=item.publish_at, zone=item.publish_zone or own.zone)
        if item.signoff_due_on is not None and state in _BEFORE_SIGN_OFF:
            until = self._until(item.signoff_due_on, own.zone)
        else:
            until = self._until(item.publish_on, item.publish_zone or own.zone)
        return self._waiting(step, papers, people, until, signatory=concerned, since=since)

    def _leaves_out(self, people: Collection[int]) -> bool:
        return self._only is not None and self._only not in people

    def _keepers(self, papers: ItemWithStatus[Any, Any], step: NextStep, own: SignatoryEditors) -> Collection[int]:
        if step is NextStep.TAKE_OVER:
            return self._stand_ins.keys()
        owner = papers.item.owner_id
        return own.organisation.leads if owner is None else {owner}

    def _who_can_sign(
        self, papers: ItemWithStatus[Any, Any], blocker: Blocker, signatory: SignatoryEditors
    ) -> Collection[int]:
        needs_another = blocker.code is BlockerCode.SECOND_PERSON_NEEDED
        is_own = blocker.organisation_id == papers.item.organisation_id
        last, rules = last_editor(papers.version) if is_own else None, papers.seen.rules
        key = (blocker.organisation_id, rules, last, needs_another)
        if key not in self._signers:
            stand_ins = self._stand_ins.values() if needs_another else ()
            self._signers[key] = able_to_sign(signatory, rules, stand_ins=stand_ins, last_editor=last)
        return self._signers[key]

    def _reviews(self, papers: ItemWithStatus[Any, Any]) -> Iterable[Waiting | None]:
        if papers.item.state not in UNPUBLISHED:
            return
        for request in papers.reviews:
            person = self._people.get(request.reviewer_id)
            until = self._until(request.due_on, person.zone) if person else None
            yield self._waiting(NextStep.REVIEW, papers, {request.reviewer_id}, until, since=request.asked_at)

    def _exclusives(self, papers: ItemWithStatus[Any, Any]) -> Iterable[Waiting | None]:
        if papers.item.state not in UNPUBLISHED:
            return
        keepers = self._keepers(papers, NextStep.PITCH, self._editors[papers.item.organisation_id])
        for offer in papers.exclusives:
            at, zone = offer.exclusive_at, offer.exclusive_zone or "UTC"
            yield self._waiting(NextStep.PITCH, papers, keepers, at=at, zone=zone, since=offer.added_at)

    def _lift(self, papers: ItemWithStatus[Any, Any]) -> Iterable[Waiting | None]:
        item, guard = papers.item, papers.item.guard
        if guard.held:
            yield self._waiting(NextStep.RELEASE, papers, self._editors[item.organisation_id].organisation.leads)
        elif guard.embargo_at is not None:
            yield self._waiting(NextStep.LIFT, papers, (), at=guard.embargo_at, zone=guard.embargo_zone or "UTC")

    def _waiting(
        self,
        step: NextStep,
        papers: ItemWithStatus[Any, Any],
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
        ids, names = self._in_order(frozenset(people)) if self._on_whom else ((), ())
        overdue = until is not None and until.urgency is Urgency.OVERDUE
        return Waiting(
            step=step,
            item_id=papers.item.id,
            public_id=papers.item.public_id,
            title=papers.version.title,
            organisation_id=signatory.organisation.organisation_id if signatory else None,
            organisation=signatory.name if signatory else "",
            people=ids,
            names=names,
            due=until,
            at=at,
            zone=zone,
            since=since,
            is_late=overdue or (at is not None and at < self._now),
        )

    def _in_order(self, people: frozenset[int]) -> tuple[tuple[int, ...], tuple[str, ...]]:
        if people not in self._named:
            known = sorted((self._people[person] for person in people if person in self._people), key=_by_name)
            self._named[people] = tuple(one.person_id for one in known), tuple(self._name(one) for one in known)
        return self._named[people]

    def _until(self, day: date | None, zone: str) -> Due | None:
        if day is None:
            return None
        if (day, zone) not in self._dues:
            self._dues[day, zone] = due(day, zone, self._now)
        return self._dues[day, zone]

    def _name(self, person: Profile) -> str:
        return away_label(person.name, person.away_until) if is_away(person, self._now) else person.name


def _by_name(person: Profile) -> tuple[str, int]:
    return person.name.casefold(), person.person_id
