"""The page that asks for a link to a new password."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import public
from scheduler.accounts.domain.lockout import Purpose
from scheduler.accounts.forms.recovery import ForgottenPasswordForm
from scheduler.accounts.login_throttle import count_try
from scheduler.accounts.services.recovery import ask_for_new_password
from scheduler.web.request import now, session


@public
def forgot_password() -> ResponseReturnValue:
    form = ForgottenPasswordForm()
    if not form.validate_on_submit():
        return render_template("security/forgot_password.html", form=form), 422 if form.is_submitted() else 200
    # In one transaction: how long the answer takes must not tell whether there is such an account.
    count_try(form.email.data, Purpose.RECOVERY)
    ask_for_new_password(session(), form.email.data, now())
    session().commit()
    # The same answer whether or not there is such an account.
    message = _(
        "If %(address)s has an account here, an email with a link is on its way, or arrived within the last hour.",
        address=form.email.data,
    )
    flash(message, "info")
    return redirect(url_for("security.login"))
