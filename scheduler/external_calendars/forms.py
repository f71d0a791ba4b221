"""Forms of external calendars."""

import re
from collections.abc import Iterable
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from typing_extensions import override
from wtforms import BooleanField, Field, FieldList, Form, FormField, HiddenField, ValidationError
from wtforms.widgets import HiddenInput

from scheduler.accounts.forms.fields import NameField
from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.dates.timezones import in_zone
from scheduler.events.forms import AUDIENCES
from scheduler.events.services.events import MAX_DAYS, EventDraft
from scheduler.external_calendars.domain.event_lines import (
    MAX_FILE_BYTES,
    MAX_LINES,
    EventTime,
    read_time,
    written_time,
)
from scheduler.external_calendars.domain.reading import Occurrence
from scheduler.external_calendars.labels import TINT_NAMES
from scheduler.external_calendars.models import NAME_CHARS
from scheduler.external_calendars.services.keeping import CalendarDraft
from scheduler.web.fields import ChoiceField, LineField, RadiosField, WebAddressField, needed
from scheduler.web.forms import TokenForm

COALITION = "coalition"


class CalendarAddressField(WebAddressField):
    """The address of a calendar; calendar apps write `webcal` for `https`."""

    @override
    def normalise(self, text: str) -> str:
        return re.sub(r"^\s*webcals?://", "https://", super().normalise(text), flags=re.IGNORECASE)


class CalendarForm(TokenForm):
    """What a calendar is called, where it is, and its colour."""

    name = NameField(_l("Name"), max_chars=NAME_CHARS, required=True)
    url = CalendarAddressField(_l("Calendar link"), required=True)
    tint = RadiosField(_l("Colour"), coerce=int, default=1, choices=list(TINT_NAMES.items()))
    in_feeds = BooleanField(_l("Show in staff feeds"))

    @property
    def draft(self) -> CalendarDraft:
        """The calendar as it was typed."""
        return CalendarDraft(self.name.data, self.url.data, self.tint.data, in_feeds=bool(self.in_feeds.data))


class NewCalendarForm(CalendarForm):
    """The same, and whose it is to be."""

    whose = RadiosField(_l("Who sees it"))

    def offer(self, organisations: Iterable[tuple[int, str]], *, coalition: bool) -> None:
        """Fill the choices: everyone in the coalition, and each organisation whose calendars the person keeps."""
        theirs = [(str(ident), _("Everyone at %(organisation)s", organisation=name)) for ident, name in organisations]
        self.whose.choices = [*theirs, *([(COALITION, _("Everyone in the coalition"))] if coalition else [])]
        if self.whose.data is None and len(self.whose.choices) == 1:
            self.whose.data = self.whose.choices[0][0]

    @property
    def organisation_id(self) -> int | None:
        """The organisation chosen; None for the coalition."""
        return None if self.whose.data == COALITION else int(self.whose.data)


class CalendarFileForm(TokenForm):
    """A file; it is read once, one byte further than it may be long."""

    file = FileField(
        _l("Calendar file"),
        [needed(_l("Choose a file."))],
        description=_l("A file that ends in .ics, at most 2 MB. Calendar apps export one."),
    )

    def content(self) -> bytes:
        """Return the file's bytes; of one that is too large, just enough to tell."""
        return bytes(self.file.data.stream.read(MAX_FILE_BYTES + 1))


class EventLineForm(Form):
    """An event of a file; what is not chosen is not checked."""

    chosen = BooleanField(_l("Import"))
    title = LineField(_l("Title"), max_chars=120, required=True)
    when = HiddenField()
    cancelled = HiddenField()
    place = LineField(_l("Place"), max_chars=300, widget=HiddenInput())

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        return not self.chosen.data or bool(super().validate(extra_validators))

    def validate_title(self, _field: Field) -> None:
        time = self.time
        if time is None:
            raise ValidationError(_("This event cannot be imported. Upload the file again."))
        if (time.last_day - time.first_day).days >= MAX_DAYS:
            raise ValidationError(
                _("An event lasts %(most)s days at most. Clear this line, and add a campaign.", most=MAX_DAYS)
            )

    @property
    def time(self) -> EventTime | None:
        """When it takes place; None if that is not what the page said."""
        try:
            return read_time(self.when.data or "")
        except ValueError:
            return None

    def event_draft(self, organisation_id: int, audience: Audience) -> EventDraft:
        """Return the event, after it has been validated."""
        return EventDraft(
            title=self.title.data,
            when=_when(cast("EventTime", self.time)),
            organisation_id=organisation_id,
            audience=audience,
            place=self.place.data,
        )


class EventLinesForm(TokenForm):
    """The events of a file that become events of an organisation."""

    organisation_id = ChoiceField(_l("Hosted by"), coerce=int)
    audience = RadiosField(
        _l("Access"),
        choices=[choice for choice in AUDIENCES if choice[0] is not Audience.ORGANISATIONS],
        default=Audience.COALITION,
    )
    lines = FieldList(FormField(EventLineForm), _l("Events"), max_entries=MAX_LINES)

    def offer(self, hosts: Iterable[Organisation]) -> None:
        """Set which organisations can host them."""
        self.organisation_id.choices = [(row.id, row.name) for row in hosts]

    def validate_lines(self, field: Field) -> None:
        if not any(line.form.chosen.data for line in field):
            raise ValidationError(_("Choose at least one event."))

    def drafts(self) -> list[EventDraft]:
        """Return the chosen events, after they have been validated."""
        chosen = (line.form for line in self.lines if line.form.chosen.data)
        audience = Audience(self.audience.data)
        return [line.event_draft(self.organisation_id.data, audience) for line in chosen]


def line_values(found: Occurrence, reading_zone: str) -> dict[str, object]:
    """Return what the fields of a line show of an event; one that is cancelled is not chosen."""
    return {
        "chosen": not found.is_cancelled,
        "title": found.title,
        "when": written_time(found, reading_zone),
        "place": found.place,
        "cancelled": "yes" if found.is_cancelled else "",
    }


def _when(time: EventTime) -> When:
    if time.starts_at is None or time.ends_at is None or time.zone is None:
        return AllDay(time.first_day, time.last_day)
    start, end = (in_zone(at, time.zone).replace(tzinfo=None, fold=0) for at in (time.starts_at, time.ends_at))
    if time.ends_at == time.starts_at:
        return Timed(start, time.zone, at=time.starts_at)
    return Timed(start, time.zone, end, time.starts_at, time.ends_at)
