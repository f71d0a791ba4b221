"""The parts of a press release: where a dateline and an end mark stand, as news agencies set them."""

import regex

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.markdown import markdown_tokens

END_MARK = "###"

# Places in capitals, then a dash and the lead: "MANILA / BRUSSELS — …". Between them may stand names, "MANILA,
# Philippines (AP) —", and a date, "PARIS, le 30 juillet —", but no other words: "EU regulators agreed —" is a sentence.
_DATELINE = regex.compile(
    r"(?m)^[*_]{0,9}+\p{Lu}{2}[^\n\p{Ll}—–]{0,80}(?:(?<=\p{Lu})\p{Ll}{1,20}[^\n\p{Ll}—–]{0,40}){0,3}"
    r"(?:[^\n—–\d]{0,20}\d[^\n—–]{0,20})?[ )*_]{0,9}(?:—|–|--| - )"
)
_DATED_PLACE = regex.compile(
    r"\(?+\p{Lu}[\p{L}\p{M}.'’ /()-]{1,50}+, (?:le |den |the |a |el )?+\d[^\n—–]{5,30}?\)?+(?: ?(?:—|–|--)| - )"
    r"|\(?+\p{Lu}[\p{L}\p{M}.'’ /()-]{1,50}+, \p{L}{3,10}\.? \d{1,2},? \d{4}\)?+(?: ?(?:—|–|--)| - )"
)
_DASHES = " \t—–-"
# "###" and "-30-" in North America, "ENDS" in Britain; "FIN" and "ENDE" of French and German releases.
_END_MARK = regex.compile(r"(?m)^[ *_\-–—]{0,9}(?:#[ \t]?#[ \t]?#|\\#\\#\\#|-30-|ENDS?|FIN|ENDE)[ *_\-–—.]{0,9}$")


def has_dateline(body: str, end: int | None = None) -> bool:
    """Say whether a dateline is typed in the text, or in what stands before `end` (code points, exclusive)."""
    return _DATELINE.search(body, 0, len(body) if end is None else end) is not None


def begins_with_dateline(body: str) -> bool:
    """Say whether the first line of the text is one with a dateline."""
    return _DATELINE.match(body.lstrip()) is not None


def dateline_of(paragraph: str) -> tuple[str, int] | None:
    """Return the dateline that a paragraph begins with, without its dash, and where the lead begins (code points).

    Beside places in capitals that is a place with a date behind it, as in "Berlin, 30. Juli 2027 – …".
    """
    found = _DATELINE.match(paragraph) or _DATED_PLACE.match(paragraph)
    if found is None:
        return None
    end = found.end() + len(paragraph[found.end() :]) - len(paragraph[found.end() :].lstrip(_DASHES))
    return found.group().rstrip(_DASHES).strip("*_ "), end


def end_of_release(body: str) -> tuple[int, int] | None:
    """Return where the end mark is typed (code points, end exclusive); None if there is none."""
    found = _END_MARK.search(body)
    return found.span() if found else None


def place_of(text: ItemText) -> str:
    """Return the dateline without the dash, which is ours: one that was typed behind the place is not set twice."""
    return text.dateline.rstrip(_DASHES)


def dated(text: ItemText) -> str:
    """Return the text as Markdown with its dateline, as the press sets it: before the first words of a paragraph."""
    dateline, body = place_of(text), text.body
    if not (dateline.strip() and body.strip()):
        return body
    begins_paragraph = markdown_tokens(body)[0].type == "paragraph_open"
    return f"{dateline} — {body}" if begins_paragraph else f"{dateline} —\n\n{body}"


def end_mark(text: ItemText) -> str:
    """Return the end mark if something follows the release and none is typed; else an empty text."""
    follows = any(part.strip() for part in (text.notes_to_editors, text.boilerplate, text.media_contact))
    return END_MARK if follows and end_of_release(text.body) is None else ""
