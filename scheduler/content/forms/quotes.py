"""The rows of the editor's form in which people are quoted."""

from collections.abc import Iterator, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import Form

from scheduler.content.domain.quotes import (
    MAX_ORGANISATION_CHARS,
    MAX_QUOTE_CHARS,
    MAX_QUOTES,
    MAX_ROLE_CHARS,
    MAX_SPEAKER_CHARS,
    Quote,
)
from scheduler.web.fields import LineField, ProseField

ADD, UP, REMOVE = "add", "up", "remove"
"""What a button does with rows; the number of the row follows behind a colon."""


class QuoteForm(Form):
    """One quote; a row in which nothing is typed is none."""

    text = ProseField(_l("Quote"), max_chars=MAX_QUOTE_CHARS)
    speaker = LineField(_l("Speaker"), max_chars=MAX_SPEAKER_CHARS)
    role = LineField(_l("Speaker's role"), max_chars=MAX_ROLE_CHARS)
    organisation = LineField(_l("Speaker's organisation"), max_chars=MAX_ORGANISATION_CHARS)

    def __init__(self, index: int, formdata: Mapping[str, str] | None = None, quote: Quote | None = None) -> None:
        """Make the row with that number, counted from 0."""
        super().__init__(formdata, obj=quote, prefix=f"quote-{index}-")

    def quote(self) -> Quote:
        """Return what was typed."""
        return Quote(self.text.data or "", self.speaker.data or "", self.role.data or "", self.organisation.data or "")

    @property
    def is_blank(self) -> bool:
        """Say whether nothing is typed."""
        return self.quote() == Quote("")

    @override
    def validate(self, extra_validators: object = None) -> bool:
        fits = bool(super().validate())
        if not self.text.data and not self.is_blank:
            self.text.errors = [_("Enter what was said, or remove this quote.")]
            return False
        return fits


class QuoteRows:
    """All quotes of a form, in the order in which they are printed."""

    def __init__(self, rows: Sequence[QuoteForm] = ()) -> None:
        self._rows = list(rows)

    def __iter__(self) -> Iterator[QuoteForm]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def is_full(self) -> bool:
        """Say whether there can be no more."""
        return len(self._rows) >= MAX_QUOTES

    @classmethod
    def of(cls, quotes: Sequence[Quote]) -> "QuoteRows":
        """Return the rows of these quotes."""
        return cls([QuoteForm(index, quote=quote) for index, quote in enumerate(quotes)])

    @classmethod
    def sent(cls, formdata: Mapping[str, str], count: str, act: str = "") -> "QuoteRows":
        """Return the rows that were sent, after what a button does with them."""
        most = int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 0
        quotes = [QuoteForm(index, formdata).quote() for index in range(min(most, MAX_QUOTES))]
        if not act:
            return cls([QuoteForm(index, formdata) for index in range(len(quotes))])
        return cls.of(_after(quotes, act))

    def validate(self) -> bool:
        """Say whether all fit; every one is looked at, so that all that is wrong is said at once."""
        fit = [row.validate() for row in self._rows]
        return all(fit)

    def quotes(self) -> tuple[Quote, ...]:
        """Return what was typed, without blank rows."""
        return tuple(row.quote() for row in self._rows if not row.is_blank)


def _after(quotes: list[Quote], act: str) -> list[Quote]:
    """Return the quotes with one more, one less, or one a place further up; unknown acts and rows change nothing."""
    name, _colon, number = act.partition(":")
    if name == ADD:
        return [*quotes, Quote("")][:MAX_QUOTES]
    index = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else len(quotes)
    if index >= len(quotes):
        return quotes
    if name == REMOVE:
        return quotes[:index] + quotes[index + 1 :]
    if name == UP and index > 0:
        return [*quotes[: index - 1], quotes[index], quotes[index - 1], *quotes[index + 1 :]]
    return quotes
