"""Owns the words for months, weekdays and ordinals that rules are described with."""

from scheduler.messages import N_, Message

MONTHS = tuple(
    Message(name)
    for name in (
        N_("January"),
        N_("February"),
        N_("March"),
        N_("April"),
        # Translators: the month
        N_("May"),
        N_("June"),
        N_("July"),
        N_("August"),
        N_("September"),
        N_("October"),
        N_("November"),
        N_("December"),
    )
)

# The codes are those of RFC 5545; their order is that of date.weekday().
WEEKDAYS = {
    "MO": Message(N_("Monday")),
    "TU": Message(N_("Tuesday")),
    "WE": Message(N_("Wednesday")),
    "TH": Message(N_("Thursday")),
    "FR": Message(N_("Friday")),
    "SA": Message(N_("Saturday")),
    "SU": Message(N_("Sunday")),
}

ORDINALS = {
    1: Message(N_("first")),
    2: Message(N_("second")),
    3: Message(N_("third")),
    4: Message(N_("fourth")),
    5: Message(N_("fifth")),
    -1: Message(N_("last")),
}


def month_name(month: int) -> Message:
    """The name of month 1 to 12."""
    return MONTHS[month - 1]


def weekday_number(code: str) -> int:
    """Monday 0 to Sunday 6, from a two-letter code of RFC 5545."""
    return tuple(WEEKDAYS).index(code)
