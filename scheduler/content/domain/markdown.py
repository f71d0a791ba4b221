"""Markdown as members type it: to safe HTML for pages, and to the text that is pasted into networks."""

import hashlib
import html
import re
import sys
from collections.abc import Iterable, Iterator
from threading import Lock

import nh3
from cachetools import LRUCache, cached
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from scheduler.content.domain.markdown_edits import TypedPlaces, edits_of, marked_passages, with_edits
from scheduler.content.domain.markdown_marks import use_marks
from scheduler.content.domain.markdown_rules import MAX_BLOCK_LEVELS, use_linear_rules
from scheduler.content.domain.text_length import find_addresses

# Beyond these the text is shown as it was typed: rendering must stay cheap whatever is pasted, and lines cost more
# than characters.
MAX_RENDERED_CHARS = 200_000
MAX_RENDERED_LINES = 10_000
# Of the texts in use, each as a page and as plain text, so that a version is rendered once and not at every look.
KEPT_BYTES = 16 * 1024 * 1024

_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_BLOCKS_WITH_DIRECTION = ("p", "li", "th", "td", *_HEADINGS)
# No img: a picture from elsewhere in a mail or a page is a tracker.
_INLINE_AND_TABLES = ("a", "br", "em", "hr", "ol", "s", "strong", "table", "tbody", "thead", "tr", "ul")
_TAGS = frozenset((*_INLINE_AND_TABLES, *_BLOCKS_WITH_DIRECTION))
_LINE_ENDS = re.compile(r"\r\n?")
_ALIGNMENTS = {"text-align:left": "text-start", "text-align:center": "text-center", "text-align:right": "text-end"}


def _digest(text: str, *, heading_offset: int = 0) -> tuple[bytes, int]:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), heading_offset


@cached(LRUCache(KEPT_BYTES, sys.getsizeof), _digest, Lock())
def render_html(text: str, *, heading_offset: int = 1) -> str:
    """Return Markdown as HTML that is safe in a page or a mail, whatever was typed.

    The marks of `markdown_marks` and strikethrough. A typed line break stays one, a bare web address becomes a link,
    and a lone `###` stays the end mark of a press release. Everything else is shown as it was typed, HTML too.

    Args:
        text: Markdown.
        heading_offset: the level of the page's own heading above the text; none of the text's is more than one deeper
            than the one before.
    """
    if _is_huge(text):
        return _sanitise(f"<p>{html.escape(_without_surrogates(text))}</p>".replace("\n", "<br>\n"))
    tokens = _MARKDOWN.parse(_without_surrogates(text))
    _move_headings(tokens, heading_offset)
    return _sanitise(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def markdown_tokens(text: str) -> list[Token]:
    """Return what was typed as markdown-it reads it, for whoever sets it in another form than HTML.

    Headings begin with the level below the title and skip none. Text that is too long to be read so comes as one
    paragraph for each line.
    """
    source = _without_surrogates(_LINE_ENDS.sub("\n", text))
    if _is_huge(text):
        return [token for line in source.split("\n") if line for token in _paragraph(line)]
    tokens = _MARKDOWN.parse(source)
    _move_headings(tokens, 1)
    return tokens


def _paragraph(line: str) -> Iterator[Token]:
    yield Token("paragraph_open", "p", 1)
    yield Token("inline", "", 0, content=line, children=[_text_token(line)])
    yield Token("paragraph_close", "p", -1)


@cached(LRUCache(KEPT_BYTES, sys.getsizeof), _digest, Lock())
def plain_text(text: str) -> str:
    """Return what was typed as it is pasted: without the marks of emphasis, headings, links and tables.

    `[label](address)` becomes `label (address)`, the rows of a table lose the line below the head and their outer bars.
    Everything else stays character for character: line breaks, indentation, numbers and signs of lists. Struck-out
    words keep their `~~`, so that nobody publishes them unaware.
    """
    source = _without_surrogates(_LINE_ENDS.sub("\n", text))
    edits = [] if _is_huge(text) else edits_of(source, _MARKDOWN.parse(source))
    return with_edits(source, edits).strip("\n")


def source_spans(text: str, parts: Iterable[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Return where parts of `plain_text` were typed, without the marks beside them first, then with some or all.

    Args:
        text: what was typed, as it is stored.
        parts: where they start in the plain text (inclusive) and end (exclusive).
    """
    source = _without_surrogates(text)
    edits = [] if _is_huge(text) else edits_of(source, _MARKDOWN.parse(source))
    whole, places = with_edits(source, edits), TypedPlaces(edits)
    before = len(whole) - len(whole.lstrip("\n"))
    return [places.spans(before + start, before + end) for start, end in parts]


def mark_spans(text: str) -> list[tuple[int, int]]:
    r"""Return the passages that a mark is for, its signs included: starts (inclusive) and ends (exclusive).

    Emphasised words, links, headings and tables; `text` has `\n` alone for line ends.
    """
    source = _without_surrogates(text)
    return [] if _is_huge(text) else list(marked_passages(source, _MARKDOWN.parse(source)))


def _is_huge(text: str) -> bool:
    return len(text) > MAX_RENDERED_CHARS or text.count("\n") >= MAX_RENDERED_LINES


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _sanitise(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=set(_TAGS),
        attributes={"a": {"href", "title"}, "ol": {"start"}, "li": {"value"}},
        allowed_classes={"th": set(_ALIGNMENTS.values()), "td": set(_ALIGNMENTS.values())},
        set_tag_attribute_values={tag: {"dir": "auto"} for tag in _BLOCKS_WITH_DIRECTION},
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )


def _move_headings(tokens: Iterable[Token], offset: int) -> None:
    """Give headings the levels that follow those of the page: who begins with `###` means the first one, too."""
    typed: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            typed = [*(tag for tag in typed if tag < token.tag), token.tag]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, offset + len(typed))}"


def _keep_end_marks(state: StateCore) -> None:
    """Turn a heading without words (`###`) into a paragraph that shows its marks."""
    for opening, inline, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type == "heading_open" and not inline.content:
            opening.type, opening.tag = "paragraph_open", "p"
            closing.type, closing.tag = "paragraph_close", "p"
            inline.children = [_text_token(opening.markup)]


def _align_by_class(state: StateCore) -> None:
    """Align table cells by class, because the content policy of the pages forbids inline styles."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            token.attrs = {"class": _ALIGNMENTS[str(token.attrs["style"])]}


def _link_bare_addresses(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = list(_with_links(token.children or []))


def _with_links(tokens: Iterable[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and depth == 0:
            yield from _split_at_links(token.content)
        else:
            yield token


def _split_at_links(text: str) -> Iterator[Token]:
    end = 0
    for link in find_addresses(text):
        address = _MARKDOWN.normalizeLink(link.text)
        if not _MARKDOWN.validateLink(address):
            continue
        if link.start > end:
            yield _text_token(text[end : link.start])
        yield Token("link_open", "a", 1, attrs={"href": address}, markup="bare")
        yield _text_token(link.text)
        yield Token("link_close", "a", -1, markup="bare")
        end = link.end
    if end < len(text):
        yield _text_token(text[end:])


def _text_token(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _parser() -> MarkdownIt:
    options = {"html": False, "breaks": True, "maxNesting": 2 * MAX_BLOCK_LEVELS}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    use_linear_rules(parser)
    use_marks(parser)
    for rule in (_keep_end_marks, _align_by_class, _link_bare_addresses):
        parser.core.ruler.push(rule.__name__, rule)
    return parser


_MARKDOWN = _parser()
