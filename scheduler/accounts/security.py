"""Sets Flask-Security up: what it may do, what it says, and where its mail goes."""

from datetime import timedelta
from typing import Any, cast

from flask import Flask, abort, request
from flask_babel import lazy_gettext as _l
from flask_security import FSQLALiteUserDatastore, MailUtil, Security, UserMixin
from flask_security.mail_util import EmailValidateException
from typing_extensions import override

from scheduler.accounts.domain.addresses import BadAddressError, clean_address
from scheduler.accounts.domain.log_ins import REMEMBERED_FOR
from scheduler.accounts.forms.log_in import LogInForm, LogOutForm, NewPasswordForm, OtherPasswordForm
from scheduler.accounts.log_ins import init_cookies, init_log_ins
from scheduler.accounts.models import Person, Role
from scheduler.accounts.password_policy import HousePasswords
from scheduler.accounts.reset_links import RESET_SALT
from scheduler.accounts.services.log_in_records import note_new_password
from scheduler.accounts.services.log_ins import end_all_log_ins
from scheduler.accounts.services.recovery import LINK_LIFETIME, notify_password_changed
from scheduler.accounts.views.recovery import forgot_password
from scheduler.db import db
from scheduler.web.request import now, session, settings

CONFIG: dict[str, Any] = {
    "SECURITY_REGISTERABLE": False,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_CHANGEABLE": True,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    # Argon2 salts by itself. A second, keyed hash would tie every password to a setting.
    "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
    "SECURITY_RESET_PASSWORD_WITHIN": LINK_LIFETIME,
    "SECURITY_RESET_SALT": RESET_SALT,
    "SECURITY_LOGOUT_METHODS": ["POST"],
    "SECURITY_LOGOUT_CSRF": True,
    "SECURITY_CHANGE_URL": "/account/password",
    "SECURITY_POST_CHANGE_VIEW": "/account",
    "SECURITY_API_ENABLED_METHODS": ["session"],
    # No page asks to log in afresh, so there is no page to do it on.
    "SECURITY_FRESHNESS": timedelta(minutes=-1),
    # Our renderers write the mail when it leaves.
    "SECURITY_EMAIL_PLAINTEXT": False,
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CLI_USERS_NAME": "",
    "SECURITY_CLI_ROLES_NAME": "",
    # A directive without a value; theirs would come out as no-store=True, which no cache knows.
    "SECURITY_CACHE_CONTROL": {"no-store": None},
    "REMEMBER_COOKIE_DURATION": REMEMBERED_FOR,
    "REMEMBER_COOKIE_HTTPONLY": True,
    "REMEMBER_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    # A form may stay open over lunch; its token ends with the session.
    "WTF_CSRF_TIME_LIMIT": None,
}
MESSAGES = {
    "GENERIC_AUTHN_FAILED": (
        _l("Incorrect email or password. Try again or reset your password."),
        "error",
    ),
    "FORGOT_PASSWORD": (_l("Forgot your password?"), "info"),
    "INVALID_PASSWORD": (_l("Current password is incorrect."), "error"),
    "PASSWORD_IS_THE_SAME": (_l("This is your current password. Choose another one."), "error"),
    "PASSWORD_NOT_PROVIDED": (_l("Required."), "error"),
    "PASSWORD_CHANGE": (_l("Password changed. You are logged out everywhere else."), "success"),
    "PASSWORD_RESET_NO_LOGIN": (_l("New password set. Please log in with it."), "success"),
    "INVALID_RESET_PASSWORD_TOKEN": (
        _l("This link has already been used or is incomplete. Request a new one here."),
        "error",
    ),
    "PASSWORD_RESET_EXPIRED": (
        _l("This link was valid for one hour and has expired. Request a new one here."),
        "error",
    ),
    "UNAUTHENTICATED": (_l("Please log in to see this page."), "info"),
    "INVALID_REDIRECT": (_l("This address leads to another site, so it was ignored."), "info"),
}
ACCESS = {"login": "public", "logout": "public", "reset_password": "by_token", "change_password": "signed_in"}


# Browsers take a cookie of this prefix only from the host itself and only over https, whatever a neighbour sets.
HOST_PREFIX = "__Host-"


class Accounts(FSQLALiteUserDatastore):
    """Where people are kept; a new key, which comes with a new password, ends all their log-ins."""

    @override
    def set_uniquifier(self, user: UserMixin, uniquifier: str | None = None) -> None:
        end_all_log_ins(session(), cast("Person", user))


class OutboxMail(MailUtil):
    """Takes the place of sending: addresses are cleaned our way, and notices are queued by id."""

    @override
    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        if template in {"security/email/change_notice", "security/email/reset_notice"}:
            person = cast("Person", kwargs["user"])
            note_new_password(session(), person.id, now(), by_link=template.endswith("reset_notice"))
            notify_password_changed(session(), person, now())
            return
        raise NotImplementedError(template)

    @override
    def normalize(self, email: str) -> str:
        try:
            return clean_address(email)
        except BadAddressError as error:
            raise EmailValidateException(str(_l("Enter an email address like name@example.org."))) from error

    @override
    def validate(self, email: str) -> str:
        return self.normalize(email)


def init_security(app: Flask, *, arrival: str) -> None:
    """Add log-in, log-out and passwords to the application; `arrival` is the endpoint shown after logging in."""
    with app.app_context():
        secure = settings().base_url.startswith("https://")
    app.config.update(CONFIG)
    app.config.update({f"SECURITY_MSG_{key}": message for key, message in MESSAGES.items()})
    app.config["SECURITY_POST_LOGIN_VIEW"] = arrival
    app.config.update(_cookies(secure=secure))
    init_cookies(app)
    security = Security(
        app,
        Accounts(db, Person, Role),
        mail_util_cls=OutboxMail,
        password_util_cls=HousePasswords,
        login_form=LogInForm,
        logout_form=LogOutForm,
        reset_password_form=NewPasswordForm,
        change_password_form=OtherPasswordForm,
    )
    init_log_ins(app, security.login_manager)
    _narrow(app, security)


def _cookies(*, secure: bool) -> dict[str, Any]:
    """Name the cookies for a site that is reached over https, or not."""
    prefix = HOST_PREFIX if secure else ""
    return {
        "SESSION_COOKIE_NAME": f"{prefix}session",
        "REMEMBER_COOKIE_NAME": f"{prefix}remember_token",
        "DEVICE_COOKIE_NAME": f"{prefix}device",
        "SESSION_COOKIE_SECURE": secure,
        "REMEMBER_COOKIE_SECURE": secure,
    }


def _narrow(app: Flask, security: Security) -> None:
    """Leave only what we use: pages with a session, no JSON, no tokens in headers or addresses."""
    security.want_json(lambda _request: False)
    security.login_manager.request_loader(lambda _request: None)
    # It loads the person before every request, also for monitors, which ask while there is no database.
    security.principal.identity_loaders.clear()
    # Theirs answers faster for addresses that have an account than for others.
    app.view_functions["security.forgot_password"] = forgot_password
    for name, access in ACCESS.items():
        cast("Any", app.view_functions[f"security.{name}"]).access = access
    app.before_request(_refuse_json)


def _refuse_json() -> None:
    if request.blueprint == "security" and request.is_json:
        abort(415)
