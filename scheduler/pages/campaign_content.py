"""The content of a campaign for one reader: each item with day, sign-off and visibility, and what was left behind."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.actor_roles import names
from scheduler.agenda.domain.visibility import GuardRules
from scheduler.agenda.models import EntryStatus
from scheduler.campaigns.domain.days import Move, TimelineDay, TimelineMark, days_to_shift, timeline
from scheduler.campaigns.domain.todo import Changed, WaitingRow
from scheduler.campaigns.presenters.campaign import CampaignPage, GuardView
from scheduler.campaigns.queries.history import moves_of
from scheduler.content.domain import signoff
from scheduler.content.domain.next_steps import NextStep
from scheduler.content.domain.signoff import Status
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.models import Item, ItemUndo
from scheduler.content.permissions import roles
from scheduler.content.presenters.item_list import ItemRow, rows_of
from scheduler.content.presenters.todo import Overview, kind_of, overview_of
from scheduler.content.queries.item_list import undoables
from scheduler.content.queries.items import Seen, items_of_campaign
from scheduler.content.services.audit_trail import redated_at
from scheduler.content.services.calendar_entries import status_of
from scheduler.db import AppSession
from scheduler.pages.campaign_todo import lines_of
from scheduler.pages.month import Reader
from scheduler.web.pagination import Page, first_row

MOVED_LATELY = timedelta(days=30)
ITEMS_PER_PAGE = 40
OTHER_WAITS_SHOWN = 40
_NO_DAY, _NO_TIME = date.max, datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signing:
    """How many organisations have said what to the text as it is now, of how many that are asked."""

    yes: int
    total: int
    void: int
    no: int
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item whose text the reader may read; `changes` are those since a yes of the reader's own organisations."""

    row: ItemRow
    visibility: GuardView
    public_once_published: bool
    signing: Signing
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class UnshiftedItems:
    """Items that stand so many days from where they stood before the campaign moved; `own` the reader may shift."""

    days: int
    count: int
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CampaignContent:
    """What the page of a campaign says of its content, and of everything that waits in it.

    `on_its_way` items are neither out nor given up; `may_change` says that the reader may change one of them all,
    `may_move` one that is on its way.
    `shown` are all tasks that wait and the most urgent of what the items wait for.
    """

    page: Page[ItemLine]
    on_its_way: int
    may_change: bool
    may_move: bool
    waits: tuple[WaitingRow, ...]
    shown: tuple[WaitingRow, ...]
    timeline: tuple[TimelineDay, ...]
    moves: tuple[Move, ...]
    unshifted_items: tuple[UnshiftedItems, ...]
    undoables: tuple[ItemUndo, ...]

    @property
    def overdue(self) -> int:
        """How much of what waits is late."""
        return sum(line.is_late for line in self.waits)

    @property
    def on_reader(self) -> int:
        """How much of it waits on the reader."""
        return sum(line.mine for line in self.waits)

    @property
    def without_somebody(self) -> int:
        """How many tasks and items nobody sees to."""
        return sum(line.kind == kind_of(NextStep.OWN) or line.needs_somebody for line in self.waits)

    @property
    def left_out(self) -> int:
        """How much of what waits is not shown."""
        return len(self.waits) - len(self.shown)


def content_of(
    session: AppSession, reader: Reader, actor_roles: ActorRoles, campaign_page: CampaignPage, *, page: int, whole: bool
) -> CampaignContent:
    """Return the content of a campaign that the reader has been let into; the number of queries does not grow.

    Args:
        session: one that reads.
        reader: who reads, and when.
        actor_roles: what the reader is.
        campaign_page: the campaign.
        page: of the items, counted from 1.
        whole: show everything that waits, however much it is.
    """
    seen = sorted(items_of_campaign(session, reader.viewer, campaign_page.id), key=_place)
    overview = overview_of(session, seen, reader.now)
    some = seen[first_row(page, ITEMS_PER_PAGE) :][:ITEMS_PER_PAGE]
    rows = rows_of(session, reader.viewer, actor_roles, [one.item.id for one in some])
    own = {one.item.id for one in seen if roles(actor_roles, one.item).roles}
    changes = {one.item.id: tuple(_changes(one, overview, actor_roles)) for one in seen}
    pending = {one.item.id for one in seen if one.item.state in UNPUBLISHED}
    needs = [one for one in overview.waiting if one.item_id in pending]
    waits = lines_of(
        campaign_page.waiting, needs, actor_roles.person_id, [each for found in changes.values() for each in found]
    )
    since = reader.now - MOVED_LATELY
    moves = (
        moves_of(session, reader.viewer, campaign_page.id, campaign_page.guard_id, since)
        if campaign_page.cancelled_at is None
        else ()
    )
    done, ids = undoables(session, actor_roles.person_id, reader.now), {one.item.id for one in seen}
    return CampaignContent(
        page=Page(_lines(session, rows, some, overview, changes), page, ITEMS_PER_PAGE, len(seen)),
        on_its_way=len(pending),
        may_change=bool(own),
        may_move=bool(own & pending),
        waits=waits,
        shown=waits if whole else _most_urgent(waits),
        timeline=_timeline(campaign_page, seen),
        moves=moves,
        unshifted_items=_left_behind(session, moves, seen, own),
        undoables=tuple(row for row in done if any(was["id"] in ids for was in row.before)),
    )


def _lines(
    session: AppSession,
    rows: Iterable[ItemRow],
    seen: Sequence[Seen],
    overview: Overview,
    changes: Mapping[int, tuple[Changed, ...]],
) -> list[ItemLine]:
    by_id, sights = {row.id: row for row in rows}, _sights(session, seen)
    return [
        ItemLine(
            row=by_id[one.item.id],
            visibility=sights[one.item.id],
            public_once_published=one.item.public_when_published and one.item.published_at is None,
            signing=_signing(one, overview.standings[one.item.id]),
            changes=changes[one.item.id],
        )
        for one in seen
    ]


def _most_urgent(waits: Sequence[WaitingRow]) -> tuple[WaitingRow, ...]:
    """Return all tasks, which calendars link to, and the first lines of what items wait for."""
    others = [line for line in waits if not line.is_task]
    left_out = {id(line) for line in others[OTHER_WAITS_SHOWN:]}
    return tuple(line for line in waits if id(line) not in left_out)


def _place(one: Seen) -> tuple[date, datetime, int]:
    return one.item.publish_on or _NO_DAY, one.item.publish_at or _NO_TIME, one.item.id


def _signing(one: Seen, status: signoff.SignOffStatus) -> Signing:
    statuses = [row.status for row in status.organisations]
    answered = any(row.answer is not None for row in status.organisations)
    return Signing(
        yes=statuses.count(Status.YES),
        total=len(statuses),
        void=statuses.count(Status.VOID),
        no=statuses.count(Status.NO),
        is_asked=answered or one.item.signoff_due_on is not None or one.item.state not in ("idea", "draft"),
    )


def _changes(one: Seen, overview: Overview, actor_roles: ActorRoles) -> Iterable[Changed]:
    """Say what changed since the yes of each of the reader's organisations that an edit has made void."""
    for row in overview.standings[one.item.id].organisations:
        mine = row.organisation_id in actor_roles.organisations
        if not mine or row.status is not Status.VOID or row.answer is None or not row.answer.is_yes:
            continue
        version = overview.answered[one.item.id, row.organisation_id, row.answer.text_hash]
        name = overview.organisations[row.organisation_id]
        yield Changed(one.item.public_id, name, version, one.version.number)


def _sights(session: AppSession, seen: Sequence[Seen]) -> dict[int, GuardView]:
    """Return who may see each item, by name; two queries."""
    rules = {one.item.id: one.rules for one in seen}
    organisations = organisation_names(
        session, {i for one in rules.values() for i in one.audience_organisations | one.embargo_group_organisations}
    )
    people = names(session, {i for one in rules.values() for i in one.audience_people | one.embargo_group_people})
    return {one.item.id: _visibility(one, rules[one.item.id], organisations, people) for one in seen}


def _visibility(one: Seen, rules: GuardRules, organisations: Mapping[int, str], people: Mapping[int, str]) -> GuardView:
    guard = one.item.guard
    others = rules.audience_people - rules.embargo_group_people
    return GuardView(
        audience=rules.audience,
        audience_names=_named(rules.audience_organisations, organisations) + _named(others, people),
        embargo_at=guard.embargo_at,
        embargo_zone=guard.embargo_zone,
        held=guard.held,
        revealed_at=guard.revealed_at,
        embargo_group_names=_named(rules.embargo_group_organisations, organisations)
        + _named(rules.embargo_group_people, people),
    )


def _named(ids: Iterable[int], known: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted((known[ident] for ident in ids if ident in known), key=str.casefold))


def _timeline(campaign_page: CampaignPage, seen: Iterable[Seen]) -> tuple[TimelineDay, ...]:
    """Return the days with tasks and items on them; empty while the campaign has no day."""
    if campaign_page.first_day is None or campaign_page.last_day is None:
        return ()
    marks = [*campaign_page.marks, *(mark for one in seen for mark in _mark(one))]
    return timeline(campaign_page.first_day, campaign_page.last_day, marks)


def _mark(one: Seen) -> Iterable[tuple[date, TimelineMark]]:
    if one.item.publish_on is not None:
        state = "cancelled" if status_of(one.item.state) is EntryStatus.CANCELLED else ""
        yield one.item.publish_on, TimelineMark("content", one.version.title, f"/content/{one.item.public_id}", state)


def _left_behind(
    session: AppSession, moves: Sequence[Move], seen: Sequence[Seen], own: Collection[int]
) -> tuple[UnshiftedItems, ...]:
    """Return items on their way that were given their day before the campaign moved, by how far it went on."""
    dated = [one.item for one in seen if one.item.state in UNPUBLISHED and one.item.publish_on is not None]
    redated = redated_at(session, [item.id for item in dated], moves[0].at) if moves else {}
    groups: dict[int, list[Item]] = {}
    for item in dated:
        days = days_to_shift(moves, redated.get(item.id, item.created_at))
        if days:
            groups.setdefault(days, []).append(item)
    return tuple(
        UnshiftedItems(days, len(items), tuple(item.public_id for item in items if item.id in own))
        for days, items in sorted(groups.items())
    )
