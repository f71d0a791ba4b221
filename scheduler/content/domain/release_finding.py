"""Finds the parts of a press release in the paragraphs of a Word file, by plain rules, each applied once from the top.

1. Lines that speak of an embargo, or of immediate release, are taken out wherever they stand, and read by
   `embargo_lines`. So are headers, text boxes, comments and the name of the file: what is not understood is asked, and
   so is whatever else speaks of an embargo in the head, in a table or beside the text, and with a day in the text.
2. The headline is the first title, else the first heading, else the first bold or larger line, else the first line in
   capitals, else the first short one, before the first paragraph of running text. What stands above it is taken out and
   shown: what this is ("PRESS RELEASE"), a date, the name of an organisation; how somebody can be reached becomes the
   media contact.
3. A subtitle, a heading, or a line that is bold or slanted throughout, right below the headline, is the subhead.
4. A place in capitals, or a place with a date, before a dash at the start of the text is the dateline.
5. "###", "ENDS" or "-30-" on a line of its own ends the release; it is taken out, as every release gets one.
6. Headings such as "Notes to editors", "About …" and "Media contact" begin those parts, before the end mark too. Behind
   the end mark, what has a heading of none of them is a note to editors, or a contact if it has an address or a number.
7. All else is the text, in its order, quotations included.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto

from scheduler.content.domain.contacts import has_contact
from scheduler.content.domain.embargo_lines import (
    EmbargoFound,
    days_in,
    is_embargo_line,
    is_immediate,
    is_named_so,
    names_day,
    names_day_or_time,
    read_embargo,
    speaks_of_embargo,
)
from scheduler.content.domain.release import dateline_of, end_of_release
from scheduler.content.domain.release_words import ABOUT, CONTACT, ENDS_SENTENCE, LABEL, MAX_HEADING_CHARS, MORE, NOTES
from scheduler.content.domain.word_markdown import one_line, to_markdown
from scheduler.word_files.paragraphs import Block, Paragraph, Role, Span, Table, WordText

MAX_HEAD = 20
"""Within how many paragraphs the headline has to stand."""

MAX_LINE_CHARS = 300
"""A longer paragraph is running text."""

MAX_CONTACT_CHARS = 200
USUAL_SIZE = 24
"""In half points, where the text does not say its own."""


@dataclass(frozen=True, slots=True)
class FoundRelease:
    """A release in parts; texts of several paragraphs are Markdown, `taken_out` is what belongs to none of them."""

    title: str = ""
    subhead: str = ""
    dateline: str = ""
    body: str = ""
    notes_to_editors: str = ""
    boilerplate: str = ""
    media_contact: str = ""
    embargo: EmbargoFound | None = None
    publish_on: date | None = None
    taken_out: tuple[str, ...] = ()


class _Part(Enum):
    """What a paragraph belongs to; behind the end mark, `NONE` is no part yet."""

    BODY = auto()
    NOTES = auto()
    BOILERPLATE = auto()
    CONTACT = auto()
    NONE = auto()


@dataclass
class _Parts:
    """The paragraphs of each part as they are found."""

    blocks: dict[_Part, list[Block]] = field(default_factory=lambda: {part: [] for part in _Part})
    taken_out: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)

    def take_out(self, block: Block) -> None:
        """Leave a line out, and keep what it says of the day."""
        self.taken_out.append(one_line(block.text))
        self.note_day(block.text)

    def note_day(self, text: str) -> None:
        """Remember a day that a line names."""
        self.days += [day for one in days_in(text) if (day := one.day(None)) is not None][:1]


def find_parts(word: WordText, file_name: str) -> FoundRelease:
    """Return the parts of a release, what it says of an embargo, and the day of its dateline."""
    parts = _Parts()
    blocks, embargo = _without_embargo(word, file_name, parts)
    place = _headline(blocks)
    title = one_line(blocks[place].text) if place is not None else ""
    rest = blocks if place is None else _below(blocks, place, parts)
    subhead, rest = _subhead(rest) if place is not None else ("", rest)
    rest = _without_labels(rest, parts)
    dateline, rest = _dateline(rest)
    parts.note_day(dateline)
    _sort(rest, parts)
    _move_last_contacts(parts)
    day = next(iter(parts.days), None)
    return FoundRelease(
        title,
        subhead,
        dateline,
        to_markdown(parts.blocks[_Part.BODY]),
        to_markdown(parts.blocks[_Part.NOTES]),
        to_markdown(parts.blocks[_Part.BOILERPLATE]),
        # A line each, as they were typed.
        to_markdown(parts.blocks[_Part.CONTACT]).replace("\n\n", "\n"),
        embargo,
        embargo.day if embargo is not None and embargo.is_clear else day,
        tuple(parts.taken_out),
    )


def _without_embargo(word: WordText, file_name: str, parts: _Parts) -> tuple[list[Block], EmbargoFound | None]:
    kept: list[Block] = []
    lines: list[str] = []
    spoken: list[str] = []
    more = [file_name] if is_named_so(file_name) else []
    is_at_once = False
    blocks = list(_by_lines(word.blocks))
    for place, block in enumerate(blocks):
        text = one_line(block.text)
        if isinstance(block, Table):
            is_at_once = is_at_once or any(map(is_immediate, block.text.split("\n")))
            kept.append(block)
        elif is_embargo_line(text):
            lines.append(text)
        elif place and lines and lines[-1] == one_line(blocks[place - 1].text) and _goes_on(lines[-1], text):
            lines[-1] = f"{lines[-1]} {text}"
        elif is_immediate(text):
            is_at_once = True
            parts.take_out(block)
            spoken.append(speaks_of_embargo(text, is_apart=True))
        else:
            kept.append(block)
    spoken += _spoken(kept)
    for text in word.beside:
        found, passage = _beside(text)
        lines += found
        spoken.append(passage)
    return kept, read_embargo(lines, spoken=filter(None, spoken), more=more, is_contradicted=is_at_once)


def _spoken(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield where an embargo is spoken of: in the rows of tables and before the running text, any mention counts."""
    running = (
        place for place, one in enumerate(blocks) if isinstance(one, Paragraph) and len(one.text) > MAX_LINE_CHARS
    )
    head = min(next(running, MAX_HEAD), MAX_HEAD)
    for place, block in enumerate(blocks):
        is_table = isinstance(block, Table)
        for text in block.text.split("\n") if is_table else (block.text,):
            yield speaks_of_embargo(text, is_apart=is_table or place < head)


def _beside(text: str) -> tuple[list[str], str]:
    """Return which lines beside the text say that there is an embargo, and the passage that is to be asked about."""
    fields = [line.strip() for line in text.split("\n")]
    lines = list(filter(is_embargo_line, fields))
    others = "\n".join(one for one in fields if not is_embargo_line(one))
    # The day may stand in the next field of a header, or it is that of the file.
    is_apart = bool(lines) and names_day_or_time(others)
    return lines, one_line(text) if is_apart else speaks_of_embargo(others, is_apart=True)


def _goes_on(line: str, text: str) -> bool:
    """Say whether a line is the rest of an embargo line without a day."""
    return not days_in(line) and names_day(text) and dateline_of(text) is None


def _by_lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, those in lines of their own that hold a line of the head beside other lines."""
    for block in blocks:
        if isinstance(block, Paragraph) and "\n" in block.text and any(map(_is_head_line, block.text.split("\n"))):
            yield from _lines(block)
        else:
            yield block


def _is_head_line(line: str) -> bool:
    return is_embargo_line(line) or is_immediate(line) or LABEL.fullmatch(line) is not None or _is_end(line)


def _lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    lines: list[list[Span]] = [[]]
    for span in paragraph.spans:
        for number, text in enumerate(span.text.split("\n")):
            if number:
                lines.append([])
            lines[-1].append(replace(span, text=text))
    for line in lines:
        if any(span.text.strip() for span in line):
            yield replace(paragraph, spans=tuple(line))


def _is_end(text: str) -> bool:
    return len(text) <= MAX_HEADING_CHARS and end_of_release(text.strip()) == (0, len(text.strip()))


def _headline(blocks: Sequence[Block]) -> int | None:
    """Return where the headline stands."""
    head = _head(blocks)
    sizes = (one.size for one in blocks if isinstance(one, Paragraph) and len(one.text) > MAX_LINE_CHARS)
    usual = min(sizes, default=0) or USUAL_SIZE
    rules: tuple[Callable[[Paragraph], bool], ...] = (
        lambda one: one.role is Role.TITLE,
        lambda one: one.role is Role.HEADING,
        lambda one: one.is_bold or one.size > usual,
        lambda one: one.text.isupper() and len(one.text.split()) > 2,
        lambda one: len(one.text) <= MAX_LINE_CHARS and not ENDS_SENTENCE.search(one.text),
    )
    for rule in rules:
        found = next((place for place, one in head if rule(one)), None)
        if found is not None:
            return found
    return None


def _head(blocks: Sequence[Block]) -> list[tuple[int, Paragraph]]:
    """Return what may be the headline: what stands before the running text, and is nothing else."""
    found = []
    for place, block in enumerate(blocks[:MAX_HEAD]):
        if _is_notice(block):
            continue
        if not isinstance(block, Paragraph) or len(block.text) > MAX_LINE_CHARS or _dateline_of(block):
            break
        is_other = _is_label(block) or has_contact(block.text) or CONTACT.match(block.text) or _is_end(block.text)
        if not is_other and block.role not in {Role.BULLET, Role.NUMBER}:
            found.append((place, block))
    return found


def _is_notice(block: Block) -> bool:
    """Say whether this is a table, or a line that says what this is, and speaks of an embargo."""
    if isinstance(block, Table):
        return any(speaks_of_embargo(row, is_apart=True) for row in block.text.split("\n"))
    label = LABEL.match(block.text)
    return label is not None and is_embargo_line(block.text[label.end() :])


def _is_label(block: Block) -> bool:
    """Say whether a line says no more than what this is, and when."""
    text = block.text.strip()
    if not isinstance(block, Paragraph) or len(text) > MAX_HEADING_CHARS or _dateline_of(block):
        return False
    is_date = names_day(text) and len(text) <= 40 and not ENDS_SENTENCE.search(text)
    return is_date or LABEL.fullmatch(text) is not None


def _below(blocks: Sequence[Block], place: int, parts: _Parts) -> list[Block]:
    """Return what stands below the headline; what stands above is a contact, or taken out."""
    is_contact = False
    for block in blocks[:place]:
        heading = CONTACT.match(block.text)
        is_contact = bool(heading) or (is_contact and not _is_label(block))
        if heading and isinstance(block, Paragraph):
            _add_rest(block, heading.end(), _Part.CONTACT, parts)
        elif is_contact or has_contact(block.text):
            parts.blocks[_Part.CONTACT].append(block)
        else:
            parts.take_out(block)
    return list(blocks[place + 1 :])


def _subhead(blocks: list[Block]) -> tuple[str, list[Block]]:
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or len(first.text) > MAX_LINE_CHARS or _is_label(first) or _is_end(first.text):
        return "", blocks
    is_slanted = all(span.is_italic for span in first.spans if span.text.strip())
    stands_out = first.role in {Role.SUBTITLE, Role.HEADING} or (
        first.role is Role.TEXT and (first.is_bold or is_slanted)
    )
    if not stands_out or _dateline_of(first) or _heading_of(first) is not None or has_contact(first.text):
        return "", blocks
    return one_line(first.text), blocks[1:]


def _without_labels(blocks: list[Block], parts: _Parts) -> list[Block]:
    while blocks and _is_label(blocks[0]):
        parts.take_out(blocks[0])
        blocks = blocks[1:]
    return blocks


def _dateline(blocks: list[Block]) -> tuple[str, list[Block]]:
    first = blocks[0] if blocks else None
    found = _dateline_of(first)
    if not isinstance(first, Paragraph) or found is None:
        return "", blocks
    return one_line(found[0]), [first.from_char(found[1]), *blocks[1:]]


def _dateline_of(block: Block | None) -> tuple[str, int] | None:
    """Return the dateline of a paragraph and where its lead begins; a headline in capitals with a dash has none."""
    if not isinstance(block, Paragraph) or block.role is not Role.TEXT:
        return None
    found = dateline_of(block.text)
    lead = block.text[found[1] :] if found else ""
    has_case = lead.upper() != lead.lower()
    return found if lead.strip() and (lead.upper() != lead or not has_case) else None


def _heading_of(block: Block) -> tuple[_Part, int] | None:
    """Return which part a paragraph begins, and where its own text begins behind the heading; -1 keeps the heading."""
    text = block.text
    if not isinstance(block, Paragraph):
        return None
    if len(text) <= MAX_HEADING_CHARS and NOTES.fullmatch(text):
        return _Part.NOTES, len(text)
    contact = CONTACT.match(text)
    if contact and (contact.end() == len(text.rstrip()) or has_contact(text) or text.rstrip().endswith(":")):
        return _Part.CONTACT, contact.end()
    is_lead = MORE.match(text) and "http" not in text and "www" not in text
    if is_lead and (has_contact(text) or text.rstrip().endswith(":")):
        return _Part.CONTACT, -1
    if ABOUT.match(text) and len(text) <= MAX_HEADING_CHARS and not ENDS_SENTENCE.search(text):
        return _Part.BOILERPLATE, -1
    return None


def _sort(blocks: Sequence[Block], parts: _Parts) -> None:
    part, outside = _Part.BODY, _Part.BODY
    for block in blocks:
        if outside is _Part.BODY and _is_end(block.text):
            part = outside = _Part.NONE
            continue
        heading = _heading_of(block)
        if heading is not None and isinstance(block, Paragraph):
            part = heading[0]
            _add_rest(block, heading[1], part, parts)
            continue
        if part is _Part.CONTACT and not _is_contact(block, takes_sentences=outside is _Part.NONE):
            part = outside
        where = part
        if where is _Part.NONE:
            where = _Part.CONTACT if has_contact(block.text) and _is_contact(block) else _Part.NOTES
        parts.blocks[where].append(block)


def _add_rest(block: Paragraph, start: int, part: _Part, parts: _Parts) -> None:
    """Add what stands behind a heading; a heading that names somebody stays, as a line that stands out."""
    if start >= 0:
        rest = block.from_char(start + len(block.text[start:]) - len(block.text[start:].lstrip()))
        parts.blocks[part] += [replace(rest, role=Role.TEXT)] if rest.text.strip() else []
    elif part is _Part.BOILERPLATE:
        spans = tuple(replace(span, is_bold=True) for span in block.spans)
        parts.blocks[part].append(replace(block, role=Role.TEXT, spans=spans))
    else:
        parts.blocks[part].append(replace(block, role=Role.TEXT))


def _is_contact(block: Block, *, takes_sentences: bool = False) -> bool:
    """Say whether a line may belong to a contact: it is short, or says how somebody can be reached."""
    limit = MAX_CONTACT_CHARS if has_contact(block.text) else MAX_HEADING_CHARS
    is_other = isinstance(block, Paragraph) and block.role is not Role.TEXT and not has_contact(block.text)
    is_line = takes_sentences or has_contact(block.text) or not ENDS_SENTENCE.search(block.text)
    return len(block.text) <= limit and is_line and not is_other


def _move_last_contacts(parts: _Parts) -> None:
    """Where no heading says so, the last lines of the text are the contact if each says how somebody can be reached."""
    body = parts.blocks[_Part.BODY]
    moved: list[Block] = []
    while len(body) > 1 and has_contact(body[-1].text) and _is_contact(body[-1]):
        moved.insert(0, body.pop())
    parts.blocks[_Part.CONTACT][:0] = moved
