"""How the recurrence of an event is put into words."""

from datetime import date, timedelta

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from scheduler.events.domain.recurrence import DAYS_IN_WEEK, Frequency, Recurrence
from scheduler.web.template_filters import day_month, day_short, weekday

_MONDAY = date(2024, 1, 1)


def weekday_name(number: int) -> str:
    """Return a day of the week, Monday being 0, in the reader's language."""
    return weekday(_MONDAY + timedelta(days=number))


def weekday_choices() -> list[tuple[int, str]]:
    """Return all days of the week as number and name."""
    return [(number, weekday_name(number)) for number in range(DAYS_IN_WEEK)]


def recurrence_label(rule: Recurrence) -> str:
    """Return how an event recurs and how long, such as "Every 2 weeks on Tuesday, until Tue 3 Aug 2027"."""
    how = _how(rule)
    if rule.ends_on is not None:
        # Translators: rule is such as "Every week on Tuesday"
        return _("%(rule)s, until %(day)s", rule=how, day=day_short(rule.ends_on))
    if rule.times is not None:
        # Translators: rule is such as "Every week on Tuesday"
        return ngettext("%(rule)s, once", "%(rule)s, %(num)s times", rule.times, rule=how)
    return how


def _how(rule: Recurrence) -> str:
    if rule.frequency is Frequency.WEEKLY:
        names = [weekday_name(number) for number in sorted(rule.weekdays | {rule.first_day.weekday()})]
        days = format_list(names, locale=get_locale())
        return ngettext("Every week on %(days)s", "Every %(num)s weeks on %(days)s", rule.every, days=days)
    if rule.frequency is Frequency.YEARLY:
        day = day_month(rule.first_day)
        return ngettext("Every year on %(day)s", "Every %(num)s years on %(day)s", rule.every, day=day)
    return ngettext("Every month: %(day)s", "Every %(num)s months: %(day)s", rule.every, day=_day(rule))


def _day(rule: Recurrence) -> str:
    name = weekday(rule.first_day)
    if rule.frequency is Frequency.MONTHLY_DAY:
        return _("day %(number)s", number=rule.first_day.day)
    if rule.frequency is Frequency.MONTHLY_LAST:
        return _("last %(weekday)s", weekday=name)
    # Translators: weekday is such as Tuesday
    ordinals = (
        _("first %(weekday)s", weekday=name),
        _("second %(weekday)s", weekday=name),
        _("third %(weekday)s", weekday=name),
        _("fourth %(weekday)s", weekday=name),
    )
    return ordinals[min(rule.nth, len(ordinals)) - 1]
