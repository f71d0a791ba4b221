"""The form that records why somebody may be quoted."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from scheduler.content.domain.quotes import MAX_CONSENT_CHARS, ConsentBasis
from scheduler.content.services.quotes import ConsentDraft
from scheduler.web.fields import DayField, ProseField, RadiosField
from scheduler.web.forms import TokenForm

BASES = (
    (ConsentBasis.AGREED.value, _l("The speaker, or someone for them, has agreed")),
    (ConsentBasis.PUBLIC.value, _l("It was said in public")),
    (ConsentBasis.WITHDRAWN.value, _l("The speaker no longer agrees")),
)


class QuoteConsentForm(TokenForm):
    """What is on record of a consent; `quote` is the key of the quote that the page showed."""

    quote = HiddenField()
    basis = RadiosField(_l("Consent"), choices=BASES, validate_choice=False)
    given_by = ProseField(_l("Who agreed"), max_chars=MAX_CONSENT_CHARS)
    scope = ProseField(_l("What they agreed to"), max_chars=MAX_CONSENT_CHARS)
    until = DayField(_l("Consent until"))
    how = ProseField(_l("How they agreed"), max_chars=MAX_CONSENT_CHARS)
    source = ProseField(_l("Where it was said"), max_chars=MAX_CONSENT_CHARS)
    reason = ProseField(_l("Reason"), max_chars=MAX_CONSENT_CHARS)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Make the form; `today` is the day where the organisation works."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.saved_until: date | None = None
        self.was_withdrawn = False

    def validate_basis(self, field: Field) -> None:
        if field.data not in set(ConsentBasis):
            raise ValidationError(_("Choose why this may be quoted, or that it may not."))

    def validate_given_by(self, field: Field) -> None:
        if self.basis.data == ConsentBasis.AGREED and not field.data:
            raise ValidationError(_("Enter who agreed, so that they can be found if they change their mind."))

    def validate_scope(self, field: Field) -> None:
        if self.basis.data == ConsentBasis.AGREED and not field.data:
            raise ValidationError(_("Enter what they agreed to, for example “press release and our website”."))

    def validate_until(self, field: Field) -> None:
        is_new = field.data is not None and field.data != self.saved_until
        if self.basis.data == ConsentBasis.AGREED and is_new and field.data < self.today:
            raise ValidationError(_("This date has passed, so the quote could not be used."))

    def validate_how(self, field: Field) -> None:
        if self.was_withdrawn and self.basis.data == ConsentBasis.AGREED and not field.data:
            raise ValidationError(_("Enter how they agreed again, for example “email of 3 July”."))

    def validate_source(self, field: Field) -> None:
        if self.basis.data == ConsentBasis.PUBLIC and not field.data:
            raise ValidationError(_("Enter where and when it was said, with a link if there is one."))

    def validate_reason(self, field: Field) -> None:
        if self.basis.data == ConsentBasis.WITHDRAWN and not field.data:
            raise ValidationError(_("Enter who asked, and when."))

    def draft(self) -> ConsentDraft:
        """Return what was typed, after it has been validated."""
        return ConsentDraft(
            ConsentBasis(self.basis.data),
            self.given_by.data,
            self.scope.data,
            self.until.data,
            self.source.data,
            self.reason.data,
            self.how.data,
        )
