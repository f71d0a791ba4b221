"""The form of a person's reminders."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.fields import Field

from scheduler.agenda.topic_labels import TOPIC_LABELS
from scheduler.reminders.domain.lead_times import MAX_LEAD_DAYS, MAX_LEADS, LeadsError, parse_leads
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.reminders.services.preferences import Choice
from scheduler.web.fields import ChecksField, ChoiceField, DayField, LineField, ZoneField
from scheduler.web.forms import TokenForm


class RemindersForm(TokenForm):
    """When a person is reminded, and of what."""

    leads = LineField(_l("Days before"), max_chars=60)
    hour = ChoiceField(_l("Time of day"), choices=[(str(hour), f"{hour:02}:00") for hour in range(24)])
    zone = ZoneField(_l("Time zone"), required=True)
    paused_until = DayField(_l("Pause reminders until"))
    kinds = ChecksField(_l("Reminders about"), choices=[(name, kind.label) for name, kind in KINDS.items()])
    topics = ChecksField(_l("Topics you follow"), choices=list(TOPIC_LABELS.items()))
    notices = ChecksField(
        _l("Immediate notifications when"),
        choices=[(str(kind), texts.label) for kind, texts in NOTIFICATION_TEXTS.items()],
    )

    def validate_leads(self, field: Field) -> None:
        """Refuse what is no list of days."""
        try:
            parse_leads(field.data)
        except LeadsError as error:
            raise ValidationError(_refusal(error)) from error

    @property
    def lead_days(self) -> tuple[int, ...]:
        """The days asked for; call it on a valid form."""
        return parse_leads(self.leads.data)

    def choice(self) -> Choice:
        """Return what was chosen; call it on a valid form."""
        return Choice(
            lead_days=self.lead_days,
            hour=int(self.hour.data),
            paused_until=self.paused_until.data,
            zone=self.zone.data,
            reminders=frozenset(self.kinds.data or ()),
            notices=frozenset(self.notices.data or ()),
            topics=frozenset(self.topics.data or ()),
        )


def _refusal(error: LeadsError) -> str:
    if not error.piece:
        return _("Choose at most %(most)s lead times.", most=MAX_LEADS)
    values: dict[str, Any] = {"piece": error.piece, "most": MAX_LEAD_DAYS}
    return _("“%(piece)s” is not a number of days from 0 to %(most)s. Write them like this: 7, 1, 0", **values)
