"""The timeline of a campaign: tasks, content and ends of embargoes, late ones marked by more than a colour."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from xml.sax.saxutils import escape

from scheduler.accounts.reading import organisations_by_id
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.domain.timeline import Lane, MarkKind, MarkState, PlacedMark, Timeline, TimelineMark, lay_out
from scheduler.campaigns.presenters.campaign import CampaignPage
from scheduler.content.domain.workflow import SETTLED, UNPUBLISHED
from scheduler.content.presenters.bar_plot import drawable
from scheduler.content.queries.listed import ListedSeen
from scheduler.dates.timezones import day_of
from scheduler.db import AppSession
from scheduler.pages.campaign_work import CampaignWork, published_by
from scheduler.pages.month import Reader
from scheduler.web.template_filters import day_month, month_year

WIDTH, _LEFT, _RIGHT, _TOP, _ROW, _LANE_GAP = 960, 12, 12, 40, 24, 26
_RADIUS, _LABEL = 9, 80
_WEEKS_UNTIL = timedelta(days=70)
"""Up to how long a line has a tick for each week; a longer one has one for each month."""


def timeline_of(session: AppSession, reader: Reader, campaign_page: CampaignPage, work: CampaignWork) -> Timeline:
    """Return tasks, items and ends of embargoes on their days, as far as the reader may read of them."""
    organisations = organisations_by_id(session)
    names = {ident: row.short_name for ident, row in organisations.items()}
    zones = {ident: row.zone for ident, row in organisations.items()}
    marks = [*campaign_page.marks(), *_lift_of(campaign_page)]
    for one in work.seen:
        marks += _marks_of(one, names.get(one.item.organisation_id, ""), zones, reader.now)
    days = [day_of(reader.now, reader.zone), *(d for d in (campaign_page.first_day, campaign_page.last_day) if d)]
    room = WIDTH - _LEFT - _RIGHT
    return lay_out(marks, days, campaign_page.lead.short_name, width=room, least_gap=2 * _RADIUS + 3)


def _lift_of(campaign_page: CampaignPage) -> Iterable[TimelineMark]:
    guard = campaign_page.guard
    if guard.concealed and not guard.held and guard.embargo_at is not None:
        day = day_of(guard.embargo_at, guard.embargo_zone or "UTC")
        path, lead = f"/campaigns/{campaign_page.public_id}/people", campaign_page.lead.short_name
        yield TimelineMark(MarkKind.LIFT, day, campaign_page.title, path, lead, MarkState.OPEN)


def _marks_of(one: ListedSeen, organisation: str, zones: Mapping[int, str], now: datetime) -> Iterable[TimelineMark]:
    item, path, title = one.item, f"/content/{one.item.public_id}", one.version.title
    if item.publish_on is not None:
        state = _state(one, published_by(one, zones), now)
        yield TimelineMark(MarkKind.CONTENT, item.publish_on, title, path, organisation, state)
    guard = item.guard
    if concealed(guard) and not guard.held and guard.embargo_at is not None:
        day = day_of(guard.embargo_at, guard.embargo_zone or "UTC")
        yield TimelineMark(MarkKind.LIFT, day, title, f"{path}#visibility", organisation, MarkState.OPEN)


def _state(one: ListedSeen, at: datetime | None, now: datetime) -> MarkState:
    if one.item.state in SETTLED:
        return MarkState.CANCELLED
    if one.item.state not in UNPUBLISHED:
        return MarkState.DONE
    return MarkState.LATE if at is not None and at <= now else MarkState.OPEN


def plot_of(timeline: Timeline, campaign_page: CampaignPage, today: date, title: str, today_label: str) -> str:
    """Return the timeline as SVG, whose numbers are those of the table beside it.

    Args:
        timeline: what to draw.
        campaign_page: the campaign, whose days are shaded.
        today: the reader's.
        title: what the plot shows, for whoever cannot see it; the table says the rest.
        today_label: what stands above the line of today.
    """
    tops, height = [], _TOP
    for lane in timeline.lanes:
        tops.append(height)
        height += _LANE_GAP + lane.rows * _ROW
    parts = [
        _campaign_days(timeline, campaign_page, height),
        *(_tick(timeline, day, height) for day in _ticks(timeline)),
        _today(timeline, today, height, today_label),
        *(_lane(lane, top) for lane, top in zip(timeline.lanes, tops, strict=True)),
    ]
    return (
        f'<svg class="plot plot-wide" viewBox="0 0 {WIDTH} {height + 6}" role="img" aria-labelledby="timeline-plot">'
        f'<title id="timeline-plot">{escape(drawable(title))}</title>{"".join(parts)}</svg>'
    )


def _ticks(timeline: Timeline) -> Iterable[date]:
    first, last = timeline.first_day, timeline.last_day
    if last - first <= _WEEKS_UNTIL:
        day = first + timedelta(days=-first.weekday() % 7)
        while day <= last:
            yield day
            day += timedelta(days=7)
        return
    step = 1 + (last - first).days // 400
    months = first.year * 12 + first.month
    while (day := date(months // 12, months % 12 + 1, 1)) <= last:
        yield day
        months += step


def _tick(timeline: Timeline, day: date, height: int) -> str:
    x = _LEFT + timeline.x_of(day)
    line = f'<line class="plot-tick" x1="{x}" y1="22" x2="{x}" y2="{height}"/>'
    if x > WIDTH - _LABEL:
        return line
    label = day_month(day) if timeline.last_day - timeline.first_day <= _WEEKS_UNTIL else month_year(day)
    return f'{line}<text class="plot-text plot-hour" x="{x}" y="32">{escape(label)}</text>'


def _today(timeline: Timeline, today: date, height: int, label: str) -> str:
    x = _LEFT + timeline.x_of(today)
    anchor = "end" if x > WIDTH - _LABEL else "start"
    return (
        f'<line class="plot-today" x1="{x}" y1="16" x2="{x}" y2="{height}"/>'
        f'<text class="plot-text plot-strong" x="{x}" y="13" text-anchor="{anchor}">{escape(label)}</text>'
    )


def _campaign_days(timeline: Timeline, campaign_page: CampaignPage, height: int) -> str:
    if campaign_page.first_day is None or campaign_page.last_day is None:
        return ""
    start = timeline.x_of(campaign_page.first_day)
    width = max(6, timeline.x_of(campaign_page.last_day) - start)
    return f'<rect class="plot-band" x="{_LEFT + start - 3}" y="22" width="{width}" height="{height - 22}"/>'


def _lane(lane: Lane, top: int) -> str:
    line = f'<line class="plot-tick" x1="0" y1="{top}" x2="{WIDTH}" y2="{top}"/>'
    name = f'<text class="plot-text plot-strong" x="2" y="{top + 16}">{escape(drawable(lane.organisation))}</text>'
    base = top + _LANE_GAP + _ROW // 2 - 4
    return line + name + "".join(_mark(placed, base + _ROW * placed.row) for placed in lane.marks)


def _mark(placed: PlacedMark, y: int) -> str:
    """Draw a square for a task, a circle for content, a diamond for a lift; what is late has a notch and a colour."""
    x, mark = _LEFT + placed.x, placed.mark
    look = f"plot-mark plot-mark-{mark.state}"
    shapes = {
        MarkKind.TASK: f'<rect class="{look}" x="{x - 8}" y="{y - 8}" width="16" height="16"/>',
        MarkKind.CONTENT: f'<circle class="{look}" cx="{x}" cy="{y}" r="{_RADIUS}"/>',
        MarkKind.LIFT: f'<path class="{look}" d="M{x} {y - 11}l11 11-11 11-11-11z"/>',
    }
    sign = f'<path class="plot-late-sign" d="M{x + 8} {y - 14}l6 10h-12z"/>' if mark.state is MarkState.LATE else ""
    number = f'<text class="plot-number" x="{x}" y="{y + 4}" text-anchor="middle">{placed.number}</text>'
    return f"{shapes[mark.kind]}{number}{sign}"
