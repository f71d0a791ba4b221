"""A weekday that does not fall on the date beside it."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import regex
from babel import Locale

from scheduler.content.checks.protocol import Draft, Finding, Passage, prose
from scheduler.messages import N_, Message, message

LANGUAGES = ("en", "fr", "es", "de", "it", "pt", "nl")
_NEAR = timedelta(days=200)


class Weekdays:
    """Dates such as "Friday, 31 July 2027", in the languages above.

    A date without a year is in the one that brings it nearest to the day of publication; without one it is left alone.
    """

    slug = "weekdays"
    label = message(N_("Weekdays and dates"))

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Yield each date whose weekday is another, or that there is not."""
        for passage in prose(draft):
            for language in LANGUAGES:
                if passage.may_be_in(language):
                    yield from _wrong(passage, language, draft.publish_on)

    def advice(self, finding: Finding) -> Message:
        """Say on which weekday it falls."""
        if not finding.details:
            return message(N_("There is no such date."))
        return message(N_("The calendar says %(day)s."), day=date.fromisoformat(finding.details[0]))


def _wrong(passage: Passage, language: str, publish_on: date | None) -> Iterator[Finding]:
    # Where nobody said which language it is, "So 3 April" is English.
    pattern, weekdays, months = _names(language, takes_short=language == "en" or bool(passage.language))
    for found in pattern.finditer(passage.text):
        # Capitals of some languages fit letters that are no small form of theirs (`İ`, `ſ`): such a word is no name.
        month = months.get(_plain(found["month"] or found["month_first"]))
        weekday = weekdays.get(_plain(found["weekday"]))
        if month is None or weekday is None:
            continue
        number, year = int(found["day"] or found["day_second"]), found["year"] or found["year_second"]
        day = _date(int(year), month, number) if year else _nearest(month, number, publish_on)
        if day is None and (year or number > 31):
            yield Finding(passage.field, found.group(), passage.number)
        elif day is not None and day.weekday() != weekday:
            yield Finding(passage.field, found.group(), passage.number, (day.isoformat(),))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, publish_on: date | None) -> date | None:
    """Return the day of that name nearest to publication; None when it is not known, or there is none near."""
    if publish_on is None:
        return None
    years = (publish_on.year + step for step in (0, 1, -1) if 1 <= publish_on.year + step <= 9999)
    days = [found for year in years if (found := _date(year, month, day))]
    return min(
        (found for found in days if abs(found - publish_on) <= _NEAR),
        key=lambda found: abs(found - publish_on),
        default=None,
    )


def _plain(name: str) -> str:
    return name.casefold().rstrip(".")


@cache
def _names(language: str, *, takes_short: bool) -> tuple[regex.Pattern[str], dict[str, int], dict[str, int]]:
    """Return a pattern of dates with a weekday, and the numbers of weekdays (Monday 0) and months that it names."""
    locale = Locale(language)
    weekdays = {
        _plain(name): number
        for width in ("wide", "abbreviated")
        for number, name in locale.days["format"][width].items()
    }
    months = {
        _plain(name): number
        for width in ("wide", "abbreviated")
        for number, name in locale.months["format"][width].items()
    }
    # "sat" is a verb, "so" a word: short names of weekdays need their capital, or a dot.
    full = _any({_plain(name): 0 for name in locale.days["format"]["wide"].values()})
    short = "|".join(regex.escape(name.rstrip(".")) for name in locale.days["format"]["abbreviated"].values())
    alone = rf"|(?-i:{_capitalised(short)})" if takes_short else ""
    weekday, month = rf"(?:{full}|(?:{short})(?=\.){alone})", _any(months)
    day = r"(?P<day{0}>[0-9]{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?"
    year = r"(?:,?\s+(?:del?\s+)?(?P<year{0}>[12][0-9]{{3}})(?![0-9]))?"
    dates = (
        rf"{day.format('')}\s+(?:of\s+|de\s+)?(?P<month>{month})\.?(?!\w){year.format('')}"
        rf"|(?P<month_first>{month})\.?\s+{day.format('_second')}(?![\w:]){year.format('_second')}"
    )
    article = r"(?:(?:the|le|el|il|o|den|dem|der|dia)\s+)?"
    pattern = rf"(?i)(?<![\w.])(?P<weekday>{weekday})\.?,?\s+{article}(?:{dates})"
    return regex.compile(pattern), weekdays, months


def _capitalised(names: str) -> str:
    return "|".join(name.capitalize() for name in names.split("|"))


def _any(names: dict[str, int]) -> str:
    return "|".join(regex.escape(name) for name in sorted(names, key=len, reverse=True))
