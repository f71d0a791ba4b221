"""Reads the text of a DOCX file: insertions that are tracked count, deletions do not (ECMA-376, part 1, section 17)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from xml.etree.ElementTree import Element

from scheduler.messages import N_, Message, message
from scheduler.office_files import UnreadableError
from scheduler.word_files.packages import DAMAGED, NO_WORD_FILE, Allowance, Package, Relation, word_package
from scheduler.word_files.paragraphs import Block, LeftOut, Paragraph, Role, Span, Table, WordText, joined
from scheduler.word_files.styles import Lists, Look, Styles, child, is_on, list_of, local, number, value

MAX_TEXT_CHARS = 200_000
MAX_BESIDE_CHARS = 20_000
MAX_BESIDE_PARTS = 60
MAX_COLUMNS = 20

NO_TEXT = Message(N_("The file holds no text."))
IN_BOXES = Message(N_("All text of the file is in text boxes. Copy it to the page itself, save it and upload that."))
TOO_LONG = message(N_("The file holds more than %(most)s characters. Shorten it."), most=MAX_TEXT_CHARS)

_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"(?P<address>[^"]{1,2000})"', re.IGNORECASE)
# A look inside, and not at what they are.
_TRANSPARENT = frozenset({"ins", "moveTo", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple", "dir", "bdo"})
_DELETED = frozenset({"del", "moveFrom"})
# Where a tab is a place on the ruler.
_PROPERTIES = frozenset({"pPr", "rPr"})
_BESIDE = {
    "header": LeftOut.HEADERS,
    "footer": LeftOut.HEADERS,
    "footnotes": LeftOut.NOTES,
    "endnotes": LeftOut.NOTES,
    "comments": LeftOut.COMMENTS,
}
# Fonts of signs keep them here: a bullet, a small square; the others are known to their font alone.
_PRIVATE = range(0xF000, 0xF100)
_SIGNS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0E0: "→", 0xF02D: "-", 0xF0FC: "✓"}


def read_word_file(content: bytes, allowance: Allowance | None = None) -> WordText:
    """Return what a DOCX file says; `allowance` is what it shares with the other files of its upload.

    Raises:
        UnreadableError: it is another file, damaged, empty, or holds more than may be.
    """
    with word_package(content, allowance or Allowance()) as package:
        main = package.main_part
        tree = package.tree(main)
        body = child(tree, "body") if tree is not None and local(tree) == "document" else None
        if body is None:
            raise UnreadableError(NO_WORD_FILE if tree is None else DAMAGED)
        relations = package.relations(main)
        reader = _Reader(Styles(_part(package, relations, "styles")), Lists(_part(package, relations, "numbering")))
        reader.links = {ident: one.target for ident, one in relations.items() if one.is_outside}
        blocks = tuple(reader.whole(body))
        reader.read_beside(package, relations)
    if not any(block.text.strip() for block in blocks):
        raise UnreadableError(IN_BOXES if LeftOut.TEXT_BOXES in reader.left_out else NO_TEXT)
    return WordText(blocks, tuple(reader.beside), frozenset(reader.left_out))


def _part(package: Package, relations: Mapping[str, Relation], kind: str) -> Element | None:
    name = next((one.target for one in relations.values() if one.kind == kind and not one.is_outside), "")
    return package.tree(name) if name else None


@dataclass
class _Field:
    """A field of Word: what it is told to show, and whether that is being read."""

    told: str = ""
    link: str = ""
    shows: bool = False


@dataclass
class _Reader:
    """Reads one element after the other; what is beside the text and what is left out grow with them."""

    styles: Styles
    lists: Lists
    links: Mapping[str, str] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)
    left_out: set[LeftOut] = field(default_factory=set)
    noted: dict[LeftOut, int] = field(default_factory=dict)
    chars: int = 0
    fields: list[_Field] = field(default_factory=list)
    # What is hidden in the paragraph that is being read.
    hidden: list[str] = field(default_factory=list)
    # What stands before a line end that was deleted.
    carried: tuple[Span, ...] = ()

    def whole(self, parent: Element) -> Iterator[Block]:
        """Yield what a text or a cell holds, to its end."""
        yield from self._blocks(parent)
        if any(span.text.strip() for span in self.carried):
            yield Paragraph(_stripped(self.carried))
        self.carried = ()

    def _blocks(self, parent: Element) -> Iterator[Block]:
        """Yield paragraphs and tables that hold text, in order."""
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in _TRANSPARENT:
                self._note_insertion(name)
                yield from self._blocks(element)
            elif name == "altChunk":
                self.left_out.add(LeftOut.EMBEDDED)
            elif name in _DELETED:
                self.left_out.add(LeftOut.CHANGES)

    def _paragraph(self, element: Element) -> Iterator[Paragraph]:
        properties = child(element, "pPr")
        look = self.styles.look(value(child(properties, "pStyle")))
        read = list(self._spans(element, look, ""))
        self._note_hidden()
        # A field that shows nothing by the end of its paragraph is broken, and hides no more than that.
        self.fields = [one for one in self.fields if one.shows]
        spans = joined((*self.carried, *(span for span, _size in read)))
        self.carried = ()
        mark = child(properties, "rPr")
        if any(child(mark, name) is not None for name in _DELETED):
            self.left_out.add(LeftOut.CHANGES)
            self.carried = spans
            return
        if not any(span.text.strip() for span in spans):
            return
        size = max((size for span, size in read if span.text.strip()), default=0)
        yield self._placed(replace(Paragraph(_stripped(spans)), size=size), properties, look)

    def _note_hidden(self) -> None:
        """Note what is hidden in a paragraph as one: Word parts words into runs as it likes."""
        if self.hidden:
            self.note_beside("".join(self.hidden), LeftOut.HIDDEN)
        self.hidden = []

    def _placed(self, paragraph: Paragraph, properties: Element | None, look: Look) -> Paragraph:
        outline = number(value(child(properties, "outlineLvl")), 9)
        if outline is not None and outline < 9 and look.role is Role.TEXT:
            return replace(paragraph, role=Role.HEADING, level=outline + 1)
        if look.role is not Role.TEXT:
            return replace(paragraph, role=look.role, level=look.level)
        list_id, level = list_of(properties)
        if list_id is None:
            list_id, level = look.list_id, look.list_level
        return replace(paragraph, role=self.lists.role(list_id, level), level=level)

    def _spans(self, parent: Element, look: Look, link: str) -> Iterator[tuple[Span, int]]:
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self._run(element, look, link)
            elif name == "hyperlink":
                yield from self._spans(element, look, self.links.get(value(element, "id"), ""))
            elif name in _TRANSPARENT:
                self._note_insertion(name)
                yield from self._spans(element, look, link)
            else:
                self._leave_out(element, name)

    def _run(self, element: Element, look: Look, link: str) -> Iterator[tuple[Span, int]]:
        properties = child(element, "rPr")
        if is_on(properties, "vanish"):
            self.hidden.append(_all_text(element))
            return
        style = child(properties, "rStyle")
        own = self.styles.look(value(style)) if style is not None else Look()
        text = "".join(self._texts(element))
        self.hidden += ["\n"] if text and self.hidden else []
        self.chars += len(text)
        if self.chars > MAX_TEXT_CHARS:
            raise UnreadableError(TOO_LONG)
        shown_by = next((one.link for one in reversed(self.fields) if one.link), "")
        bold, italic, struck = (
            _first(is_on(properties, name), getattr(own, field_name), getattr(look, field_name))
            for name, field_name in (("b", "is_bold"), ("i", "is_italic"), ("strike", "is_struck"))
        )
        # What a heading looks like is its style.
        is_plain = look.role is not Role.TEXT
        span = Span(text, bold and not is_plain, italic and not is_plain, struck, link or shown_by)
        yield span, number(value(child(properties, "sz")), 1000) or own.size or look.size or 0

    def _texts(self, run: Element) -> Iterator[str]:
        for element in run:
            name = local(element)
            if name in _FIELD_PARTS:
                _FIELD_PARTS[name](self, element)
            elif self.fields and not all(one.shows for one in self.fields):
                # What a field is told, not what it shows.
                continue
            else:
                yield from self._shown(element, name)

    def _shown(self, element: Element, name: str) -> Iterator[str]:
        if name == "t":
            yield element.text or ""
        elif name in _SIGN_TEXTS:
            yield _SIGN_TEXTS[name]
        elif name == "br":
            yield "" if value(element, "type") in {"page", "column"} else "\n"
        elif name == "ruby":
            # What is read, without how it is pronounced.
            bases = child(element, "rubyBase")
            yield from (text for base in (bases if bases is not None else ()) for text in self._texts(base))
        elif name == "sym":
            yield self._sign(value(element, "char"))
        else:
            self._leave_out(element, name)

    def _sign(self, code: str) -> str:
        place = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
        if place in _SIGNS:
            return _SIGNS[place]
        if place < 0x20 or place in _PRIVATE or 0xD800 <= place < 0xE000:
            self.left_out.add(LeftOut.SYMBOLS)
            return ""
        return chr(place)

    def field_char(self, element: Element) -> None:
        """Follow where a field begins, shows something, and ends."""
        kind = value(element, "fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            found = _HYPERLINK.match(self.fields[-1].told)
            self.fields[-1].shows, self.fields[-1].link = True, found["address"] if found else ""
        elif kind == "end" and self.fields:
            self.fields.pop()

    def field_told(self, element: Element) -> None:
        """Read what a field is told to show."""
        if self.fields and len(self.fields[-1].told) < MAX_BESIDE_CHARS:
            self.fields[-1].told += element.text or ""

    def _note_insertion(self, name: str) -> None:
        if name in {"ins", "moveTo"}:
            self.left_out.add(LeftOut.CHANGES)

    def _leave_out(self, element: Element, name: str) -> None:
        if name in _DELETED or name == "delText":
            self.left_out.add(LeftOut.CHANGES)
        elif name in {"drawing", "pict", "object", "AlternateContent"}:
            self._leave_out_drawing(element)
        elif name in {"oMath", "oMathPara"}:
            self.left_out.add(LeftOut.FORMULAS)

    def _leave_out_drawing(self, element: Element) -> None:
        boxes = [one for one in element.iter() if local(one) == "txbxContent"]
        lines = [_all_text(one) for box in boxes for one in box.iter() if local(one) == "p"]
        # Word draws a watermark, or letters as a picture, along a path.
        lines += [value(one, "string") for one in element.iter() if local(one) == "textpath"]
        lines = list(filter(str.strip, lines))
        for line in lines:
            self.note_beside(line, LeftOut.TEXT_BOXES)
        if not lines and any(local(one) in {"blip", "imagedata"} for one in element.iter()):
            self.left_out.add(LeftOut.PICTURES)

    def note_beside(self, text: str, kind: LeftOut) -> None:
        """Remember what stands beside the text, of each kind until a bound is passed: a line that is cut may lie."""
        self.left_out.add(kind)
        if self.noted.get(kind, 0) < MAX_BESIDE_CHARS and text.strip():
            self.beside.append(text.strip())
            self.noted[kind] = self.noted.get(kind, 0) + len(text)

    def read_beside(self, package: Package, relations: Mapping[str, Relation]) -> None:
        """Read headers, footers, notes and comments."""
        wanted = sorted({(one.target, one.kind) for one in relations.values() if one.kind in _BESIDE})
        for target, kind in wanted[:MAX_BESIDE_PARTS]:
            tree = package.tree(target)
            lines = [_all_text(one) for one in tree.iter() if local(one) == "p"] if tree is not None else []
            for line in filter(str.strip, lines):
                self.note_beside(line, _BESIDE[kind])

    def _table(self, element: Element) -> Iterator[Block]:
        rows = [row for row in self._rows(element) if row]
        width = max(map(len, rows), default=0)
        if width > 1 and len(rows) > 1 and width <= MAX_COLUMNS:
            cells = [[_in_line(cell) for cell in row] for row in rows]
            table = Table(tuple(tuple(row + [()] * (width - len(row))) for row in cells))
            yield from [table] if table.text.strip() else []
            return
        # What has one row or one column is there for its looks.
        yield from chain.from_iterable(cell for row in rows for cell in row)

    def _rows(self, parent: Element) -> Iterator[list[list[Block]]]:
        for element in parent:
            name = local(element)
            if name == "tr" and any(child(element, "trPr", mark) is not None for mark in _DELETED):
                self.left_out.add(LeftOut.CHANGES)
            elif name == "tr":
                yield list(self._cells(element))
            elif name in _TRANSPARENT:
                yield from self._rows(element)

    def _cells(self, parent: Element) -> Iterator[list[Block]]:
        for element in parent:
            if local(element) == "tc":
                yield list(self.whole(element))
            elif local(element) in _TRANSPARENT:
                yield from self._cells(element)


_FIELD_PARTS: Mapping[str, Callable[[_Reader, Element], None]] = {
    "fldChar": _Reader.field_char,
    "instrText": _Reader.field_told,
}
# A hyphen that does not break is a hyphen; an optional one shows at the end of a line alone.
_SIGN_TEXTS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def _first(*said: bool | None) -> bool:
    return next((one for one in said if one is not None), False)


def _all_text(element: Element) -> str:
    """Return all that is written in an element; a tab, a break or a shape ends a line."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    for one in element:
        name = local(one)
        if name == "t":
            yield one.text or ""
        elif name in _SIGN_TEXTS:
            yield _SIGN_TEXTS[name].replace("\t", "\n")
        elif name == "br":
            yield "\n"
        elif name == "textpath":
            yield f"\n{value(one, 'string')}\n"
        elif name not in _PROPERTIES:
            end = "\n" if name in {"p", "txbxContent"} else ""
            yield end
            yield from _pieces(one)
            yield end


def _stripped(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans without the spaces at both ends."""
    first, last = 0, len(spans) - 1
    while first < last and not spans[first].text.strip():
        first += 1
    while last > first and not spans[last].text.strip():
        last -= 1
    found = list(spans[first : last + 1])
    found[0] = replace(found[0], text=found[0].text.lstrip())
    found[-1] = replace(found[-1], text=found[-1].text.rstrip())
    return tuple(found)


def _in_line(blocks: list[Block]) -> tuple[Span, ...]:
    """Return what stands in a cell as one line."""
    spans: list[Span] = []
    for block in blocks:
        spans += [Span(" ")] if spans else []
        spans += block.spans if isinstance(block, Paragraph) else [Span(block.text)]
    return joined(replace(span, text=" ".join(re.split(r"[\n\t]+", span.text))) for span in spans)
