"""What programs may ask for, and what they get; the OpenAPI description is made of these."""

from datetime import date, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema
from webargs.fields import DelimitedList

from scheduler.agenda.domain.topics import Topic
from scheduler.agenda.models import EntryKind, EntryStatus

MAX_DAYS = 1100
MAX_PAGE = 100_000
PAGE_SIZE, MAX_PAGE_SIZE = 100, 500
TEXT_CHARS = 200
MAX_VALUES = 50
SOME = validate.Length(max=MAX_VALUES)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def _in_calendar(day: date) -> None:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValidationError(f"The calendar goes from {FIRST_DAY} to {LAST_DAY}.")


class EntryArguments(Schema):
    """Which entries are asked for: those of days, of kinds, with words; lists are parted by commas."""

    first_day = fields.Date(
        data_key="from",
        validate=_in_calendar,
        metadata={"description": "The first day, included. Today in the coalition's zone if left out."},
    )
    last_day = fields.Date(
        data_key="to",
        validate=_in_calendar,
        metadata={
            "description": f"The last day, included. A year after the first if left out; at most {MAX_DAYS} days."
        },
    )
    kind = DelimitedList(fields.Enum(EntryKind, by_value=True), validate=SOME)
    status = DelimitedList(fields.Enum(EntryStatus, by_value=True), validate=SOME)
    topic = DelimitedList(fields.String(validate=validate.OneOf([topic.value for topic in Topic])), validate=SOME)
    organisation = DelimitedList(fields.Integer(strict=False, validate=validate.Range(1, 2**31 - 1)), validate=SOME)
    text = fields.String(
        validate=validate.Length(max=TEXT_CHARS),
        metadata={"description": "Words that all have to occur, in any order."},
    )

    page = fields.Integer(load_default=1, validate=validate.Range(1, MAX_PAGE))
    page_size = fields.Integer(load_default=PAGE_SIZE, validate=validate.Range(1, MAX_PAGE_SIZE))

    @validates_schema
    def _check_days(self, data: dict[str, Any], **_: Any) -> None:
        first, last = data.get("first_day"), data.get("last_day")
        if first is None or last is None:
            return
        if last < first:
            raise ValidationError("This day is before the first one.", "to")


class EntrySchema(Schema):
    """One entry of the calendar: a day or a time, and what happens then."""

    uid = fields.String(required=True, metadata={"description": "The UID that the entry has in iCalendar feeds, too."})
    title = fields.String(required=True)
    kind = fields.Enum(EntryKind, by_value=True, required=True)
    status = fields.Enum(EntryStatus, by_value=True, required=True)
    first_day = fields.Date(required=True, metadata={"description": "In the entry's own zone."})
    last_day = fields.Date(required=True, metadata={"description": "Included; in the entry's own zone."})
    starts_at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "null if it is all day."})
    ends_at = fields.AwareDateTime(required=True, allow_none=True)
    zone = fields.String(required=True, allow_none=True, metadata={"description": "IANA name; null if it is all day."})
    description = fields.String(required=True)
    location = fields.String(required=True)
    label = fields.String(required=True)
    topics = fields.List(fields.String(), required=True)
    link = fields.Url(required=True, allow_none=True, metadata={"description": "The entry's page."})


class ProblemSchema(Schema):
    """What went wrong (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    errors = fields.Dict(metadata={"description": "What is wrong with each parameter."})


def days_asked(arguments: dict[str, Any], today: date) -> tuple[date, date]:
    """Return the first and the last day that are asked for.

    Raises:
        ValueError: they are more than `MAX_DAYS`, both included.
    """
    first: date = arguments.get("first_day") or min(today, arguments.get("last_day", today))
    last: date = arguments.get("last_day") or first + timedelta(days=365)
    if last - first >= timedelta(days=MAX_DAYS):
        raise ValueError(f"At most {MAX_DAYS} days can be asked for at once.")
    return first, last
