"""The content of a campaign for one reader: every item with its day, sign-off and sight, and what was left behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from scheduler.accounts.domain.standing import Standing
from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.standing import names
from scheduler.agenda.clauses import facts
from scheduler.agenda.domain.sight import GuardFacts
from scheduler.agenda.models import EntryStatus
from scheduler.campaigns.domain.days import Mark, Move, TimelineDay, days_behind, timeline
from scheduler.campaigns.history import moves_of
from scheduler.campaigns.room import CampaignRoom, GuardFace
from scheduler.content.domain import signoff
from scheduler.content.domain.needs import Need
from scheduler.content.domain.signoff import Status
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.listing import ItemRow, rows_of, undoables
from scheduler.content.models import ItemUndo
from scheduler.content.reading import Seen, items_of_campaign
from scheduler.content.redating import redated_at
from scheduler.content.services.publishing import status_of
from scheduler.content.waiting import Overview, overview_of
from scheduler.db import AppSession
from scheduler.pages.campaign_waits import lines_of
from scheduler.pages.domain.room_lines import Changed, Line
from scheduler.pages.month import Reader

MOVED_LATELY = timedelta(days=30)
_NO_DAY, _NO_TIME = date.max, datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signing:
    """How many organisations have said what to the words as they are now, of how many that are asked."""

    yes: int
    total: int
    void: int
    no: int
    is_asked: bool


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item whose words the reader may read; `changes` are those since a yes of the reader's own organisations."""

    row: ItemRow
    sight: GuardFace
    public_once_published: bool
    signing: Signing
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Items that stand so many days from where they stood before the campaign moved; `own` the reader may shift."""

    days: int
    count: int
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CampaignContent:
    """What the page of a campaign says of its content, and of everything that waits in it."""

    items: tuple[ItemLine, ...]
    waits: tuple[Line, ...]
    timeline: tuple[TimelineDay, ...]
    moves: tuple[Move, ...]
    left_behind: tuple[LeftBehind, ...]
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
        return sum(line.kind == Need.OWN or (line.task is not None and line.task.needs_somebody) for line in self.waits)

    @property
    def on_its_way(self) -> int:
        """How many items are neither out nor given up."""
        return sum(line.row.state in UNPUBLISHED for line in self.items)

    @property
    def may_change(self) -> bool:
        """Say whether the reader may change an item."""
        return any(line.row.may_change for line in self.items)


def content_of(session: AppSession, reader: Reader, standing: Standing, room: CampaignRoom) -> CampaignContent:
    """Return the content of a campaign that the reader has been let into; the number of queries does not grow."""
    seen = sorted(items_of_campaign(session, reader.viewer, room.id), key=_place)
    overview = overview_of(session, [(one.item, one.version) for one in seen], reader.now)
    rows = {row.id: row for row in rows_of(session, reader.viewer, standing, [one.item.id for one in seen])}
    sights = _sights(session, seen)
    items = tuple(_item_line(one, rows[one.item.id], sights[one.item.id], overview, standing) for one in seen)
    changes = [change for line in items for change in line.changes]
    pending = {one.item.id for one in seen if one.item.state in UNPUBLISHED}
    needs = [one for one in overview.waiting if one.item_id in pending]
    since = reader.now - MOVED_LATELY
    moves = moves_of(session, reader.viewer, room.id, room.guard_id, since) if room.cancelled_at is None else ()
    done = undoables(session, standing.person_id, reader.now)
    return CampaignContent(
        items=items,
        waits=lines_of(room.waiting, needs, standing.person_id, changes),
        timeline=_timeline(room, items),
        moves=moves,
        left_behind=_left_behind(session, moves, [(one, rows[one.item.id]) for one in seen]),
        undoables=tuple(row for row in done if any(was["id"] in rows for was in row.before)),
    )


def _place(one: Seen) -> tuple[date, datetime, int]:
    return one.item.publish_on or _NO_DAY, one.item.publish_at or _NO_TIME, one.item.id


def _item_line(one: Seen, row: ItemRow, sight: GuardFace, overview: Overview, standing: Standing) -> ItemLine:
    said = overview.standings[one.item.id]
    return ItemLine(
        row=row,
        sight=sight,
        public_once_published=one.item.public_when_published and one.item.published_at is None,
        signing=_signing(one, said),
        changes=tuple(_changes(one, said, overview, standing)),
    )


def _signing(one: Seen, said: signoff.Standing) -> Signing:
    statuses = [row.status for row in said.organisations]
    answered = any(row.answer is not None for row in said.organisations)
    return Signing(
        yes=statuses.count(Status.YES),
        total=len(statuses),
        void=statuses.count(Status.VOID),
        no=statuses.count(Status.NO),
        is_asked=answered or one.item.signoff_due_on is not None or one.item.state not in ("idea", "draft"),
    )


def _changes(one: Seen, said: signoff.Standing, overview: Overview, standing: Standing) -> Iterable[Changed]:
    """Say what changed since the yes of each of the reader's organisations that an edit has made void."""
    for row in said.organisations:
        mine = row.organisation_id in standing.organisations
        if not mine or row.status is not Status.VOID or row.answer is None or not row.answer.is_yes:
            continue
        version = overview.answered[one.item.id, row.organisation_id, row.answer.words_hash]
        name = overview.organisations[row.organisation_id]
        yield Changed(one.item.public_id, name, version, one.version.number)


def _sights(session: AppSession, seen: Sequence[Seen]) -> dict[int, GuardFace]:
    """Return who may see each item, by name; two queries."""
    said = {one.item.id: facts(one.item.guard) for one in seen}
    organisations = organisation_names(
        session, {i for one in said.values() for i in one.audience_organisations | one.circle_organisations}
    )
    people = names(session, {i for one in said.values() for i in one.audience_people | one.circle_people})
    return {one.item.id: _sight(one, said[one.item.id], organisations, people) for one in seen}


def _sight(one: Seen, said: GuardFacts, organisations: Mapping[int, str], people: Mapping[int, str]) -> GuardFace:
    guard = one.item.guard
    others = said.audience_people - said.circle_people
    return GuardFace(
        audience=said.audience,
        audience_names=_named(said.audience_organisations, organisations) + _named(others, people),
        embargo_at=guard.embargo_at,
        embargo_zone=guard.embargo_zone,
        held=guard.held,
        revealed_at=guard.revealed_at,
        circle_names=_named(said.circle_organisations, organisations) + _named(said.circle_people, people),
    )


def _named(ids: Iterable[int], known: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted((known[ident] for ident in ids if ident in known), key=str.casefold))


def _timeline(room: CampaignRoom, items: Iterable[ItemLine]) -> tuple[TimelineDay, ...]:
    """Return the days with tasks and items on them; empty while the campaign has no day."""
    if room.first_day is None or room.last_day is None:
        return ()
    marks = [*room.marks, *(mark for line in items for mark in _mark(line.row))]
    return timeline(room.first_day, room.last_day, marks)


def _mark(row: ItemRow) -> Iterable[tuple[date, Mark]]:
    if row.publish_on is not None:
        state = "cancelled" if status_of(row.state) is EntryStatus.CANCELLED else ""
        yield row.publish_on, Mark("content", row.title, f"/content/{row.public_id}", state)


def _left_behind(
    session: AppSession, moves: Sequence[Move], items: Sequence[tuple[Seen, ItemRow]]
) -> tuple[LeftBehind, ...]:
    """Return items on their way that were given their day before the campaign moved, by how far it went on."""
    dated = [(one, row) for one, row in items if one.item.state in UNPUBLISHED and one.item.publish_on is not None]
    redated = redated_at(session, [row.id for _one, row in dated], moves[0].at) if moves else {}
    groups: dict[int, list[ItemRow]] = {}
    for one, row in dated:
        days = days_behind(moves, redated.get(row.id, one.item.created_at))
        if days:
            groups.setdefault(days, []).append(row)
    return tuple(
        LeftBehind(days, len(rows), tuple(row.public_id for row in rows if row.may_change))
        for days, rows in sorted(groups.items())
    )
