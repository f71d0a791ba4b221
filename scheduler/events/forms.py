"""Forms of events."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import Field, ValidationError

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.agenda.topic_labels import topic_choices, topic_label
from scheduler.dates.timezones import in_zone, resolve_local_time
from scheduler.events.domain.recurrence import MOST_EVERY, MOST_TIMES, Frequency, Recurrence
from scheduler.events.labels import weekday_choices
from scheduler.events.models import Event
from scheduler.events.services.events import MAX_DAYS, EventDraft
from scheduler.events.services.series import Scope
from scheduler.web.fields import (
    ChecksField,
    ChoiceField,
    DayField,
    LineField,
    ProseField,
    RadiosField,
    WebAddressField,
    WholeNumberField,
)
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalMoment, LocalTimeField
from scheduler.web.request import now
from scheduler.web.template_filters import clock, day_short, span, zone_label

TIMED, ALL_DAY = "timed", "all_day"
NEVER, ON_DAY, AFTER = "never", "on_day", "after"
LAST_CERTAIN_WEEK = 4
EARLIEST_START = timedelta(days=92)
RECURS = (
    ("", _l("Does not repeat")),
    (Frequency.WEEKLY, _l("Every week")),
    (Frequency.MONTHLY_WEEKDAY, _l("Every month on the same weekday, such as the second Tuesday")),
    (Frequency.MONTHLY_LAST, _l("Every month on the last such weekday, such as the last Tuesday")),
    (Frequency.MONTHLY_DAY, _l("Every month on the same day, such as the 15th")),
    (Frequency.YEARLY, _l("Every year on the same date")),
)
CANCELLED_SCOPES = (
    (Scope.ONE, _l("Only this date")),
    (Scope.FOLLOWING, _l("This date and all later ones")),
)
SCOPES = (*CANCELLED_SCOPES, (Scope.ALL, _l("All dates to come")))
TEXTS = ("title", "place", "online_url", "description")
AUDIENCES = (
    (Audience.COALITION, _l("The whole coalition")),
    (Audience.ORGANISATIONS, _l("Specific organisations")),
    (Audience.PUBLIC, _l("Public")),
)


class EventForm(TokenForm):
    """Everything about an event."""

    title = LineField(_l("Title"), max_chars=120, required=True)
    organisation_id = ChoiceField(_l("Hosted by"), coerce=int)
    kind = RadiosField(_l("When"), choices=[(TIMED, _l("Specific time")), (ALL_DAY, _l("All day"))], default=TIMED)
    starts = LocalTimeField(_l("Starts"), description=_l("Local time in the zone shown."))
    ends = LocalTimeField(_l("Ends"))
    first_day = DayField(_l("First day"))
    last_day = DayField(_l("Last day"), description=_l("Leave empty for a single day."))
    place = LineField(_l("Place"), max_chars=300)
    online_url = WebAddressField(_l("Online event link"))
    description = ProseField(_l("Description"), max_chars=5000)
    topics = ChecksField(_l("Topics"), description=_l("People who follow any of them are reminded of the event."))
    move_reason = LineField(
        _l("Why it moves"),
        max_chars=300,
        description=_l("Only if you change the date or time: it is sent to followers with the new date."),
    )
    audience = RadiosField(_l("Access"), choices=AUDIENCES, default=Audience.COALITION)
    organisations = ChecksField(_l("Organisations"), coerce=int)

    def offer(self, hosts: Sequence[Organisation], all_organisations: Sequence[Organisation]) -> None:
        """Set what can be chosen: who may hold it, and who may be named."""
        self.organisation_id.choices = [(row.id, row.name) for row in hosts]
        self.organisations.choices = [(row.id, row.name) for row in all_organisations]
        self.topics.choices = topic_choices()

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        # What belongs to the other way of saying when is not looked at.
        for other in (self.starts, self.ends) if self.is_all_day else (self.first_day, self.last_day):
            other.process_errors, other.data = [], None
        return bool(super().validate(extra_validators))

    @property
    def is_all_day(self) -> bool:
        """Does the event last whole days?"""
        return bool(self.kind.data == ALL_DAY)

    def validate_starts(self, field: Field) -> None:
        if not self.is_all_day and field.data is None and not field.errors:
            raise ValidationError(_("Enter the date and time at which it starts."))

    def validate_ends(self, field: Field) -> None:
        if field.data is None or self.starts.data is None:
            return
        if field.data.instant <= self.starts.data.instant:
            raise ValidationError(_("It has to end after it starts. Check date, time and zone of both."))
        if field.data.instant - self.starts.data.instant > timedelta(days=MAX_DAYS - 1):
            raise ValidationError(_too_long())

    def validate_first_day(self, field: Field) -> None:
        if self.is_all_day and field.data is None and not field.errors:
            raise ValidationError(_("Enter the date."))

    def validate_last_day(self, field: Field) -> None:
        if field.data is None or self.first_day.data is None:
            return
        if field.data < self.first_day.data:
            raise ValidationError(_("The last day is before the first day."))
        if (field.data - self.first_day.data).days >= MAX_DAYS:
            raise ValidationError(_too_long())

    def validate_organisations(self, field: Field) -> None:
        if self.audience.data == Audience.ORGANISATIONS and not field.data:
            raise ValidationError(_("Choose at least one organisation, or the whole coalition."))

    def explain_day(self) -> None:
        """Say beside its field why several dates are not moved to another day."""
        field = self.first_day if self.is_all_day else self.starts
        field.errors = [
            *field.errors,
            _(
                "Several dates keep their days. To move this one, choose “Only this date”. For other "
                "days, cancel the later dates and add a new event."
            ),
        ]

    def draft(self) -> EventDraft:
        """Return what was typed, after it has been validated."""
        return EventDraft(
            title=self.title.data,
            when=self._all_day() if self.is_all_day else self._timed(),
            organisation_id=self.organisation_id.data,
            audience=Audience(self.audience.data),
            organisations=frozenset(self.organisations.data or ()),
            description=self.description.data,
            place=self.place.data,
            online_url=self.online_url.data,
            topics=tuple(self.topics.data or ()),
        )

    def clock_changes(self) -> list[LocalMoment]:
        """Return the times of the event for which a clock change left a choice."""
        fields = () if self.is_all_day else (self.starts, self.ends)
        return [field.data for field in fields if field.data is not None and field.options]

    def _all_day(self) -> AllDay:
        first_day = cast("date", self.first_day.data)
        return AllDay(first_day, self.last_day.data or first_day)

    def _timed(self) -> Timed:
        start, end = cast("LocalMoment", self.starts.data), self.ends.data
        if end is None:
            return Timed(start.local, start.zone, at=start.instant)
        # An end typed in another zone is kept in that of the start.
        local_end = in_zone(end.instant, start.zone).replace(tzinfo=None, fold=0)
        return Timed(start.local, start.zone, local_end, start.instant, end.instant)


class SavedEventForm(EventForm):
    """Everything about an event that is there, and on which of its dates that is changed."""

    scope = RadiosField(_l("Which dates"), choices=SCOPES, default=Scope.ONE)


class NewEventForm(EventForm):
    """Everything about an event that is added, and how it recurs."""

    recurs = ChoiceField(_l("Repeats"), choices=RECURS, default="")
    every = WholeNumberField(
        _l("Interval"), default=1, description=_l("1 for every week, month or year; 2 for every other one.")
    )
    weekdays = ChecksField(
        _l("Also on"), coerce=int, description=_l("For “Every week”: besides the weekday of the first date.")
    )
    until_when = RadiosField(
        _l("Stops repeating"),
        choices=[(NEVER, _l("Never")), (ON_DAY, _l("On a day")), (AFTER, _l("After a number of dates"))],
        default=NEVER,
    )
    until = DayField(_l("Last possible date"))
    times = WholeNumberField(_l("Number of dates"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekdays.choices = weekday_choices()

    @override
    def validate(self, extra_validators: Any = None) -> bool:
        for number in (self.every, self.times):
            # Nothing typed is no wrong number; whether there has to be one depends on the rest.
            if number.raw_data and not "".join(number.raw_data).strip():
                number.process_errors, number.data = [], None
        return super().validate(extra_validators)

    def validate_recurs(self, field: Field) -> None:
        first = self._first()
        if not field.data and self.weekdays.data:
            raise ValidationError(_("Choose “Every week”, or clear the weekdays below."))
        if not field.data or field.errors or first is None:
            return
        rule = Recurrence(frequency=Frequency(field.data), first_day=first)
        if rule.frequency is Frequency.MONTHLY_WEEKDAY and rule.nth > LAST_CERTAIN_WEEK:
            raise ValidationError(_("Not every month has a fifth one. Choose the last such weekday of the month."))
        if rule.frequency is Frequency.MONTHLY_LAST and not rule.is_last_of_month:
            raise ValidationError(_("The first date is not the last such weekday of its month. Change one of the two."))
        if first < now().date() - EARLIEST_START:
            raise ValidationError(_("The first date is more than three months ago. Choose a later one."))

    def validate_every(self, field: Field) -> None:
        if self.recurs.data or field.data is not None or field.process_errors:
            _refuse_number(field, 1, MOST_EVERY)

    def validate_until(self, field: Field) -> None:
        first = self._first()
        if self.until_when.data != ON_DAY or field.errors or not self.recurs.data:
            return
        if field.data is None:
            raise ValidationError(_("Enter the day after which there are no more dates."))
        if first is not None and field.data < first:
            raise ValidationError(_("This is before the first date."))

    def validate_times(self, field: Field) -> None:
        # What was typed is looked at, though it may not be used: all fields are shown.
        if field.process_errors or field.data is not None or (self.recurs.data and self.until_when.data == AFTER):
            _refuse_number(field, 2, MOST_TIMES)

    def recurrence(self) -> Recurrence | None:
        """Return how it recurs, after it has been validated; None if it does not."""
        first = self._first()
        if not self.recurs.data or first is None:
            return None
        frequency = Frequency(self.recurs.data)
        weekly = frequency is Frequency.WEEKLY
        return Recurrence(
            frequency=frequency,
            first_day=first,
            every=self.every.data,
            weekdays=frozenset(self.weekdays.data or ()) if weekly else frozenset(),
            ends_on=self.until.data if self.until_when.data == ON_DAY else None,
            times=self.times.data if self.until_when.data == AFTER else None,
        )

    def _first(self) -> date | None:
        if self.is_all_day:
            return self.first_day.data
        return self.starts.data.local.date() if self.starts.data is not None else None


class CancelForm(TokenForm):
    """Why an event is called off."""

    scope = RadiosField(_l("Which dates"), choices=CANCELLED_SCOPES, default=Scope.ONE)
    reason = LineField(
        _l("Reason"), max_chars=300, required=True, description=_l("Visible to everyone who can see the event.")
    )


def only_one_date(form: SavedEventForm | CancelForm, event: Event) -> None:
    """Leave out which dates a change is about where there is one."""
    if event.series_id is None:
        del form.scope


def scope_of(form: SavedEventForm | CancelForm) -> Scope:
    """Return which dates a change is about."""
    return Scope(form.scope.data) if "scope" in form else Scope.ONE


def shown_in_form(draft: EventDraft) -> dict[str, Any]:
    """Return what the form's fields show of a saved event."""
    values: dict[str, Any] = {name: getattr(draft, name) for name in TEXTS}
    values |= {"organisation_id": draft.organisation_id, "audience": draft.audience}
    values |= {"organisations": sorted(draft.organisations), "topics": list(draft.topics)}
    when = draft.when
    if isinstance(when, AllDay):
        return values | {"kind": ALL_DAY, "first_day": when.first_day, "last_day": when.last_day}
    starts = _moment(when.local_start, when.zone, when.at)
    return values | {"kind": TIMED, "starts": starts, "ends": _moment(when.local_end, when.zone, when.until)}


def differences(form: EventForm, typed: EventDraft, saved: EventDraft) -> list[tuple[str, str, str]]:
    """Return label, what was typed and what is saved, of the fields that differ."""
    pairs = [(form[name].label.text, getattr(typed, name), getattr(saved, name)) for name in TEXTS]
    pairs.append((form.kind.label.text, _when_text(typed.when), _when_text(saved.when)))
    names = dict(form.organisations.choices)
    pairs.append((form.organisation_id.label.text, names.get(typed.organisation_id), names.get(saved.organisation_id)))
    pairs.append((form.topics.label.text, _topic_names(typed), _topic_names(saved)))
    pairs.append((form.audience.label.text, _audience_text(typed, names), _audience_text(saved, names)))
    return [(str(label), yours or "", theirs or "") for label, yours, theirs in pairs if yours != theirs]


def _refuse_number(field: Field, lowest: int, highest: int) -> None:
    if not lowest <= (field.data or 0) <= highest:
        # One message for all of it, what is no number included.
        field.errors = []
        raise ValidationError(_("Enter a whole number from %(lowest)s to %(highest)s.", lowest=lowest, highest=highest))


def _moment(local: datetime | None, zone: str, instant: datetime | None) -> LocalMoment | None:
    if local is None or instant is None:
        return None
    options = resolve_local_time(local, zone).options
    choice = next((option.choice for option in options if option.instant_utc == instant), None)
    return LocalMoment(local, zone, choice, instant)


def _when_text(when: When) -> str:
    if isinstance(when, AllDay):
        return span(when.first_day, when.last_day)
    ends = f" – {clock(when.local_end)}" if when.local_end else ""
    starts = f"{day_short(when.local_start)}, {clock(when.local_start)}"
    return f"{starts}{ends} ({zone_label(when.zone, when.at)})" if when.at else f"{starts}{ends}"


def _audience_text(draft: EventDraft, names: dict[int, str]) -> str:
    if draft.audience is Audience.ORGANISATIONS:
        return ", ".join(names.get(i, "") for i in sorted(draft.organisations | {draft.organisation_id}))
    return str(dict(AUDIENCES)[draft.audience])


def _topic_names(draft: EventDraft) -> str:
    return ", ".join(topic_label(topic) for topic in draft.topics)


def _too_long() -> str:
    return _("That is more than %(days)s days: create a campaign instead, with events in it.", days=MAX_DAYS)
