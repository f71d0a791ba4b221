"""Owns Message: a sentence for a person that pure code can make and a view can translate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Union

Value = Union[str, int, "Message"]


def N_(text: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark a text for extraction and leave it as it is; it is translated where it is shown."""
    return text


def _untranslated(template: str) -> str:
    return template


@dataclass(frozen=True, slots=True)
class Message:
    """An English template with %(name)s places and the values that fill them.

    A value that is a Message is translated before it is filled in.
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


def message(template: str, /, **values: Value) -> Message:
    """A Message from a template marked with N_ and its values."""
    return Message(template, tuple(values.items()))
