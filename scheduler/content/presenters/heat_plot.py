"""How much stands on each day, as SVG: a line for each name, a cell for each day, darker and with a number."""

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from scheduler.content.presenters.bar_plot import drawable

_CELL, _LABEL, _TOP = 24, 120, 22
_MOST = 5
"""More on one day is drawn as this much; the number says how many."""


def heat_plot(title: str, days: Sequence[date], rows: Sequence[tuple[str, Sequence[int]]]) -> str:
    """Return the plot of rows of name and number for each day."""
    width, height = _LABEL + _CELL * len(days), _TOP + _CELL * len(rows)
    heads = "".join(
        f'<text class="plot-text plot-hour" x="{_LABEL + _CELL * n + _CELL // 2}" y="14" text-anchor="middle">'
        f"{day.day}</text>"
        for n, day in enumerate(days)
    )
    lines = "".join(_line(name, counts, _TOP + _CELL * n) for n, (name, counts) in enumerate(rows))
    return (
        f'<svg class="plot plot-heat" viewBox="0 0 {width} {height}" role="img" aria-labelledby="heat-title">'
        f'<title id="heat-title">{escape(drawable(title))}</title>{heads}{lines}</svg>'
    )


def _line(name: str, counts: Sequence[int], top: int) -> str:
    cells = "".join(_cell(count, _LABEL + _CELL * n, top) for n, count in enumerate(counts))
    return f'<text class="plot-text" x="0" y="{top + 16}">{escape(drawable(name))}</text>{cells}'


def _cell(count: int, x: int, y: int) -> str:
    box = f'<rect class="heat-{min(count, _MOST)}" x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_CELL - 2}"/>'
    if not count:
        return box
    middle = f'x="{x + _CELL // 2}" y="{y + 16}" text-anchor="middle"'
    return f'{box}<text class="heat-number" {middle}>{count}</text>'
