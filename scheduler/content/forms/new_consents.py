"""The form that records what people shown in a picture agreed to after they had withdrawn their consent."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field
from wtforms.validators import ValidationError

from scheduler.content.domain.pictures import MAX_CONSENT_CHARS, Consent
from scheduler.content.services.consents import NewConsent
from scheduler.web.fields import DayField, ProseField, needed
from scheduler.web.forms import TokenForm


class NewConsentForm(TokenForm):
    """Who agreed, to what, until when and how; the file, where it was deleted."""

    people = ProseField(_l("Names of the people shown"), max_chars=MAX_CONSENT_CHARS, required=True)
    consent_scope = ProseField(_l("What they agreed to"), max_chars=MAX_CONSENT_CHARS, required=True)
    consent_until = DayField(_l("Consent until"))
    how = ProseField(_l("How they agreed"), max_chars=MAX_CONSENT_CHARS, required=True)
    file = FileField(_l("Picture"), [needed(_l("Choose the picture again: its file was deleted."))])

    def __init__(self, *args: Any, today: date, has_file: bool, **kwargs: Any) -> None:
        """Make the form; `today` is the day where the organisation works, `has_file` whether its file is kept."""
        super().__init__(*args, **kwargs)
        self.today = today
        if has_file:
            del self["file"]

    def validate_consent_until(self, field: Field) -> None:
        if field.data is not None and field.data < self.today:
            raise ValidationError(_("This date has passed, so the picture could not be used."))

    def new_consent(self, content: bytes | None) -> NewConsent:
        """Return what was typed, after it has been validated, with the file as it is kept."""
        consent = Consent(True, self.people.data, self.consent_scope.data, self.consent_until.data)  # noqa: FBT003
        return NewConsent(consent, self.how.data, content)
