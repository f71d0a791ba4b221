"""Rules for markdown-it in place of its own where those take too long, or lose what is nested deep."""

# ruff: noqa: FBT001, FBT003 - the library calls its rules so

import re
from collections.abc import Callable
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import isStrSpace, normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from markdown_it.rules_inline import StateInline, autolink, backtick
from markdown_it.rules_inline.state_inline import Delimiter

# What is nested deeper is shown as it was typed. A list adds two levels, a quotation one; each level costs a look at
# every line in it, and browsers nest 512 elements at most.
MAX_BLOCK_LEVELS = 10
MAX_EMPHASIS_LEVELS = 16
# A table grows by a cell for each one that a row leaves out; all tables of a text together.
MAX_FILLED_CELLS = 2_000
# CommonMark 0.31.2, section 6.3: "a link label can have at most 999 characters inside the square brackets".
MAX_LABEL_CHARS = 999
# The library's own limit: an address with more of them, one in the other, is none.
MAX_PARENTHESES = 32

_STOP = re.compile(r"[\\`<\[\]]")
_TARGET_STOP = re.compile(r"\\[^ ]|[()\x00-\x20\x7f]")
_LABEL = re.compile(rf"\[((?:[^\\\[\]]|\\.){{0,{MAX_LABEL_CHARS}}})\]", re.DOTALL)

_BlockRule = Callable[[StateBlock, int, int, bool], bool]


@dataclass(frozen=True, slots=True)
class _Link:
    """A link or an image: where its label and the whole of it end (both exclusive), and where it leads."""

    label_end: int
    end: int
    href: str
    title: str


@dataclass(slots=True)
class _Opener:
    """A bracket that may open a link, or an image if a `!` stands before it; `start` is where that begins."""

    start: int
    is_image: bool
    is_active: bool = True


@dataclass(slots=True)
class _TableBudget:
    """How many cells the tables of a text may still be filled up with, and at how many lines they may still look."""

    cells: int
    lines: int

    @property
    def is_spent(self) -> bool:
        return self.cells < 0 or self.lines < 0


def use_linear_rules(parser: MarkdownIt) -> None:
    """Let a parser of CommonMark and tables read any text in time that is linear in it, and lose no word."""
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.at("image", _image)
    parser.inline.ruler2.after("balance_pairs", "emphasis_levels", _limit_emphasis)
    interrupts = ["paragraph", "reference", "blockquote"]
    parser.block.ruler.at("blockquote", _limited(blockquote), {"alt": [*interrupts, "list"]})
    parser.block.ruler.at("list", _limited(list_block), {"alt": interrupts})
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _link(state: StateInline, silent: bool) -> bool:
    found = _links(state).get(state.pos) if state.src[state.pos] == "[" else None
    if found is None or silent:
        return False
    end = state.posMax
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": found.href, "title": found.title} if found.title else {"href": found.href}
    state.pos, state.posMax = state.pos + 1, found.label_end
    state.md.inline.tokenize(state)
    state.push("link_close", "a", -1)
    state.pos, state.posMax = found.end, end
    return True


def _image(state: StateInline, silent: bool) -> bool:
    """Read an image; its alternative text stays as it was typed."""
    found = _links(state).get(state.pos) if state.src.startswith("![", state.pos) else None
    if found is None or silent:
        return False
    state.push("image", "img", 0).content = state.src[state.pos + 2 : found.label_end]
    state.pos = found.end
    return True


def _links(state: StateInline) -> dict[int, _Link]:
    """Return the links and images of the text in hand by where they start, found once for all of them.

    The library's own rules look for the end of each label by trying every link inside it.
    """
    if state.env.get("links_of") is not state.src:
        state.env["links_of"], state.env["links"] = state.src, _find_links(state)
    links: dict[int, _Link] = state.env["links"]
    return links


def _find_links(state: StateInline) -> dict[int, _Link]:
    """Go through the text once with a stack of open brackets.

    Source: CommonMark 0.31.2, appendix "A parsing strategy", the procedure "look for link or image".
    """
    links: dict[int, _Link] = {}
    openers: list[_Opener] = []
    pos = state.pos
    while stop := _STOP.search(state.src, pos):
        start = stop.start()
        match stop.group():
            case "[":
                is_image = start > pos and state.src[start - 1] == "!"
                openers.append(_Opener(start - is_image, is_image))
                pos = start + 1
            case "]":
                opener = openers.pop() if openers else None
                found = _link_at(state, opener, start) if opener and opener.is_active else None
                if opener and found:
                    links[opener.start] = found
                    if not opener.is_image:
                        _forbid_links_around(openers)
                pos = found.end if found else start + 1
            case sign:
                pos = _skipped(state, sign, start)
    return links


def _forbid_links_around(openers: list[_Opener]) -> None:
    """Make brackets that are still open no links, because links do not stand in links."""
    for opener in reversed(openers):
        if not opener.is_image:
            if not opener.is_active:
                return
            opener.is_active = False


def _skipped(state: StateInline, sign: str, start: int) -> int:
    """Return where to go on behind an escape, a code span or an address, in which brackets mean nothing."""
    if sign == "\\":
        return start + 2
    kept = state.pos
    state.pos = start
    is_read = (backtick if sign == "`" else autolink)(state, True)
    end, state.pos = state.pos, kept
    return end if is_read else start + 1


def _link_at(state: StateInline, opener: _Opener, label_end: int) -> _Link | None:
    """Return the link whose label ends here, if what follows makes it one."""
    return _inline_link(state, label_end) or _reference_link(state, opener, label_end)


def _inline_link(state: StateInline, label_end: int) -> _Link | None:
    """Read `(address "title")` behind a label."""
    source, end = state.src, len(state.src)
    if not source.startswith("(", label_end + 1):
        return None
    pos, href, title = _after_spaces(source, label_end + 2), "", ""
    if not _is_target(source, pos):
        return None
    target = parseLinkDestination(source, pos, end)
    if target.ok:
        address = state.md.normalizeLink(target.str)
        if state.md.validateLink(address):
            pos, href = target.pos, address
    behind = _after_spaces(source, pos)
    heading = parseLinkTitle(source, behind, end)
    if heading.ok and behind > pos:
        behind, title = _after_spaces(source, heading.pos), heading.str
    return _Link(label_end, behind + 1, href, title) if source.startswith(")", behind) else None


def _is_target(source: str, pos: int) -> bool:
    """Say whether the parentheses of an address that starts here are balanced, without looking at each letter."""
    if source.startswith("<", pos):
        return True
    level = 0
    for stop in _TARGET_STOP.finditer(source, pos):
        sign = stop.group()
        if sign == ")" and level == 0:
            return True
        if level > MAX_PARENTHESES or sign <= " ":
            break
        level += {"(": 1, ")": -1}.get(sign, 0)
    return level == 0


def _reference_link(state: StateInline, opener: _Opener, label_end: int) -> _Link | None:
    """Look up `[label][name]`, `[label][]` or `[label]` among the definitions of the document."""
    references = state.env.get("references")
    if not references:
        return None
    label_start = opener.start + 1 + opener.is_image
    name = _LABEL.match(state.src, label_end + 1)
    wanted = name.group(1) if name and name.group(1) else state.src[label_start:label_end]
    if len(wanted) > MAX_LABEL_CHARS:
        return None
    found = references.get(normalizeReference(wanted))
    return _Link(label_end, name.end() if name else label_end + 1, found["href"], found["title"]) if found else None


def _after_spaces(source: str, pos: int) -> int:
    while pos < len(source) and (isStrSpace(source[pos]) or source[pos] == "\n"):
        pos += 1
    return pos


def _limit_emphasis(state: StateInline) -> None:
    """Leave marks of emphasis as text where they would nest too deep."""
    for delimiters in [state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)]:
        _unpair_deep(delimiters)


def _unpair_deep(delimiters: list[Delimiter]) -> None:
    ends: list[int] = []
    for index, delimiter in enumerate(delimiters):
        while ends and ends[-1] <= index:
            ends.pop()
        if delimiter.end >= 0:
            if len(ends) >= MAX_EMPHASIS_LEVELS:
                delimiter.end = -1
            else:
                ends.append(delimiter.end)


def _limited(rule: _BlockRule) -> _BlockRule:
    """Keep a rule from nesting too deep; what it would have read becomes a paragraph."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        # A look ahead may be at a line that belongs to what stands around.
        return (silent or state.level < MAX_BLOCK_LEVELS) and rule(state, start, end, silent)

    return limited


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    is_one = table(state, start, end, True)
    return is_one and (silent or (_may_fill(state, start, end) and table(state, start, end, False)))


def _may_fill(state: StateBlock, start: int, end: int) -> bool:
    """Say whether there may still be tables, after the cells that this one would be filled up with."""
    budget: _TableBudget = state.env.setdefault("tables", _TableBudget(MAX_FILLED_CELLS, 4 * len(state.bMarks)))
    columns = _bars(state, start)
    for line in range(start + 2, end):
        if state.isEmpty(line) or budget.is_spent:
            break
        budget.lines -= 1
        budget.cells -= max(0, columns - _bars(state, line))
    return not budget.is_spent


def _bars(state: StateBlock, line: int) -> int:
    return state.src.count("|", state.bMarks[line], state.eMarks[line])
