"""What the year planner says: a year of observances, campaigns, events and milestones, as the reader may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.dates.public_holidays import weekend_of
from scheduler.dates.timezones import territory_of, zone_city
from scheduler.db import AppSession
from scheduler.pages.calendar_address import Shown
from scheduler.pages.domain.day_lists import agenda_days
from scheduler.pages.domain.months import Month
from scheduler.pages.domain.sort_order import reading_order
from scheduler.pages.domain.year_rows import YearRow, year_rows
from scheduler.pages.filters import Choices
from scheduler.pages.labels import kind_name
from scheduler.pages.local_entries import LocalEntry
from scheduler.pages.month import MARK_DAYS, Reader, entries_on, key_days
from scheduler.pages.view_links import said
from scheduler.pages.year_planner_pdf import EARLIER, UNCONFIRMED, Listed, YearSheet, title_columns
from scheduler.web.template_filters import day_month, day_short, month_name, span, weekday_short

KINDS = (EntryKind.EDITION, EntryKind.CAMPAIGN, EntryKind.EVENT, EntryKind.MILESTONE)
"""What a year is planned around; others are on the sheet if they are asked for."""

MOST_ENTRIES = 2000
"""Setting takes longer with each; who has more prints what filters leave."""


@dataclass(frozen=True, slots=True)
class Maker:
    """For whom a sheet is made: the coalition's name, and the day on which it is where the reader is."""

    coalition: str
    today: date


def year_sheet(session: AppSession, reader: Reader, shown: Shown, choices: Choices, maker: Maker) -> YearSheet:
    """Load the entries of a year and lay them out; the number of queries does not grow with them."""
    period, kinds = shown.period, _kinds(shown)
    days = period.span
    found = entries_on(session, reader, days, shown.filters)
    every = sorted((entry for entry in found.entries if entry.kind in kinds), key=_importance)
    entries, left_out = every[:MOST_ENTRIES], len(every[MOST_ENTRIES:])
    first = period.first_weekday
    rows = year_rows(days.first_day.year, entries, title_columns=title_columns, first_weekday=first)
    monday = date(2027, 3, 1)
    return YearSheet(
        title=_("Year planner %(year)s", year=days.first_day.year),
        coalition=maker.coalition,
        notes=_notes(reader, shown, choices, maker),
        language=str(get_locale() or "en").partition("_")[0],
        is_right_to_left=(get_locale() or Locale("en")).text_direction == "rtl",
        weekdays=[weekday_short(monday + timedelta(days=(first + step) % 7)) for step in range(7)],
        weekend=weekend_of(territory_of(reader.zone)),
        key_days=key_days(session, reader, days, shown.filters, found),
        rows=rows,
        kinds=[(kind, kind_name(kind)) for kind in kinds],
        key_day=_("Key day"),
        signs=[(UNCONFIRMED, _("Not confirmed")), (EARLIER, _("Began earlier"))],
        list_title=_("All entries"),
        left_out=_left_out(left_out),
        months=_months(rows, entries, shown),
    )


def _kinds(shown: Shown) -> Sequence[EntryKind]:
    return (EntryKind(shown.filters.kind),) if shown.filters.kind else KINDS


def _importance(entry: LocalEntry) -> tuple[bool, bool, object]:
    """Sort what others plan around first, of that what lasts, for a sheet has no room for everything."""
    return (entry.kind not in MARK_DAYS, entry.first_day == entry.last_day, reading_order(entry))


def _left_out(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(num)s more entry has no room here. Filter the calendar and print again.",
        "%(num)s more entries have no room here. Filter the calendar and print again.",
        count,
    )


def _notes(reader: Reader, shown: Shown, choices: Choices, maker: Maker) -> list[str]:
    _view, *narrowed = said(shown, choices)
    audience = _("For members only") if reader.viewer.is_member else _("Public dates")
    zone = _("Days as in %(zone)s", zone=zone_city(reader.zone))
    return [audience, *narrowed, zone, _("Made on %(day)s", day=day_short(maker.today))]


def _months(
    rows: Iterable[YearRow[LocalEntry]], entries: Iterable[LocalEntry], shown: Shown
) -> dict[Month, tuple[str, str, Sequence[Listed]]]:
    by_month: dict[Month, list[Listed]] = {}
    for listed in agenda_days(entries, shown.period.span):
        by_month.setdefault(Month.of(listed.day), []).extend(map(_listed, listed.entries))
    return {
        row.month: (
            month_name(row.month.first_day),
            ngettext("%(num)s more: see list", "%(num)s more: see list", row.more) if row.more else "",
            by_month.get(row.month, ()),
        )
        for row in rows
    }


def _listed(entry: LocalEntry) -> Listed:
    is_long = entry.first_day != entry.last_day
    days = (
        span(entry.first_day, entry.last_day)
        if is_long
        else f"{weekday_short(entry.first_day)} {day_month(entry.first_day)}"
    )
    return Listed(days, entry.title, entry.kind, ", ".join([kind_name(entry.kind), *_state(entry)]))


def _state(entry: LocalEntry) -> list[str]:
    state = []
    if entry.concealed:
        state.append(_("embargoed"))
    if entry.status is EntryStatus.CANCELLED:
        state.append(_("cancelled"))
    elif not entry.is_planned:
        state.append(_("not scheduled yet"))
    elif entry.status is EntryStatus.TENTATIVE:
        state.append(_("tentative"))
    return state
