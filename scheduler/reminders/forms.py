"""The form of a person's reminders."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import ValidationError
from wtforms.fields import Field

from scheduler.agenda.services.notifications import URGENT, NotificationKind
from scheduler.agenda.topic_labels import TOPIC_LABELS
from scheduler.reminders.delivery_labels import DELIVERY_LABELS
from scheduler.reminders.domain.choices import Delivery, KindChoice
from scheduler.reminders.domain.lead_times import OFFERED, Leads
from scheduler.reminders.domain.schedules import EVERY_DAY, QuietHours, Times
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.reminders.services.preferences import Choice
from scheduler.web.fields import ChecksField, ChoiceField, DayField, ZoneField
from scheduler.web.forms import TokenForm
from scheduler.web.template_filters import weekday

A_MONDAY = date(2024, 1, 1)
HOURS = [(str(hour), f"{hour:02}:00") for hour in range(24)]
QUIET_HOURS = [("", _l("None")), *HOURS]

DELIVERIES = [(str(delivery), label) for delivery, label in DELIVERY_LABELS.items()]
CANNOT_WAIT = DELIVERIES[:2]

_NO_LEADS = _l("Choose at least one lead time, or “Off” for the delivery.")
_NO_DAYS = _l("Choose at least one lead time in days, or “Off” for the delivery.")


class RemindersForm(TokenForm):
    """When a person is reminded, and of what; for each kind a `delivery_`, `leads_` or `notice_` is added below."""

    hour = ChoiceField(_l("Time of day"), choices=HOURS)
    weekdays = ChecksField(_l("Days of the week"), choices=[(str(day), "") for day in EVERY_DAY])
    weekly_day = ChoiceField(_l("Day of the weekly email"), choices=[(str(day), "") for day in EVERY_DAY], default="0")
    quiet_from = ChoiceField(_l("Quiet hours from"), choices=QUIET_HOURS, default="")
    quiet_until = ChoiceField(_l("Quiet hours until"), choices=QUIET_HOURS, default="")
    zone = ZoneField(_l("Time zone"), required=True)
    paused_until = DayField(_l("Pause reminders until"))
    topics = ChecksField(_l("Topics you follow"), choices=list(TOPIC_LABELS.items()))

    def __init__(self, saved: Choice, **kwargs: Any) -> None:
        """Make the form of somebody who has `saved` this: other lead times than those that are offered stay open."""
        super().__init__(**kwargs)
        names = [(str(day), weekday(A_MONDAY + timedelta(days=day))) for day in EVERY_DAY]
        self.weekdays.choices = self.weekly_day.choices = names
        for kind in KINDS:
            own = saved.kinds[kind].leads if kind in saved.kinds else Leads()
            offered = Leads.of([*OFFERED.codes, *own.codes])
            self[leads_name(kind)].choices = [
                *((f"{days}d", _days_label(days)) for days in offered.days),
                *((f"{hours}h", _hours_label(hours)) for hours in offered.hours),
            ]

    def validate_weekdays(self, field: Field) -> None:
        """Refuse a week without a day: whoever wants nothing says so for each kind, or makes a pause."""
        if not field.data:
            raise ValidationError(_("Choose at least one day. To get nothing for a while, set a pause instead."))

    def validate_quiet_until(self, field: Field) -> None:
        """Refuse quiet hours that have one end only, none at all, or in which reminders would come."""
        start, end = self.quiet_from.data, field.data
        if bool(start) != bool(end):
            raise ValidationError(_("Choose both hours, or “None” for both."))
        if not start:
            return
        if start == end:
            raise ValidationError(_("Choose two different hours, or “None” for both."))
        if self.hour.data and QuietHours(int(start), int(end)).covers(int(self.hour.data)):
            raise ValidationError(
                _("Reminders are sent at %(hour)s:00, which is in the quiet hours.", hour=self.hour.data)
            )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse as well a kind that is wanted and has no lead time: it would never be sent, without a word."""
        is_valid: bool = super().validate(extra_validators)
        for kind in KINDS:
            delivery, leads = self[delivery_name(kind)], self[leads_name(kind)]
            if delivery.errors or leads.errors:
                continue
            if self._kind_choice(kind).lacks_leads:
                is_daily = delivery.data == Delivery.DAILY
                leads.errors = [_NO_DAYS if is_daily else _NO_LEADS]
                is_valid = False
        return is_valid

    def choice(self) -> Choice:
        """Return what was chosen; call it on a valid form."""
        quiet = QuietHours(int(self.quiet_from.data), int(self.quiet_until.data)) if self.quiet_from.data else None
        weekdays = tuple(sorted(int(day) for day in self.weekdays.data or ()))
        return Choice(
            times=Times(self.zone.data, int(self.hour.data), weekdays, int(self.weekly_day.data), quiet),
            paused_until=self.paused_until.data,
            kinds={kind: self._kind_choice(kind) for kind in KINDS},
            notices={str(kind): Delivery(self[notice_name(kind)].data) for kind in NotificationKind},
            topics=frozenset(self.topics.data or ()),
        )

    def _kind_choice(self, kind: str) -> KindChoice:
        return KindChoice(Delivery(self[delivery_name(kind)].data), Leads.of(self[leads_name(kind)].data or ()))


def delivery_name(kind: str) -> str:
    """Return the name of the field that says how a kind of reminder is delivered."""
    return f"delivery_{kind}"


def leads_name(kind: str) -> str:
    """Return the name of the field with its lead times."""
    return f"leads_{kind}"


def notice_name(kind: NotificationKind) -> str:
    """Return the name of the field that says how a kind of notification is delivered."""
    return f"notice_{kind}"


def fields_of(choice: Choice) -> dict[str, Any]:
    """Return what the fields show of what a person has chosen."""
    times, quiet = choice.times, choice.times.quiet
    return {
        "hour": str(times.hour),
        "weekdays": [str(day) for day in times.weekdays],
        "weekly_day": str(times.weekly_day),
        "quiet_from": str(quiet.start) if quiet else "",
        "quiet_until": str(quiet.end) if quiet else "",
        "zone": times.zone,
        "paused_until": choice.paused_until,
        "topics": [topic for topic in TOPIC_LABELS if topic in choice.topics],
        **{delivery_name(kind): str(choice.kinds[kind].delivery) for kind in KINDS},
        **{leads_name(kind): choice.kinds[kind].leads.codes for kind in KINDS},
        **{notice_name(kind): str(choice.notices[kind]) for kind in NotificationKind},
    }


def _days_label(days: int) -> str:
    return ngettext("%(num)s day before", "%(num)s days before", days) if days else _("On the day")


def _hours_label(hours: int) -> str:
    return ngettext("%(num)s hour before", "%(num)s hours before", hours)


# What is not sent is off, as with boxes that are not ticked.
for _name, _kind in KINDS.items():
    setattr(RemindersForm, delivery_name(_name), ChoiceField(_kind.label, choices=DELIVERIES, default="off"))
    _label = _l("Lead times: %(what)s", what=_kind.label)
    setattr(RemindersForm, leads_name(_name), ChecksField(_label, choices=[]))
for _notice, _texts in NOTIFICATION_TEXTS.items():
    _choices = CANNOT_WAIT if _notice in URGENT else DELIVERIES
    setattr(RemindersForm, notice_name(_notice), ChoiceField(_texts.label, choices=_choices, default="off"))
