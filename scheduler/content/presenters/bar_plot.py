"""Bars as SVG 1.1, made by hand: a dozen rectangles with their labels need no library that draws, styles and scripts.

Within a page they take their colours from its style sheets, by class; as a file of their own they bring them along.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

WIDTH = 360
_ROW, _BAR, _MARGIN, _LABEL_CHARS = 44, 14, 4, 42
_GROUND, _INK = "#ffffff", "#1b2329"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: the class that colours it, its colour in a file, how long it is, and what it says."""

    css_class: str
    colour: str
    length: int
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name above it and what it says at the end of that line."""

    name: str
    note: str
    parts: tuple[Part, ...]


def bar_plot(title: str, description: str, bars: Sequence[Bar], *, ident: str, standalone: bool = False) -> str:
    """Return an SVG with title and description for whoever cannot see it.

    Args:
        title: what the plot shows.
        description: what can be read off it, in words.
        bars: in the order from above.
        ident: begins the ids of title and description, alone on its page.
        standalone: a file of its own, with its own colours.
    """
    height = _MARGIN * 2 + _ROW * max(1, len(bars))
    longest = max((sum(part.length for part in bar.parts) for bar in bars), default=0) or 1
    drawn = "".join(_bar(bar, _MARGIN + _ROW * row, longest, standalone) for row, bar in enumerate(bars))
    own = ' xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"' if standalone else ' class="plot"'
    ground = f'<rect width="{WIDTH}" height="{height}" fill="{_GROUND}"/>' if standalone else ""
    return (
        f'<svg{own} viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="{ident}-title {ident}-desc">'
        f'<title id="{ident}-title">{escape(drawable(title))}</title>'
        f'<desc id="{ident}-desc">{escape(drawable(description))}</desc>{ground}{drawn}</svg>'
    )


def _bar(bar: Bar, top: int, longest: int, standalone: bool) -> str:  # noqa: FBT001
    text = f' font-size="13" fill="{_INK}"' if standalone else ' class="plot-text"'
    room = _LABEL_CHARS - len(bar.note)
    name = bar.name if len(bar.name) <= room else f"{bar.name[: room - 1]}…"
    label = f'<text x="{_MARGIN}" y="{top + 16}"{text}>{escape(drawable(name))}</text>'
    note = f'<text x="{WIDTH - _MARGIN}" y="{top + 16}" text-anchor="end"{text}>{escape(drawable(bar.note))}</text>'
    return label + note + "".join(_parts(bar.parts, top + 22, longest, standalone))


def _parts(parts: Sequence[Part], top: int, longest: int, standalone: bool) -> Iterator[str]:  # noqa: FBT001
    start, before = _MARGIN, 0
    for part in (part for part in parts if part.length):
        end = _MARGIN + round((before + part.length) / longest * (WIDTH - 2 * _MARGIN))
        look = f'fill="{part.colour}"' if standalone else f"class={quoteattr(part.css_class)}"
        # A gap tells neighbours apart where their colours do not.
        width = max(end - start - 2, 1)
        yield f'<rect x="{start}" y="{top}" width="{width}" height="{_BAR}" {look}>'
        yield f"<title>{escape(drawable(part.label))}</title></rect>"
        start, before = end, before + part.length


def drawable(text: str) -> str:
    """Return text without what XML cannot hold (XML 1.0, section 2.2)."""
    return "".join(
        sign
        for sign in text
        if sign in "\t\n\r" or (sign >= " " and not 0xD800 <= ord(sign) <= 0xDFFF and ord(sign) not in (0xFFFE, 0xFFFF))
    )
