"""The forms of Flask-Security's pages, with our fields, our words and our count of failures."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_security.forms import ChangePasswordForm, Form, LoginForm, LogoutForm, ResetPasswordForm
from typing_extensions import override
from wtforms import BooleanField, Field, SubmitField

from scheduler.accounts.access import require_person
from scheduler.accounts.forms.fields import AddressField, SecretField, same_as
from scheduler.accounts.models import Person, Purpose
from scheduler.accounts.services.log_in_records import note_failed_log_in, note_log_in, note_log_out
from scheduler.accounts.tries import count_try, forgive_tries
from scheduler.web.context import now, session
from scheduler.web.navigation import local_path


class LogInForm(LoginForm):
    """Address and password; each try is counted before the password is looked at."""

    email = AddressField(_l("E-mail address"), required=True, render_kw={"autocomplete": "username"})
    password = SecretField(_l("Password"))
    remember = BooleanField(_l("Stay logged in on this device for 30 days"))
    submit = SubmitField(_l("Log in"))

    @override
    def validate_next(self, field: Field) -> None:
        # An address elsewhere is dropped: it is no fault of who logs in.
        field.data = local_path(field.data, otherwise="")

    @override
    def validate(self, **kwargs: Any) -> bool:
        if not Form.validate(self, **kwargs):
            return False
        address = self.email.data
        count_try(address, Purpose.LOG_IN)
        # Checking a password takes long; on SQLite a transaction that may write would keep everyone else waiting.
        session().info["read_only"] = True
        passed: bool = super().validate(**kwargs)
        session().rollback()
        session().info["read_only"] = False
        if passed and isinstance(self.user, Person):
            forgive_tries(address)
            note_log_in(session(), self.user.id, now())
        else:
            note_failed_log_in(session(), address, now())
            session().commit()
        return passed


class NewPasswordForm(ResetPasswordForm):
    """A new password, by a link that was mailed."""

    password = SecretField(_l("New password"), new=True)
    password_confirm = SecretField(_l("New password again"), new=True, also=same_as("password"))
    submit = SubmitField(_l("Set the password"))


class OtherPasswordForm(ChangePasswordForm):
    """A new password in place of the present one; wrong guesses at the present one count as failed log-ins."""

    password = SecretField(_l("Present password"))
    new_password = SecretField(_l("New password"), new=True)
    new_password_confirm = SecretField(_l("New password again"), new=True, also=same_as("new_password"))
    submit = SubmitField(_l("Change the password"))

    @override
    def validate(self, **kwargs: Any) -> bool:
        if not Form.validate(self, **kwargs):
            return False
        address = require_person().email
        count_try(address, Purpose.LOG_IN)
        passed: bool = super().validate(**kwargs)
        if not self.password.errors:
            # The view commits only when the new password is good as well.
            forgive_tries(address)
            session().commit()
        return passed


class LogOutForm(LogoutForm):
    """One button."""

    # Looked at even where protection against forgery is switched off, and there is no such field.
    csrf_token = None
    submit = SubmitField(_l("Log out"))

    @override
    def validate(self, **kwargs: Any) -> bool:
        passed: bool = super().validate(**kwargs)
        if passed:
            note_log_out(session(), require_person().id, now())
            session().commit()
        return passed
