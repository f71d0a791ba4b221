"""What a page of the calendar shows: its days, what stands on them, and what colours and signs mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask_babel import gettext as _

from scheduler.agenda.models import EntryKind
from scheduler.dates.public_holidays import weekend_of
from scheduler.dates.timezones import territory_of
from scheduler.db import AppSession
from scheduler.pages.calendar_address import Colours, Shown
from scheduler.pages.domain.day_lists import AgendaDay, agenda_days
from scheduler.pages.domain.month_grid import Week, month_grid, whole_week
from scheduler.pages.domain.periods import Period, View
from scheduler.pages.domain.planner import PlannedMonth, planned_months
from scheduler.pages.domain.sort_order import day_order
from scheduler.pages.external_entries import external_on
from scheduler.pages.filters import Choices
from scheduler.pages.local_entries import Layer, LocalEntry
from scheduler.pages.month import MARK_DAYS, MAX_LANES, Entries, Reader, entries_on, key_days
from scheduler.web.template_filters import day, initials, month_name, month_year, span

TINTS = 8
"""How many colours organisations share; what tells them apart is the sign."""


@dataclass(frozen=True, slots=True)
class Tint:
    """How entries of an organisation are marked: the number of a colour, from 1, and letters that say whose it is."""

    number: int
    sign: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The days of a view; of `weeks`, `days`, `months` and `entries` only what the view lays out is filled.

    `tints` is None while colours say the type; `layers` are the external calendars, those that are hidden as well.
    """

    found: Entries
    weeks: Sequence[Week[LocalEntry]] = ()
    days: Sequence[AgendaDay[LocalEntry]] = ()
    months: Sequence[PlannedMonth[LocalEntry]] = ()
    entries: Sequence[LocalEntry] = ()
    tints: Mapping[int, Tint] | None = None
    layers: Sequence[Layer] = ()


def calendar_page(session: AppSession, reader: Reader, shown: Shown, choices: Choices) -> CalendarPage:
    """Load the entries of a view and lay them out; the number of queries does not grow with them."""
    period = shown.period
    own = entries_on(session, reader, period.shown, shown.filters)
    # External calendars have neither type, topic nor organisation, and a year has no room for them.
    is_whole = not shown.filters.arguments() and period.view is not View.YEAR
    external = external_on(session, reader.viewer, period.shown if is_whole else None, reader.zone, shown.hidden)
    found = replace(own, entries=(*own.entries, *external.entries))
    tints = None
    if shown.colours is Colours.ORGANISATION:
        tints = tints_of(found.entries, choices.organisation_names)
    page = CalendarPage(found, tints=tints, layers=external.layers)
    if period.view is View.LIST:
        return replace(page, days=agenda_days(found.entries, period.span))
    if period.view is View.DAY:
        return replace(page, entries=sorted(found.entries, key=day_order))
    return _with_grid(page, period, key_days(session, reader, period.shown, shown.filters, own), reader.zone)


def _with_grid(page: CalendarPage, period: Period, marked: frozenset[date], zone: str) -> CalendarPage:
    """Lay out a week, or months."""
    entries, weekend = page.found.entries, weekend_of(territory_of(zone))
    if period.view is View.MONTH:
        grid = month_grid(
            period.month,
            entries,
            key_days=marked,
            first_weekday=period.first_weekday,
            weekend=weekend,
            max_lanes=MAX_LANES,
        )
        return replace(page, weeks=grid.weeks)
    if period.view is View.WEEK:
        week = whole_week(period.span.first_day, entries, key_days=marked, weekend=weekend)
        return replace(page, weeks=(week,))
    is_long = period.view is View.YEAR
    months = planned_months(
        period.months,
        entries,
        listed=[entry for entry in entries if not is_long or entry.kind in MARK_DAYS],
        banded=[entry for entry in entries if entry.kind is EntryKind.CAMPAIGN],
        key_days=marked,
        first_weekday=period.first_weekday,
        weekend=weekend,
    )
    return replace(page, months=months)


def tints_of(entries: Iterable[LocalEntry], names: Mapping[int, str]) -> dict[int, Tint]:
    """Return how the organisations of some entries are marked, by name; a number stays the same from page to page."""
    ids = {entry.organisation_id for entry in entries if entry.organisation_id in names}
    known = sorted((names[ident], ident) for ident in ids if ident is not None)
    taken: dict[str, int] = {}
    tints = {}
    for name, ident in known:
        letters = initials(name)
        taken[letters] = taken.get(letters, 0) + 1
        sign = letters if taken[letters] == 1 else f"{letters}{taken[letters]}"
        tints[ident] = Tint(ident % TINTS + 1, sign, name)
    return tints


def period_title(period: Period) -> str:
    """Name the days of a view."""
    first, last = period.span.first_day, period.span.last_day
    if period.view is View.DAY:
        return day(period.day)
    if period.view is View.WEEK:
        return span(first, last)
    if period.view is View.QUARTER:
        return _("%(first)s – %(last)s", first=month_name(first), last=month_year(last))
    return str(first.year) if period.view is View.YEAR else month_year(first)


def holds(period: Period, today: date) -> bool:
    """Say whether a day is among those of a view."""
    return period.span.first_day <= today <= period.span.last_day
