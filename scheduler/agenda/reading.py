"""How every reader asks for entries: by viewer, days and selection."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from scheduler.agenda.domain.phrases import described_state, phrases_of_form
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.entry_wording import description_text, label_text, title_text
from scheduler.agenda.filters.registry import FILTERS
from scheduler.agenda.models import (
    LONG_SPAN_DAYS,
    MAX_SPAN_DAYS,
    NO_DAY,
    Entry,
    EntryKind,
    EntryStatus,
    EntryTopic,
    Guard,
    Occurrence,
)
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, entry_clause, readable_clause


@dataclass(frozen=True, slots=True)
class Window:
    """Days, both inclusive; a timed entry counts on its days in its own zone."""

    first_day: date
    last_day: date

    @property
    def short_from(self) -> date:
        """The first day on which a short entry may begin that reaches into it."""
        return self.first_day - timedelta(days=LONG_SPAN_DAYS)

    @property
    def long_from(self) -> date:
        """The first day on which any entry may begin that reaches into it."""
        return self.first_day - timedelta(days=MAX_SPAN_DAYS)

    @property
    def day_after(self) -> date:
        """The day after its last."""
        return self.last_day + timedelta(days=1)


class AnyWindow(NamedTuple):
    """The days of a `Window` as parameters of a statement."""

    first_day: BindParameter[date]
    last_day: BindParameter[date]
    short_from: BindParameter[date]
    long_from: BindParameter[date]
    day_after: BindParameter[date]


@dataclass(frozen=True, slots=True)
class Selection:
    """Values by filter name (`filters/registry.py`): one of each filter must fit; of all entries, or `among` some."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    listed_only: bool = True
    among: frozenset[int] | None = None

    @classmethod
    def parse(cls, raw: Mapping[str, Collection[str]], *, listed_only: bool = True) -> "Selection":
        """Return the selection that the raw values ask for; unknown filters and values are left out."""
        parsed = {
            name: frozenset(value for value in (FILTERS[name].parse(item) for item in items) if value is not None)
            for name, items in raw.items()
            if name in FILTERS
        }
        return cls({name: values for name, values in parsed.items() if values}, listed_only)

    def where(self, viewer: Viewer | AnyMember) -> list[ColumnElement[bool]]:
        """Return the SQL conditions over Entry and its joined Guard, for what the viewer may ask about."""
        wanted = {name: values for name, values in sorted(self.values.items()) if values}
        clauses = [FILTERS[name].where(values) for name, values in wanted.items()]
        clauses += [] if self.among is None else [Entry.id.in_(self.among)]
        if any(FILTERS[name].looks_behind for name in wanted):
            clauses.append(readable_clause(viewer))
        return [*clauses, Entry.listed.is_(True)] if self.listed_only else clauses


ALL = Selection()

HAS_DAY = Entry.part != NO_DAY

_VIEW_COLUMNS = (
    Entry.id,
    Entry.uid,
    Entry.kind,
    Entry.status,
    Entry.own_title,
    Entry.own_description,
    Entry.location,
    Entry.path,
    Entry.own_label,
    Entry.phrases,
    Entry.parts_form,
    Entry.tags,
    Occurrence.first_day,
    Occurrence.last_day,
    Occurrence.starts_at,
    Occurrence.ends_at,
    Entry.local_start,
    Entry.zone,
    Entry.organisation_id,
    Entry.parent_entry_id,
    Entry.series,
    Entry.source_kind,
    Entry.source_id,
    Entry.part,
    Entry.concealed,
)


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as its readers see it: its present text in their language, days inclusive, instants aware UTC.

    `embargo_at` is the moment of the lift while it is a placeholder; None while it is held. `state` is how far it is,
    where its description says that.
    """

    id: int
    uid: str
    kind: EntryKind
    status: EntryStatus
    title: str
    description: str
    location: str
    path: str
    label: str
    tags: tuple[str, ...]
    topics: tuple[str, ...]
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None
    local_start: datetime | None
    zone: str | None
    organisation_id: int | None
    parent_entry_id: int | None
    series: str
    source_kind: str
    source_id: int
    part: str
    concealed: bool
    embargo_at: datetime | None
    embargo_zone: str | None
    state: str

    @property
    def starts_on(self) -> date | None:
        """The first day of an all-day entry; None for a timed one."""
        return None if self.starts_at else self.first_day

    @property
    def ends_on(self) -> date | None:
        """The last day of an all-day entry; None for a timed one."""
        return None if self.starts_at else self.last_day


def entries_for(
    session: Session, viewer: Viewer, window: Window, selection: Selection = ALL, *, limit: int | None = None
) -> list[EntryView]:
    """Return what the viewer may see in the window, in order of day, time, title; one query whatever the number."""
    order = (Occurrence.first_day, Occurrence.starts_at.asc().nulls_first(), Entry.own_title, Entry.id)
    query = seen_entries(viewer, selection).where(HAS_DAY, overlaps(window)).order_by(*order).limit(limit)
    return views_of(session, query)


def search_placeholders(
    session: Session, viewer: Viewer, selection: Selection, today: date, *, limit: int
) -> list[EntryView]:
    """Return what fits the selection and of which the viewer gets the placeholder alone, as `coming_first`."""
    query = seen_entries(viewer, selection).where(HAS_DAY, Entry.concealed.is_(True), ~readable_clause(viewer))
    return views_of(session, query.order_by(*coming_first(today)).limit(limit))


def coming_first(
    today: date | BindParameter[date], days: Any = Occurrence, texts: Any = Entry
) -> tuple[ColumnElement[Any], ...]:
    """Return the order of results: coming days first (nearest first), then past ones (latest first)."""
    is_coming = days.last_day >= today
    coming_day = case((is_coming, days.first_day))
    first_day, title, ident = days.first_day.desc(), texts.own_title.asc(), texts.id.asc()
    return (is_coming.desc(), coming_day.asc(), first_day, title, ident)


def children_by_parent(
    session: Session, viewer: Viewer, parent_entry_ids: Collection[int], kind: EntryKind
) -> dict[int, list[EntryView]]:
    """Return by parent the entries of a kind that the viewer may see under them; concealed ones name no parent."""
    asked = {**asked_by(viewer), "parent_ids": sorted(parent_entry_ids), "kind": kind}
    found: dict[int, list[EntryView]] = {}
    for view in map(view_of, session.execute(_children(asking(viewer)), asked)):
        if view.parent_entry_id is not None:
            found.setdefault(view.parent_entry_id, []).append(view)
    return found


@lru_cache(maxsize=8)
def _children(viewer: Viewer | AnyMember) -> Select[*tuple[Any, ...]]:
    theirs = Entry.parent_entry_id.in_(bindparam("parent_ids", expanding=True))
    query = _views_of_all().where(entry_clause(viewer), theirs, Entry.kind == bindparam("kind"))
    query = query.where(Entry.concealed.is_(False))
    return query.order_by(Occurrence.first_day, Entry.own_title, Entry.id)


def seen_entries(viewer: Viewer | AnyMember, selection: Selection) -> Select[*tuple[Any, ...]]:
    """Select what an `EntryView` holds; the stored parts of feeds are not loaded."""
    return _views_of_all().where(entry_clause(viewer), *selection.where(viewer))


# Built once: to build it takes longer than to answer it.
@cache
def _views_of_all() -> Select[*tuple[Any, ...]]:
    # What is held comes out at no moment that could be named; what is out, at none any more.
    lift_at = case((and_(Entry.concealed.is_(True), Guard.held.is_(False)), Guard.embargo_at))
    columns = (*_VIEW_COLUMNS, _topics().label("topics"), lift_at.label("embargo_at"), Guard.embargo_zone)
    query = select(*columns).select_from(Occurrence)
    query = query.join(Entry, Entry.id == Occurrence.entry_id).join(Guard, Guard.id == Entry.guard_id)
    return query.where(Entry.removed_at.is_(None))


def overlaps(window: Window | AnyWindow) -> ColumnElement[bool]:
    """Return SQL over Occurrence with a bounded look-back, so that the index on the first day serves."""
    return and_(
        or_(
            and_(Occurrence.is_long.is_(False), Occurrence.first_day.between(window.short_from, window.last_day)),
            # Its end is said otherwise: what both have in common PostgreSQL takes out of them. What is left it takes
            # for a range that is open at one end, in which ten times as many rows would be.
            and_(
                Occurrence.is_long.is_(True),
                Occurrence.first_day >= window.long_from,
                Occurrence.first_day < window.day_after,
            ),
        ),
        Occurrence.last_day >= window.first_day,
    )


def views_of(session: Session, query: Select[*tuple[Any, ...]]) -> list[EntryView]:
    """Return the views that a query of `seen_entries` selects, in its order."""
    return [view_of(row) for row in session.execute(query)]


def view_of(row: Row[*tuple[Any, ...]]) -> EntryView:
    """Make a view of a row, in the reader's language; a placeholder names no organisation, parent or series."""
    # A month has hundreds: to unpack a row takes a third of the time that asking it for each column by name does.
    ident, uid, kind, status, own_title, text, location, path, own_label, coded, form, tags, *rest = row[:28]
    first_day, last_day, starts_at, ends_at, local_start, zone, *belongs, concealed, topics, lift_at, lift_zone = rest
    organisation_id, parent_entry_id, series, source_kind, source_id, part = belongs
    phrases = phrases_of_form(coded, form)
    return EntryView(
        id=ident,
        uid=uid,
        kind=EntryKind(kind),
        status=EntryStatus(status),
        title=title_text(own_title, phrases, concealed=concealed),
        description=description_text(text, phrases),
        location=location,
        path=path,
        label=label_text(own_label, phrases),
        tags=tuple(tags),
        topics=tuple(sorted((topics or "").split())),
        first_day=first_day,
        last_day=last_day,
        starts_at=starts_at,
        ends_at=ends_at,
        local_start=local_start,
        zone=zone,
        organisation_id=None if concealed else organisation_id,
        parent_entry_id=None if concealed else parent_entry_id,
        series="" if concealed else series,
        source_kind=source_kind,
        source_id=source_id,
        part=part,
        concealed=concealed,
        embargo_at=lift_at,
        embargo_zone=lift_zone if lift_at else None,
        state=described_state(phrases),
    )


def _topics() -> ScalarSelect[str]:
    """Return SQL over an Entry: its topics, which hold no spaces, in one text."""
    listed = select(func.aggregate_strings(EntryTopic.topic, " "))
    return listed.where(EntryTopic.entry_id == Entry.id).correlate(Entry).scalar_subquery()


def topics_in_use(session: Session, viewer: Viewer) -> list[str]:
    """Return the topics of all entries that the viewer may see, in order."""
    query = select(EntryTopic.topic).distinct().join(Entry, Entry.id == EntryTopic.entry_id)
    query = query.join(Guard, Guard.id == Entry.guard_id).where(Entry.removed_at.is_(None), entry_clause(viewer))
    return list(session.scalars(query.order_by(EntryTopic.topic)))


def entry_views(session: Session, viewer: Viewer, entry_ids: Collection[int]) -> dict[int, EntryView]:
    """Return those of the entries that the viewer may see, by id, listed or not."""
    rows = session.execute(_named(asking(viewer)), {**asked_by(viewer), "entry_ids": sorted(entry_ids)})
    return {view.id: view for view in map(view_of, rows)}


@lru_cache(maxsize=8)
def _named(viewer: Viewer | AnyMember) -> Select[*tuple[Any, ...]]:
    return _views_of_all().where(entry_clause(viewer), Entry.id.in_(bindparam("entry_ids", expanding=True)))
