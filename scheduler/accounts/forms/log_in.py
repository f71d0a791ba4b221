"""The forms of Flask-Security's pages, with our fields, our words and our count of failures."""

from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Response, after_this_request, current_app, url_for
from flask_babel import lazy_gettext as _l
from flask_security.forms import ChangePasswordForm, Form, LoginForm, LogoutForm, ResetPasswordForm
from flask_security.utils import get_message
from typing_extensions import override
from wtforms import BooleanField, Field, SubmitField

from scheduler.accounts.access import require_person
from scheduler.accounts.domain.lockout import Purpose
from scheduler.accounts.forms.fields import AddressField, SecretField, equal_to
from scheduler.accounts.known_devices import know_device
from scheduler.accounts.login_throttle import count_try, reset_attempts
from scheduler.accounts.models import Person
from scheduler.accounts.services.log_in_records import note_failed_log_in
from scheduler.accounts.services.log_ins import has_still_key
from scheduler.web.navigation import local_path
from scheduler.web.request import no_one_waits, now, session


def _stay_logged_in(response: Response) -> Response:
    """Lead whoever logs in to the first page instead of to logging out, which takes a post and would be an error.

    Flask-Security reads where they wanted to go from the request, not from the form.
    """
    if response.location and urlsplit(response.location).path.rstrip("/") == url_for("security.logout"):
        response.location = url_for(current_app.config["SECURITY_POST_LOGIN_VIEW"])
    return response


class LogInForm(LoginForm):
    """Address and password; each try is counted before the password is looked at."""

    email = AddressField(_l("Email address"), required=True, render_kw={"autocomplete": "username"})
    password = SecretField(_l("Password"))
    remember = BooleanField(_l("Stay logged in on this device for 30 days"))
    submit = SubmitField(_l("Log in"))

    @override
    def validate_next(self, field: Field) -> None:
        # An address elsewhere is dropped: it is no fault of who logs in.
        field.data = local_path(field.data, otherwise="")
        after_this_request(_stay_logged_in)

    @override
    def validate(self, **kwargs: Any) -> bool:
        if not Form.validate(self, **kwargs):
            return False
        address = self.email.data
        count_try(address, Purpose.LOG_IN)
        session().commit()
        with no_one_waits():
            passed: bool = super().validate(**kwargs)
            key = self.user.fs_uniquifier if self.user is not None else ""
        if passed and not has_still_key(session(), cast("Person", self.user), key):
            self.password.errors = [get_message("INVALID_PASSWORD")[0]]
            passed = False
        if passed:
            reset_attempts(address)
        else:
            note_failed_log_in(session(), address, now())
            session().commit()
        return passed


class NewPasswordForm(ResetPasswordForm):
    """A new password, by a link that was mailed."""

    password = SecretField(_l("New password"), new=True)
    password_confirm = SecretField(_l("New password, again"), new=True, also=equal_to("password"))
    submit = SubmitField(_l("Set password"))

    @override
    def validate(self, **kwargs: Any) -> bool:
        person = cast("Person", self.user)
        key = person.fs_uniquifier
        with no_one_waits():
            passed: bool = super().validate(**kwargs)
        if not passed:
            return False
        if not has_still_key(session(), person, key):
            self.password.errors = [get_message("INVALID_RESET_PASSWORD_TOKEN")[0]]
            return False
        # Whoever had the mail is let in with the new password, also while others guess at the old one.
        reset_attempts(person.email)
        after_this_request(partial(know_device, person.email))
        return True


class OtherPasswordForm(ChangePasswordForm):
    """A new password in place of the present one; wrong guesses at the present one count as failed log-ins."""

    password = SecretField(_l("Current password"))
    new_password = SecretField(_l("New password"), new=True)
    new_password_confirm = SecretField(_l("New password, again"), new=True, also=equal_to("new_password"))
    submit = SubmitField(_l("Change password"))

    @override
    def validate(self, **kwargs: Any) -> bool:
        if not Form.validate(self, **kwargs):
            return False
        person = require_person()
        address, key = person.email, person.fs_uniquifier
        count_try(address, Purpose.LOG_IN)
        session().commit()
        with no_one_waits():
            passed: bool = super().validate(**kwargs)
        if not self.password.errors and not has_still_key(session(), person, key):
            self.password.errors = [get_message("INVALID_PASSWORD")[0]]
        if self.password.errors:
            return False
        reset_attempts(address)
        if not passed:
            # The view commits only when the new password is good as well.
            session().commit()
        return passed


class LogOutForm(LogoutForm):
    """One button."""

    # Looked at even where protection against forgery is switched off, and there is no such field.
    csrf_token = None
    submit = SubmitField(_l("Log out"))
