"""How email fared over the last weeks as a plot and a table, and what the clock does next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.guards import next_lift_among
from scheduler.agenda.visibility_sql import open_guards
from scheduler.content.presenters.bar_plot import drawable
from scheduler.dates.timezones import day_end, day_of, day_start
from scheduler.db import AppSession
from scheduler.outbox.daily_counts import DayFate, daily_counts
from scheduler.outbox.leases import next_due
from scheduler.outbox.reading import is_mail
from scheduler.reminders.domain.due_times import LATE_AFTER, next_strike
from scheduler.reminders.reading import may_know
from scheduler.web.template_filters import day_month

DAYS = 30
FATE_NAMES = {
    DayFate.SENT: _l("Sent on time"),
    DayFate.LATE: _l("Sent late"),
    DayFate.WAITING: _l("Still due"),
    DayFate.FAILED: _l("Not delivered"),
    DayFate.BOUNCED: _l("Came back"),
}
"""In the order from below."""

_COLUMN, _BAR, _LEFT, _TOP, _HEIGHT, _FOOT = 24, 16, 44, 12, 120, 24


@dataclass(frozen=True, slots=True)
class MailHistory:
    """What was due on each of the last days, of what the reader may know of, and what became of it."""

    days: Sequence[date]
    counts: Sequence[dict[DayFate, int]]

    @property
    def totals(self) -> dict[DayFate, int]:
        """How much there is of each in all, in the order of names."""
        return {fate: sum(day.get(fate, 0) for day in self.counts) for fate in FATE_NAMES}

    @property
    def rows(self) -> list[tuple[date, list[int]]]:
        """The days on which anything was due, the last one first, with a number for each name."""
        both = zip(self.days, self.counts, strict=True)
        return [(day, [counts.get(fate, 0) for fate in FATE_NAMES]) for day, counts in both if counts][::-1]


@dataclass(frozen=True, slots=True)
class ClockAhead:
    """What happens next by itself, of what the reader may know of; None if nothing is planned."""

    message_at: datetime | None
    lift_at: datetime | None
    plan_at: datetime


def mail_history(session: AppSession, viewer: Viewer, now: datetime, zone: str) -> MailHistory:
    """Return the last days of the reader's zone, the present one as the last; one query."""
    today = day_of(now, zone)
    days = [today - timedelta(days=ago) for ago in range(DAYS)][::-1]
    spans = [(day_start(day, zone), day_end(day, zone)) for day in days]
    return MailHistory(days, daily_counts(session, spans, LATE_AFTER, may_know(viewer), is_mail()))


def clock_ahead(session: AppSession, viewer: Viewer, now: datetime) -> ClockAhead:
    """Return the next email, the next end of an embargo whose text the reader may read, and the next planning."""
    return ClockAhead(
        next_due(session, may_know(viewer)), next_lift_among(session, open_guards(viewer), now), next_strike(now)
    )


def history_plot(history: MailHistory) -> str:
    """Return a column for each day, stacked in the order of names, as SVG; the table beside it says the same."""
    most = max((sum(counts.values()) for counts in history.counts), default=0) or 1
    width, height = _LEFT + _COLUMN * len(history.days), _TOP + _HEIGHT + _FOOT
    base = _TOP + _HEIGHT
    title = escape(drawable(_("Emails of the last %(days)s days by the day on which they were due", days=DAYS)))
    scale = "".join(
        f'<line class="plot-tick" x1="{_LEFT}" x2="{width}" y1="{y}" y2="{y}"/>'
        f'<text class="plot-text plot-hour" x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{number}</text>'
        for number, y in ((most, _TOP), (0, base))
    )
    columns = "".join(
        _column(day, counts, _LEFT + _COLUMN * place, most)
        for place, (day, counts) in enumerate(zip(history.days, history.counts, strict=True))
    )
    return (
        f'<svg class="plot plot-wide" viewBox="0 0 {width} {height}" role="img" aria-labelledby="mail-plot-title">'
        f'<title id="mail-plot-title">{title}</title>{scale}{columns}</svg>'
    )


def _column(day: date, counts: dict[DayFate, int], left: int, most: int) -> str:
    drawn, before, below = "", 0, _TOP + _HEIGHT
    x = left + (_COLUMN - _BAR) // 2
    for fate, name in FATE_NAMES.items():
        count = counts.get(fate, 0)
        if count:
            before += count
            top = _TOP + _HEIGHT - round(before / most * _HEIGHT)
            label = escape(drawable(f"{day_month(day)}: {name} {count}"))
            # However few, they can be seen; a gap tells neighbours apart where their colours do not.
            height = max(below - top - 1, 2)
            drawn += f'<rect class="plot-mail-{fate}" x="{x}" y="{below - height}" width="{_BAR}" height="{height}">'
            drawn += f"<title>{label}</title></rect>"
            below = min(top, below - height - 1)
    middle = left + _COLUMN // 2
    place = f'x="{middle}" y="{_TOP + _HEIGHT + 16}" text-anchor="middle"'
    return f'{drawn}<text class="plot-text plot-hour" {place}>{day.day}</text>'
