"""Rules for markdown-it in place of its own where those take too long, or lose what is nested deep."""

# ruff: noqa: FBT001, FBT003 - the library calls its rules so

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.common.utils import isStrSpace
from markdown_it.helpers import parseLinkDestination, parseLinkTitle
from markdown_it.rules_block import StateBlock, list_block, table
from markdown_it.rules_inline import StateInline, autolink
from markdown_it.rules_inline.state_inline import Delimiter

# What is nested deeper is shown as it was typed. A list adds two levels; each level costs a look at every line in it,
# and browsers nest 512 elements at most.
MAX_BLOCK_LEVELS = 10
MAX_EMPHASIS_LEVELS = 16
# A table grows by a cell for each one that a row leaves out; all tables of a text together.
MAX_FILLED_CELLS = 2_000
# The library's own limit: an address with more of them, one in the other, is none.
MAX_PARENTHESES = 32

_STOP = re.compile(r"[\\<\[\]]")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TARGET_STOP = re.compile(r"\\[^ ]|[()\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where its label and the whole of it end (both exclusive), and where it leads.

    `address` is what was typed, `href` the same as browsers want it.
    """

    label_end: int
    end: int
    href: str
    title: str
    address: str


@dataclass(slots=True)
class _Opener:
    """A bracket that may open a link."""

    start: int
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
    """Let a parser of CommonMark and tables read any text in time that is linear in it, and lose no word.

    Code spans, images and definitions of links must be off: links are found as if there were none.
    """
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler2.after("balance_pairs", "emphasis_levels", _limit_emphasis)
    parser.block.ruler.at("list", limited_list, {"alt": ["paragraph"]})
    parser.block.ruler.at("table", _table, {"alt": ["paragraph"]})


def _link(state: StateInline, silent: bool) -> bool:
    found = links_of(state).get(state.pos) if state.src[state.pos] == "[" else None
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


def links_of(state: StateInline) -> dict[int, Link]:
    """Return the links of the text in hand by where they start, found once for all of them.

    The library's own rules look for the end of each label by trying every link inside it.
    """
    if state.env.get("links_of") is not state.src:
        state.env["links_of"], state.env["links"] = state.src, _find_links(state)
    links: dict[int, Link] = state.env["links"]
    return links


def _find_links(state: StateInline) -> dict[int, Link]:
    """Go through the text once with a stack of open brackets.

    Source: CommonMark 0.31.2, appendix "A parsing strategy", the procedure "look for link or image".
    """
    links: dict[int, Link] = {}
    openers: list[_Opener] = []
    pos = state.pos
    while stop := _STOP.search(state.src, pos):
        start = stop.start()
        match stop.group():
            case "[":
                openers.append(_Opener(start))
                pos = start + 1
            case "]":
                opener = openers.pop() if openers else None
                found = _link_at(state, start) if opener and opener.is_active else None
                if opener and found:
                    links[opener.start] = found
                    _forbid_links_around(openers)
                pos = found.end if found else start + 1
            case sign:
                pos = _skipped(state, sign, start)
    return links


def _forbid_links_around(openers: list[_Opener]) -> None:
    """Make brackets that are still open no links, because links do not stand in links."""
    for opener in reversed(openers):
        if not opener.is_active:
            return
        opener.is_active = False


def _skipped(state: StateInline, sign: str, start: int) -> int:
    """Return where to go on behind an escape or an address, in which brackets mean nothing."""
    if sign == "\\":
        return start + 2
    kept = state.pos
    state.pos = start
    is_read = autolink(state, True)
    end, state.pos = state.pos, kept
    return end if is_read else start + 1


def _link_at(state: StateInline, label_end: int) -> Link | None:
    """Return the link whose label ends here, if `(address "title")` follows."""
    source, end = state.src, len(state.src)
    if not source.startswith("(", label_end + 1):
        return None
    start = pos = _after_spaces(source, label_end + 2)
    href, title = "", ""
    if not _is_target(source, pos):
        return None
    target = parseLinkDestination(source, pos, end)
    if target.ok:
        address = state.md.normalizeLink(target.str)
        if state.md.validateLink(address):
            pos, href = target.pos, address
    typed = _ESCAPED.sub(r"\1", source[start:pos].removeprefix("<").removesuffix(">"))
    behind = _after_spaces(source, pos)
    heading = parseLinkTitle(source, behind, end)
    if heading.ok and behind > pos:
        behind, title = _after_spaces(source, heading.pos), heading.str
    return Link(label_end, behind + 1, href, title, typed) if source.startswith(")", behind) else None


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


def limited_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list that is not nested too deep; what it would have read becomes a paragraph."""
    # A look ahead may be at a line that belongs to what stands around.
    return (silent or state.level < MAX_BLOCK_LEVELS) and list_block(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    is_one = table(state, start, end, True)
    return is_one and (silent or (_may_be_drawn(state, start, end) and table(state, start, end, False)))


def _may_be_drawn(state: StateBlock, start: int, end: int) -> bool:
    """Say whether a table loses no cell, and there may still be tables after those that it would be filled up with.

    Cells beyond those of the head would be left out.
    """
    budget: _TableBudget = state.env.setdefault("tables", _TableBudget(MAX_FILLED_CELLS, 4 * len(state.bMarks)))
    columns = _columns(state, start)
    for line in range(start + 2, end):
        if state.isEmpty(line) or state.sCount[line] < state.blkIndent or budget.is_spent:
            break
        missing = columns - _columns(state, line)
        if missing < 0:
            return False
        budget.lines -= 1
        budget.cells -= missing
    return not budget.is_spent


def _columns(state: StateBlock, line: int) -> int:
    row = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
    bars = row.count("|") - row.count("\\|")
    return bars + 1 - row.startswith("|") - (row.endswith("|") and not row.endswith("\\|"))
