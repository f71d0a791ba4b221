"""What a renderer is given and answers: the letter, or that there is nothing left to say."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from scheduler.outbox.models import Message, Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one person is told, ready to be put on its way.

    `html` may hold <style>, which is inlined unless `has_style` is false; "" sends text alone. `from_name` is the name
    that the reader sees as sender, "" for the one in the settings; the address is always theirs. `list_id` names the
    list (`reminders`), and the domain of the sender is added to it. `unsubscribe_url` must answer a POST without login.
    `references` are the `Message.message_id` of earlier messages on the same matter, oldest first; whoever sends fills
    them in.
    """

    to: str
    to_name: str
    subject: str
    text: str
    html: str = ""
    from_name: str = ""
    list_id: str = ""
    unsubscribe_url: str | None = None
    reply_to: str | None = None
    references: tuple[str, ...] = ()
    has_style: bool = True


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nothing is sent; `reason` is one word for the log, like `cancelled`, and holds no text of items."""

    reason: str


Renderer = Callable[[Session, Message, datetime], Letter | NotSent]
"""Resolves the address, checks what may be seen and writes the letter; it only reads from the session.

It may be asked again for the same message. One that has `writes = True` may write as well: what it writes is committed
before the letter is sent, and on SQLite nobody else can save until then.
"""


class BatchRenderer(Protocol):
    """Loads what a batch of messages needs at once, instead of a few queries for each.

    One that says several things in a letter has `bundles = True`: it is given one message of each person, and writes as
    well what `bundling.carried_by` says that this one carries, leaving out what the person does not want. With
    `due_only = True`, nothing goes along that is not due yet.
    """

    def prepare(self, session: Session, messages: Sequence[Message], now: datetime) -> Renderer:
        """Return what renders these messages; it is used in this transaction and then dropped."""
        ...


def one_line(text: str) -> str:
    """Return text that can stand in a header: joiners and soft hyphens in names are no control characters to a form."""
    return text if text.isprintable() else "".join(char if char.isprintable() else " " for char in text)


def is_bundling(renderer: Renderer | BatchRenderer) -> bool:
    """Say whether a renderer says several things in one letter."""
    return bool(getattr(renderer, "bundles", False))


def keeps_what_it_writes(renderer: Renderer | BatchRenderer) -> bool:
    """Say whether something is written down with a renderer's letters, all of it or nothing."""
    return is_bundling(renderer) or bool(getattr(renderer, "writes", False))


def bundles_due_only(renderer: Renderer | BatchRenderer) -> bool:
    """Say whether what is not due yet stays out of a renderer's letters."""
    return bool(getattr(renderer, "due_only", False))


Postpone = Callable[[Session, Sequence[Message], datetime], Collection[int]]
"""Puts off those of the messages in hand that their readers want at another time; returns their ids.

It is asked in a session that only reads, and again in one that writes if it tries to write; through the session alone.
"""


LanguagesOf = Callable[[Session, Collection[int]], Mapping[int, str]]
"""Returns the languages that people read, by person."""


Renderers = Mapping[tuple[Stream, str], Renderer | BatchRenderer]

ANY_KIND = "*"


class NoRendererError(LookupError):
    """Nobody has said how to write this kind of message."""


def renderer_for(renderers: Renderers, message: Message) -> Renderer | BatchRenderer:
    """Return the renderer of a message's kind, else the one of its whole stream (kind `*`).

    Raises NoRendererError.
    """
    return renderers[place_in(renderers, message)]


def place_in(renderers: Renderers, message: Message) -> tuple[Stream, str]:
    """Return the stream and kind (`*` for all others) under which the renderer of a message stands.

    Raises NoRendererError.
    """
    stream = Stream(message.stream)
    for place in ((stream, message.kind), (stream, ANY_KIND)):
        if place in renderers:
            return place
    raise NoRendererError(f"{stream}/{message.kind}")
