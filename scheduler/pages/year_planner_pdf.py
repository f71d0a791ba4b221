"""The year planner as a PDF on A3 or A4: one sheet with twelve rows, then every entry in full.

The sheet is a picture of what the list after it says in words, so only the list is tagged (PDF/UA-1, ISO 14289-1).
Where the reader's language is written from right to left, all of the sheet is mirrored: days run to the left.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from threading import BoundedSemaphore, Lock

from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.content.domain.directions import is_right_to_left
from scheduler.content.exports.protocol import UnsetCharactersError
from scheduler.pages.domain.months import Month
from scheduler.pages.domain.year_rows import COLUMNS, LANES, YearBar, YearRow
from scheduler.pages.local_entries import LocalEntry
from scheduler.typesetting import clean, is_set, literal, pdf_of

SIGNS = {
    EntryKind.EDITION: "●",
    EntryKind.EVENT: "◆",
    EntryKind.CAMPAIGN: "■",
    EntryKind.CONTENT: "○",
    EntryKind.TASK: "□",
    EntryKind.DEADLINE: "◇",
    EntryKind.MILESTONE: "▲",
}
"""What says the type of an entry besides its colour."""

COLOURS = {
    EntryKind.EDITION: "#0b6e6b",
    EntryKind.EVENT: "#3459a3",
    EntryKind.CAMPAIGN: "#985900",
    EntryKind.CONTENT: "#8c2f63",
    EntryKind.TASK: "#5b6b1d",
    EntryKind.DEADLINE: "#a8321f",
    EntryKind.MILESTONE: "#5a4a8c",
}
"""Those of `static/css/tokens.css` by day."""

UNCONFIRMED = "?"
EARLIER = "‹"
SECONDS_TO_WAIT = 10
MOST_AT_ONCE = 3
"""One is set while others wait; each takes a thread of the server, which visitors must not take up all together."""
FILES_KEPT = 32

_MONTH_WIDTH = 22
_WIDTH = 400
_COLUMN = (_WIDTH - _MONTH_WIDTH) / COLUMNS
_WEEKDAYS_HEIGHT = 5
_DAYS_HEIGHT = 4.6
_LANE = 3.9
_CHARACTER = 1.8
_LONGEST_TITLE = 8


class Paper(StrEnum):
    """The size of the sheet, which lies on its long side."""

    A4 = "a4"
    A3 = "a3"


_UNITS = {Paper.A3: "1mm", Paper.A4: "0.7071mm"}


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry in the list: its days, its title, and what there is to know of it."""

    days: str
    title: str
    kind: EntryKind
    remarks: str


@dataclass(frozen=True, slots=True)
class YearSheet:
    """What the file says, in its reader's language.

    `weekdays` begin with the first of a week; `kinds`, `key_day` and `signs` are the legend; `months` are named, with
    what to say of what has no room on the sheet, and what is listed of each; `left_out` says what is not listed either.
    """

    title: str
    coalition: str
    notes: Sequence[str]
    language: str
    is_right_to_left: bool
    weekdays: Sequence[str]
    weekend: Collection[int]
    key_days: Collection[date]
    rows: Sequence[YearRow[LocalEntry]]
    kinds: Sequence[tuple[EntryKind, str]]
    key_day: str
    signs: Sequence[tuple[str, str]]
    list_title: str
    left_out: str
    months: Mapping[Month, tuple[str, str, Sequence[Listed]]]


class BusyError(RuntimeError):
    """Others are having theirs made."""


_places = BoundedSemaphore(MOST_AT_ONCE)
_turn = Lock()


def planner_file(sheet: YearSheet, paper: Paper) -> bytes:
    """Return the file; the same sheet makes the same bytes, and one is made at a time.

    Raises:
        UnsetCharactersError: no font here has some of the characters.
        BusyError: too many were being made before this one.
    """
    source = _source(sheet, paper)
    unset = {char for char in source if not is_set(char)}
    if unset:
        raise UnsetCharactersError(tuple(sorted(unset)))
    with _in_turn():
        return _set(source)


@contextmanager
def _in_turn() -> Iterator[None]:
    with ExitStack() as held:
        for lock, seconds in ((_places, 0), (_turn, SECONDS_TO_WAIT)):
            if not lock.acquire(timeout=seconds):
                raise BusyError
            held.callback(lock.release)
        yield


@lru_cache(FILES_KEPT)
def _set(source: str) -> bytes:
    return pdf_of(source.encode())


def title_columns(entry: LocalEntry) -> int:
    """Return how many columns of the sheet the title of an entry fills, at most."""
    return min(-int(-(len(entry.title) + 1) * _CHARACTER // _COLUMN), _LONGEST_TITLE)


_PREAMBLE = """
#set text(font: ("DejaVu Sans", "DejaVu Serif"), size: 3*u, fallback: false, hyphenate: false, fill: rgb("#1b2329"))
#set par(leading: 0.5em, spacing: 0.6em)
#show heading: set text(weight: "regular")
#show heading.where(level: 1): set text(size: 7*u)
#show heading.where(level: 2): set text(size: 5*u)
#show heading.where(level: 3): set text(size: 4*u)
#show heading.where(level: 3): set block(above: 4*u, below: 2*u)
#let at(x, y, w, body) = place(top + left, dx: (if mirrored { total - x - w } else { x })*u, dy: y*u, body)
#let fit(title, width) = context {
  let fits(text) = measure(text).width <= width
  if fits(title) { title } else {
    let parts = title.clusters()
    let (few, many) = (0, parts.len())
    while many - few > 1 {
      let middle = calc.quo(few + many, 2)
      if fits(parts.slice(0, middle).join() + "…") { few = middle } else { many = middle }
    }
    if few > 0 { parts.slice(0, few).join() + "…" }
  }
}
#let key(number) = box(
  fill: rgb("#1b2329"), radius: 0.6*u, outset: 0.5*u, text(weight: "bold", fill: white, str(number)))
#let (near, far) = if mirrored { (right, left) } else { (left, right) }
#let edge = 0.1*u + rgb("#dcd6c9")
#let day(x, y, h, number, is-off, is-key) = at(x, y, column, box(
  width: column*u, height: h*u, stroke: if mirrored { (right: edge) } else { (left: edge) },
  fill: if is-off { rgb("#efebe2") }, inset: 0.5*u, align(near, if is-key { key(number) } else { str(number) })))
#let name-of(x, y, w, body) = at(x, y, w, box(width: w*u, align(near, body)))
#let bar(x, y, w, colour, is-dashed) = at(x, y, w, rect(
  width: w*u, height: (lane - 0.5)*u, fill: rgb(colour).lighten(82%),
  stroke: (paint: rgb(colour), thickness: 0.2*u, dash: if is-dashed { "dashed" })))
#let line-of(x, y, w, align-to, body) = at(x, y, w, box(
  width: w*u, height: (lane - 0.5)*u, clip: true, inset: (x: 0.7*u), align(align-to + horizon, body)))
#let sign(x, y, w, colour, mark) = line-of(x, y, w, near, text(fill: rgb(colour), size: 2.7*u, mark))
#let words(x, y, w, align-to, dir, is-struck, title) = line-of(x, y, w, align-to, {
  set text(dir: dir)
  let shown = fit(title, (w - 1.6)*u)
  if is-struck { strike(shown) } else { shown }
})
"""


def _source(sheet: YearSheet, paper: Paper) -> str:
    return "\n".join((*_head(sheet, paper), *_sheet(sheet), *_legend(sheet), *_list(sheet)))


def _head(sheet: YearSheet, paper: Paper) -> Iterator[str]:
    named = clean(f"{sheet.title} · {sheet.coalition}" if sheet.coalition else sheet.title)
    yield f"#let (u, total, column, lane) = ({_UNITS[paper]}, {_WIDTH}, {_COLUMN:.4f}, {_LANE})"
    yield f"#let mirrored = {_flag(sheet.is_right_to_left)}"
    yield f"#set document(title: {literal(named)}, date: none)"
    yield f'#set page(paper: "{paper}", flipped: true, margin: (x: 10*u, top: 9*u, bottom: 11*u), footer-descent: 3*u)'
    notes = literal(clean(" · ".join(sheet.notes)))
    yield f'#set page(footer: text(size: 2.8*u)[#{notes} #h(1fr) #context counter(page).display("1 / 1", both: true)])'
    yield f"#set text(lang: {literal(sheet.language)}, dir: {_set_to(sheet.is_right_to_left)})"
    yield _PREAMBLE
    yield _turned(named, f"#heading(level: 1)[#{literal(named)}]")


def _sheet(sheet: YearSheet) -> Iterator[str]:
    spare = (LANES - sum(row.lanes for row in sheet.rows)) * _LANE / len(sheet.rows)
    heights = [_DAYS_HEIGHT + row.lanes * _LANE + spare for row in sheet.rows]
    yield f"#pdf.artifact(block(width: 100%, height: {_WEEKDAYS_HEIGHT + sum(heights):.2f}*u, above: 3*u, below: 2*u)["
    for number in range(COLUMNS):
        x = _MONTH_WIDTH + number * _COLUMN
        name = literal(sheet.weekdays[number % 7])
        yield f"#name-of({x + 0.5:.2f}, 0, {_COLUMN - 0.5:.2f}, text(size: 2.7*u, {name}))"
    top = float(_WEEKDAYS_HEIGHT)
    for row, height in zip(sheet.rows, heights, strict=True):
        yield from _row(sheet, row, top, height)
        top += height
    yield "])"


def _row(sheet: YearSheet, row: YearRow[LocalEntry], top: float, height: float) -> Iterator[str]:
    name, more, _listed = sheet.months[row.month]
    yield f'#at(0, {top:.2f}, total, line(length: total*u, stroke: 0.25*u + rgb("#857e70")))'
    yield f"#name-of(0, {top + 1:.2f}, {_MONTH_WIDTH - 1}, {{text(size: 3.6*u, {literal(clean(name))})"
    yield f'if {literal(more)} != "" {{ linebreak(); text(size: 2.5*u, {literal(more)}) }} }})'
    for number in range(row.month.span.last_day.day):
        day = row.month.first_day.replace(day=number + 1)
        x = _x(row.first_column + number)
        marks = f"{_flag(day.weekday() in sheet.weekend)}, {_flag(day in sheet.key_days)}"
        yield f"#day({x:.2f}, {top:.2f}, {height:.2f}, {day.day}, {marks})"
    for bar in row.bars:
        yield from _bar(bar, top + _DAYS_HEIGHT + bar.lane * _LANE)


def _bar(bar: YearBar[LocalEntry], y: float) -> Iterator[str]:
    entry, colour = bar.entry, literal(COLOURS[bar.entry.kind])
    is_open = not entry.is_planned or entry.status is EntryStatus.TENTATIVE
    x, width = _x(bar.columns.start), len(bar.columns) * _COLUMN
    mark = (EARLIER if bar.continues_before else "") + SIGNS[entry.kind] + (UNCONFIRMED if is_open else "")
    yield f"#bar({x:.2f}, {y:.2f}, {width:.2f}, {colour}, {_flag(is_open)})"
    yield f"#sign({x:.2f}, {y:.2f}, {width:.2f}, {colour}, {literal(mark)})"
    title = _line_of(entry.title)
    left, right, side = _place_of_title(bar, len(mark))
    struck = _flag(entry.status is EntryStatus.CANCELLED)
    yield f"#words({left:.2f}, {y:.2f}, {right - left:.2f}, {side}, {_direction(title)}, {struck}, {literal(title)})"


def _place_of_title(bar: YearBar[LocalEntry], signs: int) -> tuple[float, float, str]:
    """Return where a title begins and ends, and to which side it is set: before the bar, after it, or within it."""
    if bar.room.start < bar.columns.start:
        return _x(bar.room.start), _x(bar.columns.start), "far"
    if bar.room.stop > bar.columns.stop:
        return _x(bar.columns.stop), _x(bar.room.stop), "near"
    return _x(bar.columns.start) + (signs + 0.5) * _CHARACTER, _x(bar.columns.stop), "near"


def _flag(value: bool) -> str:  # noqa: FBT001
    return str(value).lower()


def _line_of(text: str) -> str:
    return clean(text).replace("\n", " ")


def _direction(text: str) -> str:
    return _set_to(is_right_to_left(text))


def _set_to(is_right_to_left: bool) -> str:  # noqa: FBT001
    return "rtl" if is_right_to_left else "ltr"


def _x(column: int) -> float:
    return _MONTH_WIDTH + column * _COLUMN


def _legend(sheet: YearSheet) -> Iterator[str]:
    kinds = [
        (f"#text(fill: rgb({literal(COLOURS[kind])}), {literal(SIGNS[kind])})", name) for kind, name in sheet.kinds
    ]
    signs = [(f"#{literal(sign)}", name) for sign, name in sheet.signs]
    every = [*kinds, ("#h(0.5*u)#key(1)#h(0.5*u)", sheet.key_day), *signs]
    yield "#par[" + "#h(5*u)".join(f"#box[{sign} #{literal(clean(name))}]" for sign, name in every) + "]"


def _list(sheet: YearSheet) -> Iterator[str]:
    if not any(listed for _name, _more, listed in sheet.months.values()):
        return
    yield "#pagebreak()"
    yield f"#heading(level: 2)[#{literal(clean(sheet.list_title))}]"
    if sheet.left_out:
        yield f"#par[#{literal(clean(sheet.left_out))}]"
    yield "#set text(size: 8pt)\n#set par(hanging-indent: 3mm)"
    yield "#columns(3, gutter: 8*u)["
    for name, _more, listed in sheet.months.values():
        if listed:
            yield f"#block(sticky: true, heading(level: 3)[#{literal(clean(name))}])"
            items = ", ".join(_line(one) for one in listed)
            yield f"#list(marker: none, indent: 0pt, body-indent: 0pt, {items})"
    yield "]"


def _line(one: Listed) -> str:
    title = _line_of(one.title)
    # A run of its own direction within the line, which has the reader's.
    shown = f"#text(dir: {_direction(title)}, {literal(title)})"
    sign = f"#text(fill: rgb({literal(COLOURS[one.kind])}), {literal(SIGNS[one.kind])})"
    days = f'#text(fill: rgb("#535d63"), {literal(one.days)})'
    return f"[{days} {sign} {shown} – #{literal(clean(one.remarks))}]"


def _turned(text: str, block: str) -> str:
    return f"#[#set text(dir: rtl)\n{block}]" if is_right_to_left(text) else block
