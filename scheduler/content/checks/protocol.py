"""What every check is, and what it looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Field, Kind
from scheduler.content.domain.quotes import QuoteFault
from scheduler.messages import Message


@dataclass(frozen=True, slots=True)
class Draft:
    """Copy as it would be saved now, and what is planned for it.

    `publish_on` is the day of publication in the zone of publication; None while no day is set. `is_published` says
    that it is out: what was true on that day is no longer pointed out. `quote_faults` is what is wrong with the consent
    to each quote, in their order; empty where nobody has looked.
    """

    text: ItemText
    kind: Kind
    publish_on: date | None = None
    is_published: bool = False
    quote_faults: tuple[QuoteFault | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one field; `number` counts the versions for single places from 1, and is 0 for a field of its own.

    `language` is a BCP 47 tag, empty where nobody said which.
    """

    field: Field
    text: str
    language: str = ""
    number: int = 0

    def may_be_in(self, language: str) -> bool:
        """Say whether the text may be in a language: it says so, or says nothing."""
        return self.language.partition("-")[0].lower() in ("", language)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at.

    `quote` is the passage as it stands in the text, empty when something is missing. `details` are for the advice of
    the check alone.
    """

    field: Field
    quote: str = ""
    number: int = 0
    details: tuple[str, ...] = ()


class Check(Protocol):
    """One thing to look for. Advice only: it never stands in the way of a save.

    Attributes:
        slug: the name under which it is registered and told apart on pages.
        label: what a person calls it.
    """

    slug: str
    label: Message

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield what to look at, in the order of the text. Pure, and linear in the length of the text."""
        ...

    def advice(self, finding: Finding) -> Message:
        """Return what is wrong with a finding of this check, and what to do."""
        ...


def prose(draft: Draft) -> Iterator[Passage]:
    """Yield every text that is read as sentences: fields in the order of the form, then those for single places."""
    text = draft.text
    for field in (
        Field.TITLE,
        Field.SUBHEAD,
        Field.CONTENT_WARNING,
        Field.DISCLAIMER,
        Field.DATELINE,
        Field.BODY,
        Field.EDITORS_NOTE,
        Field.CALL_TO_ACTION,
        Field.CALL_TO_ACTION_LINK,
        Field.NOTES_TO_EDITORS,
        Field.BOILERPLATE,
        Field.MEDIA_CONTACT,
        Field.FIRST_PUBLISHED,
        Field.CAPTIONS,
        Field.ALT_TEXT,
    ):
        yield Passage(field, getattr(text, field.value))
    for number, variant in enumerate(text.variants, start=1):
        yield Passage(Field.BODY, variant.text, variant.language, number)
