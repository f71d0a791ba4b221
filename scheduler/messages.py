"""Owns Message: a sentence for a person that pure code can make and a view can translate."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Union

MAX_SHOWN_CHARS = 80

Value = Union[str, int, date, "Message"]


def N_(text: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark a text for extraction and leave it as it is; it is translated where it is shown."""
    return text


def shown(text: str, most_chars: int = MAX_SHOWN_CHARS) -> str:
    """What somebody wrote, fit to be quoted to them: cut, and with a mark for each invisible character."""
    cut = text if len(text) <= most_chars else text[: most_chars - 1] + "…"
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in cut)


def _untranslated(template: str) -> str:
    return template


@dataclass(frozen=True, slots=True)
class Message:
    """An English template with %(name)s places and the values that fill them.

    A value that is a Message is translated before it is filled in; a date stands as in ISO 8601 unless `with_dates`
    has put it into words.
    """

    template: str
    values: tuple[tuple[str, Value], ...] = ()

    def render(self, translate: Callable[[str], str] = _untranslated) -> str:
        """The finished sentence; in English when no translation is given.

        Args:
            translate: gettext or its like: takes a template, returns it in the reader's language.
        """
        filled = {name: v.render(translate) if isinstance(v, Message) else v for name, v in self.values}
        return translate(self.template) % filled

    def with_dates(self, label: Callable[[date], str]) -> "Message":
        """The same message with each date put into words."""
        return replace(self, values=tuple((k, label(v) if isinstance(v, date) else v) for k, v in self.values))


def message(template: str, /, **values: Value) -> Message:
    """A Message from a template marked with N_ and its values."""
    return Message(template, tuple(values.items()))
