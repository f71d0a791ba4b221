"""Moments around the world on one axis, as SVG: a line for each zone, hours of the reader's clock above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from scheduler.content.presenters.bar_plot import WIDTH, drawable
from scheduler.dates.timezones import in_zone
from scheduler.web.template_filters import clock, day_month

_ROW, _TOP, _MARGIN, _STEP = 40, 28, 10, timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment, what stands above its line, and whether nothing may come out then."""

    at: datetime
    label: str
    is_blocked: bool


def timeline_plot(
    title: str, description: str, marks: Sequence[Mark], between: tuple[datetime, datetime], zone: str
) -> str:
    """Return the marks in the order given, drawn between two aware moments; hours are those of `zone`."""
    start, end = between
    length = max((end - start).total_seconds(), 1)

    def place(at: datetime) -> int:
        return _MARGIN + round((at - start).total_seconds() / length * (WIDTH - 2 * _MARGIN))

    height = _TOP + _ROW * len(marks) + 4
    ticks = "".join(_tick(at, place(at), height, zone) for at in _hours(start, end, zone))
    rows = "".join(_row(mark, place(mark.at), _TOP + _ROW * number) for number, mark in enumerate(marks))
    return (
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="wave-title wave-desc">'
        f'<title id="wave-title">{escape(drawable(title))}</title>'
        f'<desc id="wave-desc">{escape(drawable(description))}</desc>{ticks}{rows}</svg>'
    )


def _hours(start: datetime, end: datetime, zone: str) -> list[datetime]:
    """Return midnights and noons of the reader's first day on, as far as clocks keep their pace."""
    local = in_zone(start, zone)
    at = start - timedelta(hours=local.hour % 12, minutes=local.minute, seconds=local.second)
    found = []
    while at <= end:
        if at >= start:
            found.append(at)
        at += _STEP
    return found


def _tick(at: datetime, x: int, height: int, zone: str) -> str:
    line = f'<line class="plot-tick" x1="{x}" y1="16" x2="{x}" y2="{height}"/>'
    anchor = "start" if x < WIDTH // 8 else "end" if x > WIDTH * 7 // 8 else "middle"
    local = in_zone(at, zone)
    hour = day_month(local) if not local.hour else clock(local)
    return f'{line}<text class="plot-text plot-hour" x="{x}" y="12" text-anchor="{anchor}">{hour}</text>'


def _row(mark: Mark, x: int, top: int) -> str:
    look = "plot-missing" if mark.is_blocked else "plot-in_time"
    anchor = "start" if x < WIDTH // 3 else "end" if x > WIDTH * 2 // 3 else "middle"
    return (
        f'<line class="plot-tick" x1="0" y1="{top + 28}" x2="{WIDTH}" y2="{top + 28}"/>'
        f'<text class="plot-text" x="{x}" y="{top + 16}" text-anchor="{anchor}">{escape(drawable(mark.label))}</text>'
        f'<circle class="{look}" cx="{x}" cy="{top + 28}" r="6"/>'
    )
