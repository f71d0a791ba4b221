"""The form of who was sent an item's copy."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import InputRequired, ValidationError

from scheduler.content.services.sent_copies import SentDraft
from scheduler.web.fields import LineField, WholeNumberField
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalTimeField

MAX_RECIPIENT_CHARS = 200


class SentCopyForm(TokenForm):
    """An outlet or a journalist, when, and which version."""

    recipient = LineField(
        _l("Outlet or journalist"),
        max_chars=MAX_RECIPIENT_CHARS,
        required=True,
        description=_l("For example: Ana Ruiz, The Ledger. An email address is not needed."),
    )
    at = LocalTimeField(_l("Sent at"))
    version_number = WholeNumberField(_l("Version"), [InputRequired(_l("Enter a number."))])

    def __init__(
        self, *args: Any, now: datetime, versions: int, zone: str, sent_at: datetime | None = None, **kwargs: Any
    ) -> None:
        """Make the form; what was sent is no later than `now`, and one of so many versions.

        `sent_at` is shown, and a time suggested, by the clock of `zone`.
        """
        super().__init__(*args, zone=zone, **kwargs)
        self.now, self.versions = now, versions
        if sent_at is not None and not self.is_submitted():
            self.at.default_zone = zone
            self.at.process(None, sent_at)

    def validate_at(self, field: Field) -> None:
        """Refuse a time to come."""
        if field.data is not None and field.data.instant > self.now:
            raise ValidationError(_("This is still to come: enter when it was sent, or leave it empty for now."))

    def validate_version_number(self, field: Field) -> None:
        """Refuse a version that there is not."""
        if field.data is not None and not 1 <= field.data <= self.versions:
            raise ValidationError(_("The versions are 1 to %(last)s.", last=self.versions))

    def draft(self, known_at: datetime | None = None) -> SentDraft:
        """Return what was typed; a time in the minute of the one that is known is that one, as forms know minutes."""
        at = self.at.data.instant if self.at.data is not None else None
        if at is not None and known_at is not None and known_at.replace(second=0, microsecond=0) == at:
            at = known_at
        return SentDraft(self.recipient.data, self.version_number.data, at)
