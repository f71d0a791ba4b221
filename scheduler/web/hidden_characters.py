"""How a person is told of a character that cannot be seen: which it is, where it stands, what to do."""

import unicodedata

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.web.text_rules import LINE_ENDING

BEFORE_CHARS = 20
# What programs put there; Unicode has no names for control characters.
_ORIGINS = {
    "\x02": _l("a hyphen from a PDF"),
    "\x07": _l("the end of a table cell in Word"),
    "\t": _l("a tab"),
    "\x0b": _l("a line break from PowerPoint or Word"),
    "\x0c": _l("a page break"),
    "\x1e": _l("a non-breaking hyphen from Word"),
    "\x1f": _l("an optional hyphen from Word"),
}


def hidden_character_message(text: str, place: int) -> str:
    """Say which hidden character stands at a place of a text of one or many lines, and what to do."""
    number, before = text.count("\n", 0, place) + 1, _before(text[:place])
    name = named(text[place])
    if "\n" in text.strip("\n"):
        if before:
            return _(
                "Remove the hidden character %(character)s in line %(line)s after “%(before)s”: it was probably "
                "pasted by accident.",
                character=name,
                line=number,
                before=before,
            )
        return _(
            "Remove the hidden character %(character)s at the start of line %(line)s: it was probably pasted by "
            "accident.",
            character=name,
            line=number,
        )
    if before:
        return _(
            "Remove the hidden character %(character)s after “%(before)s”: it was probably pasted by accident.",
            character=name,
            before=before,
        )
    return _(
        "Remove the hidden character %(character)s at the start: it was probably pasted by accident.", character=name
    )


def line_end_message(text: str, place: int) -> str:
    """Say where a line ends in a text that is to be one."""
    before, character = _before(text[:place]), text[place]
    if not before:
        return _("One line only: remove the line break at the start.")
    if character in "\r\n":
        return _("One line only: remove the line break after “%(before)s”.", before=before)
    return _(
        "One line only: remove the line break %(character)s after “%(before)s”.",
        character=named(character),
        before=before,
    )


def refused_character_message(text: str, place: int) -> str:
    """Say what cannot stand at a place of a text: a line end, or a hidden character."""
    return line_end_message(text, place) if text[place] in LINE_ENDING else hidden_character_message(text, place)


def named(character: str) -> str:
    """Return a character as people look it up, with what it is: `U+200B ZERO WIDTH SPACE`."""
    code = f"U+{ord(character):04X}"
    if character in _ORIGINS:
        return _("%(code)s (%(origin)s)", code=code, origin=_ORIGINS[character])
    return f"{code} {unicodedata.name(character, '')}".strip()


def _before(text: str) -> str:
    """Return the last few letters before a character that can be seen, on its own line."""
    line = text.rsplit("\n", 1)[-1]
    seen = "".join(char for char in line if unicodedata.category(char)[0] not in "CZ" or char == " ").strip()
    return seen if len(seen) <= BEFORE_CHARS else "…" + seen[-BEFORE_CHARS:]
