"""Sets paragraphs of a Word file as our Markdown: headings, emphasis, links, lists and tables stay what they are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from scheduler.word_files.paragraphs import Block, Paragraph, Role, Span, Table, joined

MAX_HEADING_LEVEL = 6
LISTS = frozenset({Role.BULLET, Role.NUMBER})

_LINE_ENDS = re.compile(r"\s*\n\s*")
_BLANK_LINES = re.compile(r"\n{2,}")
_LINKED = ("http://", "https://", "mailto:", "tel:")
_IN_ADDRESS = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C"})


def to_markdown(blocks: Iterable[Block]) -> str:
    """Return the blocks as Markdown, parted by blank lines; the items of a list stand together."""
    parts: list[str] = []
    for is_list, group in groupby(blocks, lambda block: isinstance(block, Paragraph) and block.role in LISTS):
        several = list(group)
        parts += [_list([one for one in several if isinstance(one, Paragraph)])] if is_list else map(_block, several)
    return "\n\n".join(part for part in parts if part.strip())


def one_line(text: str) -> str:
    """Return a text as one line."""
    return " ".join(text.split())


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _table(block)
    if block.role is Role.TEXT:
        return _BLANK_LINES.sub("\n", _inline(block.spans))
    level = min(max(block.level, 1) + 1, MAX_HEADING_LEVEL)
    return f"{'#' * level} {_LINE_ENDS.sub(' ', _inline(block.spans))}"


def _list(items: Sequence[Paragraph]) -> str:
    """Return a list; numbers count on at each level until a shallower item comes between."""
    counts: list[int] = []
    widths: list[int] = []
    lines = []
    for item in items:
        level = min(item.level, len(counts))
        is_deeper = level == len(counts)
        counts[level:], widths[level:] = ([0] if is_deeper else [counts[level]]), []
        counts[level] += 1
        sign = f"{counts[level]}. " if item.role is Role.NUMBER else "- "
        lines.append(f"{' ' * sum(widths)}{sign}{_LINE_ENDS.sub(' ', _inline(item.spans))}")
        widths.append(len(sign))
    return "\n".join(lines)


def _table(table: Table) -> str:
    head, *rows = [[_LINE_ENDS.sub(" ", _inline(cell)).replace("|", "\\|") for cell in row] for row in table.rows]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _inline(spans: Iterable[Span]) -> str:
    found = ""
    several = joined(replace(span, text=span.text.replace("\t", " ")) for span in spans)
    for place, span in enumerate(several):
        behind = several[place + 1].text[:1] if place + 1 < len(several) else ""
        found += _marked(span, found[-1:], behind)
    return found


def _marked(span: Span, before: str, behind: str) -> str:
    """Return a span with its marks, which stand beside words and not within: there they would be shown."""
    core = span.text.strip()
    if not core:
        return span.text
    start = span.text.index(core[0])
    lead, tail = span.text[:start], span.text[start + len(core) :]
    marked = _linked(core, span.link)
    begins_in_word = not lead and (before.isalnum() or before in {"*", "~"} - {""}) and bool(before)
    ends_in_word = not tail and behind.isalnum()
    if span.is_struck:
        marked = f"~~{marked}~~"
    if span.is_italic and not (begins_in_word or ends_in_word):
        marked = f"*{marked}*"
    if span.is_bold and not begins_in_word:
        marked = f"**{marked}**"
    return f"{lead}{marked}{tail}"


def _linked(text: str, address: str) -> str:
    target = address.strip()
    if not target.lower().startswith(_LINKED) or any(char.isspace() and char != " " for char in target):
        return text
    target = target.translate(_IN_ADDRESS)
    if text in {target, target.removeprefix("mailto:"), target.removeprefix("tel:")}:
        return text
    label = _LINE_ENDS.sub(" ", text).replace("[", "\\[").replace("]", "\\]")
    return f"[{label}]({target})"
