"""Which marks of Markdown mean something: those that nobody types by chance, and where they stand in what was typed.

CommonMark reads much of what people type for a network as a mark: "30. July" and "18. October" as items 30 and 31 of a
list, "Kolleg*innen und Freund*innen" as emphasis, "> 50 %" as a quotation, an indented paragraph as code. Here a mark
is emphasis around words, a link to a web address, a heading, a list of two items or more whose numbers follow each
other, and a table. Everything else is text.
"""

# ruff: noqa: FBT001 - the library calls its rules so

import re
from bisect import bisect_right
from dataclasses import dataclass

import regex
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink
from markdown_it.rules_inline.state_inline import Delimiter

from scheduler.content.domain.markdown_rules import limited_list, links_of
from scheduler.content.domain.text_length import find_addresses

# What else CommonMark knows, and people type by chance.
_NO_MARKS = (
    *("code", "fence", "blockquote", "html_block", "reference", "lheading"),
    *("backticks", "entity", "html_inline", "image"),
)
_ADDRESS_STARTS = ("http://", "https://", "mailto:", "tel:")
# Names of people and topics, and mail addresses: an underscore in them is theirs.
_NAME = regex.compile(
    r"[@＠#＃][\p{L}\p{M}\p{N}_.@-]*+|(?<![\p{L}\p{M}\p{N}_.+-])[\p{L}\p{M}\p{N}_.+-]++@[\p{L}\p{M}\p{N}_.-]++"
)
# Letters before and behind which a mark would stand inside a word. Other scripts put no spaces between words, or put
# endings to what is emphasised (Korean).
_IN_WORD = regex.compile(
    r"[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー々〆]]",
    regex.VERSION1,
)
_OPENING = regex.compile(r"[\s(\[{\"'*_~]|[[\p{P}\p{So}\p{Sc}]--[\x00-\x7f]]", regex.VERSION1)
_CLOSING = regex.compile(r"[\s)\]}\"'.,;:!?*_~]|[[\p{P}\p{So}\p{Sc}]--[\x00-\x7f]]", regex.VERSION1)
# A word with its underscores, from where it begins and from where it ends.
_WORD_BEHIND = regex.compile(r"[\p{L}\p{M}\p{N}_]++")
_WORD_BEFORE = regex.compile(r"(?r)[\p{L}\p{M}\p{N}_]++")
# Behind a sentence stands a space: what goes on is the ending of a file, a port, a part of a name.
_FILE_ENDING = regex.compile(r"[.,:;!?]++[\p{L}\p{M}\p{N}]")
# What may stand between a mark and the words that it is for, and how far it is looked for.
_NEAR_CHARS = 16
_MARKS = "*_~"
_NO_START = regex.compile(r"[\s\p{Pe},;:]|\Z")
_NO_END = regex.compile(r"[\s\p{Ps}¿¡]")
_ITEM = re.compile(r"(?:(?P<bullet>[-*])|(?P<number>0|[1-9]\d{0,8})\.)(?:[ \t]|$)", re.ASCII)
_NUMBERED_HEADING = re.compile(r"#[ \t]+\d")


@dataclass(frozen=True, slots=True)
class Edit:
    """A mark, and what is pasted in its place; `start` inclusive, `end` exclusive, in the text that holds it."""

    start: int
    end: int
    text: str = ""


def use_marks(parser: MarkdownIt) -> None:
    """Let a parser of CommonMark know these marks and no others; its inline tokens hold them as `meta["edits"]`."""
    parser.disable(list(_NO_MARKS))
    parser.validateLink = _is_address  # type: ignore[method-assign, assignment]
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.at("autolink", _autolink)
    parser.inline.ruler.at("escape", _escape)
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler2.before("fragments_join", "note_emphasis", _note_emphasis)
    parser.block.ruler.at("list", _list, {"alt": ["paragraph"]})
    parser.block.ruler.at("heading", _heading, {"alt": ["paragraph"]})
    parser.core.ruler.at("inline", _inline)
    parser.core.ruler.push("keep_numbers", _keep_numbers)


def _is_address(address: str) -> bool:
    """Say whether a link leads somewhere outside: `député[e](s)` is a word and no link."""
    return address.lower().startswith(_ADDRESS_STARTS)


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            edits: list[Edit] = []
            state.env["edits"] = token.meta["edits"] = edits
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _note(state: StateInline, start: int, end: int, text: str = "") -> None:
    state.env["edits"].append(Edit(start, end, text))


def _link(state: StateInline, silent: bool) -> bool:
    start = state.pos
    found = links_of(state).get(start) if state.src[start] == "[" else None
    if found is None or silent:
        return False
    if state.src[start - 1 : start] == "!":
        # A picture, of which a channel of text has nothing: it stays as it was typed, its description too.
        state.pending += state.src[start : found.end]
        state.pos = found.end
        return True
    if not found.href:
        return False
    end = state.posMax
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": found.href, "title": found.title} if found.title else {"href": found.href}
    state.pos, state.posMax = start + 1, found.label_end
    state.md.inline.tokenize(state)
    state.push("link_close", "a", -1)
    state.pos, state.posMax = found.end, end
    label = state.src[start + 1 : found.label_end]
    shown = found.address.removeprefix("mailto:").removeprefix("tel:")
    _note(state, start, start + 1)
    _note(state, found.label_end, found.end, _behind(label, found.address, shown))
    return True


def _behind(label: str, address: str, shown: str) -> str:
    """Return what is pasted behind the label of a link."""
    if label in (address, shown):
        return ""
    return f" ({shown})" if label.strip() else shown


def _autolink(state: StateInline, silent: bool) -> bool:
    start = state.pos
    is_one = autolink(state, silent)
    if is_one and not silent:
        _note(state, start, start + 1)
        _note(state, state.pos - 1, state.pos)
    return is_one


def _escape(state: StateInline, silent: bool) -> bool:
    """Read a backslash that keeps a mark from being one; every other is text."""
    source, pos = state.src, state.pos
    if source[pos] != "\\" or pos + 1 >= state.posMax:
        return False
    is_escape = _escapes(state, pos)
    if not is_escape and source[pos + 1] != "\\":
        return False
    if not silent:
        state.pending += source[pos + is_escape : pos + 2]
        if is_escape:
            _note(state, pos, pos + 1)
    state.pos += 2
    return True


def _escapes(state: StateInline, pos: int) -> bool:
    source, sign = state.src, state.src[pos + 1]
    if sign in "[]":
        return True
    if sign in "*_":
        before, behind = source[pos - 1 : pos] if pos else " ", source[pos + 2 : pos + 3] or " "
        opens = not behind.isspace() and _may_stand_before(before, sign)
        closes = not before.isspace() and _may_stand_behind(behind, sign)
        if (opens or closes) and not _is_kept(state, pos):
            return True
    line = source[source.rfind("\n", 0, pos) + 1 : pos].lstrip(" \t")
    return (not line and sign in "#-*") or (sign == "." and len(line) < 10 and line.isascii() and line.isdigit())


def _emphasis(state: StateInline, silent: bool) -> bool:
    start = state.pos
    marker = state.src[start]
    if silent or marker not in "_*":
        return False
    if _is_kept(state, start):
        state.pending += marker
        state.pos += 1
        return True
    scanned = state.scanDelims(start, marker == "*")
    end = start + scanned.length
    opens = scanned.can_open and _opens(state.src, start, end, marker)
    closes = scanned.can_close and _closes(state.src, start, end, marker)
    for index in range(scanned.length):
        token = state.push("text", "", 0)
        token.content, token.meta = marker, {"at": start + index}
        place = len(state.tokens) - 1
        state.delimiters.append(Delimiter(ord(marker), scanned.length, place, -1, opens, closes))
    state.pos = end
    return True


def _opens(source: str, start: int, end: int, marker: str) -> bool:
    """Say whether what stands around allows a mark to open: no word goes through it, and one follows.

    Between two signs that are alike, as in `"*"`, stands the sign itself.
    """
    before = source[start - 1] if start else " "
    following = source[end : end + _NEAR_CHARS].lstrip(_MARKS)
    if not _may_stand_before(before, marker) or _NO_START.match(following) or before == source[end]:
        return False
    return marker == "*" or not _is_name(_WORD_BEHIND.match(source, end))


def _closes(source: str, start: int, end: int, marker: str) -> bool:
    behind = source[end] if end < len(source) else " "
    preceding = source[max(0, start - _NEAR_CHARS) : start].rstrip(_MARKS)
    is_around_nothing = preceding == "" or _NO_END.match(preceding[-1]) or behind == source[start - 1]
    # Two stars may end inside a word, as in "**NGO**s": nobody opens them before a word by chance.
    is_strong = marker == "*" and end - start > 1
    if not (is_strong or _may_stand_behind(behind, marker)) or is_around_nothing:
        return False
    return marker == "*" or not (_FILE_ENDING.match(source, end) or _is_name(_WORD_BEFORE.match(source, 0, start)))


def _is_name(word: regex.Match[str] | None) -> bool:
    """Say whether underscores stand inside a word, as in names of files and accounts: then those around are its own."""
    return word is not None and "_" in word.group().strip("_")


def _may_stand_before(sign: str, marker: str) -> bool:
    return not _IN_WORD.match(sign) if marker == "*" else bool(_OPENING.match(sign))


def _may_stand_behind(sign: str, marker: str) -> bool:
    return not _IN_WORD.match(sign) if marker == "*" else bool(_CLOSING.match(sign))


def _is_kept(state: StateInline, pos: int) -> bool:
    """Say whether a sign belongs to a web or mail address, a handle or a hashtag."""
    if state.env.get("kept_of") is not state.src:
        state.env["kept_of"], state.env["kept"] = state.src, kept_spans(state.src)
    spans: list[tuple[int, int]] = state.env["kept"]
    before = bisect_right(spans, (pos, len(state.src)))
    return before > 0 and pos < spans[before - 1][1]


def kept_spans(source: str) -> list[tuple[int, int]]:
    """Return where addresses, handles and hashtags stand: starts and ends (exclusive), in order and apart."""
    found = [(link.start, link.end) for link in find_addresses(source, bare=True)]
    found += [match.span() for match in _NAME.finditer(source)]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _note_emphasis(state: StateInline) -> None:
    for token in state.tokens:
        at = token.meta.get("at")
        if at is not None and not token.content:
            _note(state, at, at + 1)


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a heading; `# 1 in the world` is a number."""
    return not _NUMBERED_HEADING.match(_line(state, start)) and heading(state, start, end, silent)


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list; what ends an item of one is the next, whatever follows."""
    ends_item = silent and state.sCount[start] < state.blkIndent
    return (ends_item or _is_list(state, start, end)) and limited_list(state, start, end, silent)


def _is_list(state: StateBlock, start: int, end: int) -> bool:
    """Say whether a second item follows, with the next number: one alone is a date, a footnote or a sum.

    A bullet inside an item may stand alone.
    """
    first = _ITEM.match(_line(state, start))
    if first is None or (state.level and first["bullet"]):
        return first is not None
    content_column, is_after_blank = state.sCount[start] + len(first.group().rstrip()) + 1, False
    for line in range(start + 1, end):
        if state.isEmpty(line):
            is_after_blank = True
            continue
        if state.sCount[line] < state.blkIndent:
            return False
        if state.sCount[line] < content_column:
            item = _ITEM.match(_line(state, line))
            if item is not None:
                return _follows(first, item)
            if is_after_blank:
                return False
        is_after_blank = False
    return False


def _follows(first: re.Match[str], second: re.Match[str]) -> bool:
    if first["bullet"] or second["bullet"]:
        return first["bullet"] == second["bullet"]
    return int(second["number"]) == int(first["number"]) + 1


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _keep_numbers(state: StateCore) -> None:
    """Let items show the numbers that were typed where they leave out or repeat some."""
    expected: list[int] = []
    for token in state.tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            expected.append(int(token.attrs.get("start", 1)))
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            expected.pop()
        elif token.type == "list_item_open" and token.info:
            number = int(token.info)
            if number != expected[-1]:
                token.attrs = {"value": number}
            expected[-1] = number + 1
