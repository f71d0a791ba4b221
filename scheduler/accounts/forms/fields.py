"""Form fields for e-mail addresses, passwords and names."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from typing_extensions import override
from wtforms import Form, PasswordField, ValidationError
from wtforms.validators import StopValidation
from wtforms.widgets import EmailInput

from scheduler.accounts.domain.addresses import ADDRESS_MAX_CHARS, BadAddressError, clean_address
from scheduler.accounts.domain.names import Blemish, NameFault, blemish_of, calling_in_organisation, normalise_name
from scheduler.accounts.domain.passwords import MAX_CHARS
from scheduler.addresses import hidden_in_address
from scheduler.web.fields import LineField, Validator, needed
from scheduler.web.hidden_characters import hidden_character_message, line_end_message


class AddressField(LineField):
    """An e-mail address, as accounts keep it once it is valid: lower case, ASCII."""

    widget = EmailInput()

    def __init__(self, label: str | None = None, validators: Sequence[Validator] = (), **kwargs: Any) -> None:
        """Make the field."""
        kwargs.setdefault("max_chars", ADDRESS_MAX_CHARS)
        super().__init__(label, validators, **kwargs)

    @override
    def forbidden(self, text: str) -> str | None:
        return hidden_in_address(text)

    @override
    def post_validate(self, form: Form, validation_stopped: bool) -> None:
        if validation_stopped or self.errors or not self.data:
            return
        try:
            self.data = clean_address(self.data)
        except BadAddressError as error:
            raise ValidationError(_("Enter an email address like name@example.org.")) from error


class NameField(LineField):
    """A name as it may stand in lists, in mail and beside a decision (`domain.names`)."""

    may_be_domain = False
    """Whether a bare domain is let through; one that is there already always is."""

    @override
    def normalise(self, text: str) -> str:
        return normalise_name(text)

    @override
    def forbidden(self, text: str) -> str | None:
        # What may not stand in a line may not stand in a name, which is told with the character's name.
        return None

    @override
    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        name = self.data or ""
        blemish = blemish_of(name, may_be_domain=self.may_be_domain or name == self.object_data)
        if blemish is not None:
            raise StopValidation(blemish_message(blemish, name))


class OrganisationNameField(NameField):
    """A name of an organisation, as it may stand in brackets behind people's names."""

    @override
    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        name = self.data or ""
        claim = calling_in_organisation(name) if name and name != self.object_data else ""
        if claim:
            raise StopValidation(reserved_name_message(claim))


def blemish_message(blemish: Blemish, name: str) -> str:
    """Say what is wrong with a name, where that cannot be seen, and what to do about it."""
    found = blemish.characters
    match blemish.fault:
        case NameFault.LINE_END:
            return line_end_message(name, blemish.place)
        case NameFault.HIDDEN:
            reason = hidden_character_message(name, blemish.place)
            return _("%(told)s Every character in a name has to be visible.", told=reason)
        case NameFault.MARKS:
            return _(
                "Remove the mark %(character)s: it does not belong to its letter, or there are too many of them.",
                character=blemish.code_point,
            )
        case NameFault.NO_LETTER:
            return _("A name needs at least one letter or digit.")
        case NameFault.ADDRESS:
            return _(
                "Remove “%(found)s”: web addresses and phone numbers do not belong in a name, because others "
                "receive names by email. Put a space after a dot inside a name.",
                found=found,
            )
        case NameFault.REQUEST:
            return _(
                "Remove “%(found)s”: in an email it would read like a request from this website.",
                found=found,
            )


def reserved_name_message(claim: str) -> str:
    """Say why an organisation's name may not say what others are called here."""
    return _("Remove “%(words)s”: other people or organisations here have that name.", words=claim)


def borrowed_name_message() -> str:
    """Say why a person's name may not hold that of an organisation."""
    return _("Enter your name only. Your organisation is shown beside it, and no one may look like someone else’s.")


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


def equal_to(name: str) -> Validator:
    """Return a validator that wants the same password typed as in another field."""

    def check(form: Form, field: PasswordField) -> None:
        if field.data != form[name].data:
            raise StopValidation(_("Passwords don't match."))

    return check
