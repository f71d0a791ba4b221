"""The forms that add events."""

from scheduler.events.models import Event, EventSeries
from tests.at_once.form import Form, at, bridge

EVENTS: tuple[Form, ...] = (
    Form(
        "event",
        "lena",
        at("/events/new"),
        lambda town: {
            "title": "Vigil",
            "organisation_id": bridge(town),
            "kind": "all_day",
            "first_day": "2027-07-20",
            "audience": "coalition",
        },
        (Event,),
        {"title": "Another vigil"},
        "theo",
    ),
    Form(
        "recurring event",
        "lena",
        at("/events/new"),
        lambda town: {
            "title": "Yearly vigil",
            "organisation_id": bridge(town),
            "kind": "all_day",
            "first_day": "2027-07-20",
            "audience": "coalition",
            "recurs": "yearly",
            "every": "2",
        },
        (Event, EventSeries),
        {"title": "Another yearly vigil"},
        "theo",
    ),
    Form(
        "events of a file",
        "lena",
        at("/calendar/external/import/events"),
        lambda town: {
            "organisation_id": bridge(town),
            "audience": "coalition",
            "lines-0-chosen": "y",
            "lines-0-title": "Hearing",
            "lines-0-when": "2027-07-20 2027-07-20",
        },
        (Event,),
        {"lines-0-title": "Another hearing"},
        "theo",
    ),
)
