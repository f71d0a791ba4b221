"""What every check is, and what it looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Field, Kind
from scheduler.content.domain.quotes import QuoteFault
from scheduler.guidance.domain.terms import SHIPPED, TermList
from scheduler.messages import Message


@dataclass(frozen=True, slots=True)
class KnownHelpline:
    """A helpline that copy may name; `contact` is a telephone number or a web address.

    `is_outdated` says that nobody has made sure of it since `checked_on` for too long.
    """

    name: str
    contact: str
    hours: str
    languages: str
    checked_on: date
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class TooLong:
    """A channel, and a language where it has a text of its own, that takes fewer characters or bytes: `over` less.

    0 where the length fits and something else is refused.
    """

    channel: str
    language: str
    over: int


@dataclass(frozen=True, slots=True)
class CitedBill:
    """A bill that copy cites, and the kinds of milestones (`legislation/domain/milestones.py`) that stand.

    `happened` are those up to the day of publication, inclusive, `ahead` those after it.
    """

    number: str
    title: str
    happened: frozenset[str]
    ahead: frozenset[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """Copy as it would be saved now, and what is planned for it.

    `publish_on` is the day of publication in the zone of publication, `publish_at` the moment (aware UTC); None while
    not set. `is_published` says that it is out: what was true on that day is no longer pointed out. `terms` are those
    to avoid; `helplines` are of the country of the organisation, if it `has_country`. `embargo_at` (aware UTC) is when
    the embargo lifts, None without one; `zones` are those of the channels' readers (IANA names), and `too_long` says
    where the text does not fit. `quote_faults` is what is wrong with the consent to each quote, in their order; empty
    where nobody has looked.
    """

    text: ItemText
    kind: Kind
    publish_on: date | None = None
    is_published: bool = False
    terms: TermList = SHIPPED
    helplines: tuple[KnownHelpline, ...] = ()
    has_country: bool = True
    bills: tuple[CitedBill, ...] = ()
    publish_at: datetime | None = None
    embargo_at: datetime | None = None
    zones: tuple[str, ...] = ()
    too_long: tuple[TooLong, ...] = ()
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

    `field` is None for what stands in no field of the text; `channel` and `language` are of the place that is meant.
    `quote` is the passage as it stands in the text, empty when something is missing. `details` are for the advice of
    the check alone; `offer` is text that may be put into the copy. `basis` is what else the finding rests on: no page
    shows it, but somebody who overrides the finding does so for exactly that.
    """

    field: Field | None
    quote: str = ""
    number: int = 0
    details: tuple[str, ...] = ()
    channel: str = ""
    language: str = ""
    offer: str = ""
    basis: str = ""


class Check(Protocol):
    """One thing to look for. It never stands in the way of a save, and of a schedule where the coalition says so.

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
