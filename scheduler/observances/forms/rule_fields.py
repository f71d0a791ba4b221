"""The form field of each parameter that a rule can have."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import SelectField

from scheduler.observances.rules.easter import CHURCHES, FEASTS
from scheduler.observances.rules.fixed_date import LEAP_DAY_LABELS
from scheduler.observances.rules.moon_day import MOON_DAYS
from scheduler.observances.rules.support.calendar_names import MONTHS, ORDINALS, WEEKDAYS
from scheduler.observances.rules.support.rrule_text import MAX_RRULE_CHARS
from scheduler.web.fields import LineField, ProseField

Choices = list[tuple[str, str]]
MAX_DATES_CHARS = 3000


class DatesField(ProseField):
    """Days with blanks, commas or line breaks between them; a list of days is shown one a line."""

    @override
    def process_data(self, value: Any) -> None:
        self.data = "\n".join(value) if isinstance(value, list | tuple) else value or ""


def _months() -> Choices:
    return [(str(number), name.render(_)) for number, name in enumerate(MONTHS, start=1)]


def _weekdays() -> Choices:
    return [(code, name.render(_)) for code, name in WEEKDAYS.items()]


def _ordinals() -> Choices:
    return [(str(number), name.render(_)) for number, name in ORDINALS.items()]


def _leap_days() -> Choices:
    return [(str(choice), name.render(_)) for choice, name in LEAP_DAY_LABELS.items()]


def _churches() -> Choices:
    return [(code, name.render(_)) for code, name in CHURCHES.items()]


def _feasts() -> Choices:
    return [(code, feast.label.render(_)) for code, feast in FEASTS.items()]


def _moon_days() -> Choices:
    return [(code, day.label.render(_)) for code, day in MOON_DAYS.items()]


def _select(label: str, choices: Callable[[], Choices]) -> SelectField:
    """A choice that is offered in the reader's language; the rule itself checks it and says what is wrong."""
    return SelectField(label, choices=choices, validate_choice=False)


def _number(label: str, **kwargs: Any) -> LineField:
    return LineField(label, max_chars=6, required=True, render_kw={"inputmode": "numeric", "size": 6}, **kwargs)


# A new object each time: a form class keeps the fields that it was made with.
RULE_FIELDS: dict[str, Callable[[], Any]] = {
    "month": lambda: _select(_l("Month"), _months),
    "day": lambda: _number(_l("Day of the month")),
    "leap_day": lambda: _select(_l("If it is 29 February"), _leap_days),
    "duration_days": lambda: _number(_l("Length in days"), description=_l("The first day counts."), default="1"),
    "nth": lambda: _select(_l("Which one"), _ordinals),
    "weekday": lambda: _select(_l("Weekday"), _weekdays),
    "first_weekday": lambda: _select(_l("Week begins on"), _weekdays),
    "start_month": lambda: _select(_l("Month of the first day"), _months),
    "start_day": lambda: _number(_l("First day")),
    "end_month": lambda: _select(_l("Month of the last day"), _months),
    "end_day": lambda: _number(_l("Last day")),
    "every": lambda: _number(_l("Every how many years"), description=_l("2 for every other year.")),
    "from_year": lambda: _number(
        _l("Counted from the year"), description=_l("A year in which it was or will be held.")
    ),
    "church": lambda: _select(_l("Date of Easter"), _churches),
    "feast": lambda: _select(_l("Day"), _feasts),
    "moon_day": lambda: _select(_l("Day"), _moon_days),
    "dates": lambda: DatesField(
        _l("Known first days"),
        max_chars=MAX_DATES_CHARS,
        description=_l("One per line, as year-month-day. Leave empty until one is announced."),
    ),
    "rrule": lambda: LineField(
        _l("Calendar rule"),
        max_chars=MAX_RRULE_CHARS,
        required=True,
        description=_l("As in iCalendar, for the first day, such as FREQ=YEARLY;BYMONTH=4;BYDAY=-1WE"),
    ),
}
