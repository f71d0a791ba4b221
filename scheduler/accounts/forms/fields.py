"""Form fields for e-mail addresses and passwords."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from typing_extensions import override
from wtforms import Form, PasswordField, ValidationError
from wtforms.validators import StopValidation
from wtforms.widgets import EmailInput

from scheduler.accounts.domain.addresses import ADDRESS_MAX_CHARS, BadAddressError, clean_address
from scheduler.accounts.domain.passwords import MAX_CHARS
from scheduler.web.fields import LineField, Validator, needed


class AddressField(LineField):
    """An e-mail address, as accounts keep it once it is valid: lower case, ASCII."""

    widget = EmailInput()

    def __init__(self, label: str | None = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Make the field."""
        kwargs.setdefault("max_chars", ADDRESS_MAX_CHARS)
        super().__init__(label, validators, **kwargs)

    @override
    def post_validate(self, form: Form, validation_stopped: bool) -> None:
        if validation_stopped or self.errors or not self.data:
            return
        try:
            self.data = clean_address(self.data)
        except BadAddressError as error:
            raise ValidationError(_("Enter an e-mail address like name@example.org.")) from error


class SecretField(PasswordField):
    """A password; never shown again."""

    def __init__(
        self, label: str | None = None, *, new: bool = False, also: Validator | None = None, **kwargs: Any
    ) -> None:
        """Make the field; `new` tells password managers to offer one, `also` is checked besides."""
        kwargs["render_kw"] = {"autocomplete": "new-password" if new else "current-password"}
        super().__init__(label, [needed(), *([also] if also else [])], **kwargs)

    @override
    def pre_validate(self, form: Form) -> None:
        # Hashing takes longer the more there is of it, and refuses more than 4096 characters.
        if len(self.data or "") > MAX_CHARS:
            raise StopValidation(_("Passwords have at most %(limit)s characters.", limit=MAX_CHARS))


def same_as(name: str) -> Validator:
    """Return a validator that wants the same password typed as in another field."""

    def check(form: Form, field: PasswordField) -> None:
        if field.data != form[name].data:
            raise StopValidation(_("The two are not the same. Type the same password again."))

    return check
