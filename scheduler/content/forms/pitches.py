"""The form of an offer to an outlet."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field
from wtforms.validators import ValidationError

from scheduler.content.domain.pitches import MAX_LINK_CHARS, MAX_OUTLET_CHARS, PitchAnswer, answer_day_fits
from scheduler.content.forms.fields import moment_of, timed
from scheduler.content.presenters.pitches import ANSWERS
from scheduler.content.services.pitches import OverlapError, PitchDraft
from scheduler.dates.timezones import in_zone
from scheduler.web.fields import ChoiceField, DayField, LineField, WebAddressField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalMoment, LocalTimeField
from scheduler.web.template_filters import clock, day_short


class PitchForm(TokenForm):
    """To which outlet an item was offered, and what it answered."""

    outlet = LineField(_l("Outlet"), max_chars=MAX_OUTLET_CHARS, required=True)
    pitched_on = DayField(_l("Pitched on"))
    exclusive = LocalTimeField(_l("Exclusive until"))
    keeps_both = BooleanField(_l("Both offers were made: save this one too"))
    answer = ChoiceField(
        _l("Answer"), choices=[(answer.value, label) for answer, label in ANSWERS.items()], default=PitchAnswer.NONE
    )
    answered_on = DayField(_l("Day of the answer"))
    link = WebAddressField(_l("Link"), max_chars=MAX_LINK_CHARS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overlaps = False

    def validate_exclusive(self, field: Field) -> None:
        moment = field.data
        if isinstance(moment, LocalMoment) and self.pitched_on.data and moment.local.date() < self.pitched_on.data:
            raise ValidationError(_("This is before the day of the pitch."))

    def validate_answered_on(self, field: Field) -> None:
        if field.data is not None and self.answer.data == PitchAnswer.NONE:
            raise ValidationError(_("Choose the answer as well, or leave this empty."))
        is_answer = self.answer.data in (PitchAnswer.ACCEPTED, PitchAnswer.DECLINED)
        if is_answer and not answer_day_fits(self.pitched_on.data, field.data):
            raise ValidationError(_("This is before the day of the pitch."))

    def refuse_overlap(self, error: OverlapError) -> None:
        """Say beside the field whose time this offer would take away; it can be saved all the same."""
        self.overlaps = True
        ends = in_zone(error.other.ends, error.zone)
        values = {"outlet": error.other.outlet, "time": clock(ends), "zone": error.zone, "day": day_short(ends)}
        message = _("%(outlet)s was offered this exclusively until %(time)s (%(zone)s), %(day)s.", **values)
        self.exclusive.errors = [message]

    def draft(self) -> PitchDraft:
        """Return what was typed, after it has been validated."""
        exclusive = self.exclusive.data
        return PitchDraft(
            self.outlet.data,
            self.pitched_on.data,
            timed(exclusive) if exclusive else None,
            PitchAnswer(self.answer.data),
            self.answered_on.data,
            self.link.data,
        )


def shown_pitch(draft: PitchDraft) -> dict[str, Any]:
    """Return what the form's fields show of a saved offer."""
    return {
        "outlet": draft.outlet,
        "pitched_on": draft.pitched_on,
        "exclusive": moment_of(draft.exclusive) if draft.exclusive else None,
        "answer": draft.answer.value,
        "answered_on": draft.answered_on,
        "link": draft.link,
    }
