"""The form that asks for a link to a new password."""

from flask_babel import lazy_gettext as _l

from scheduler.accounts.forms.fields import AddressField
from scheduler.web.forms import TokenForm


class ForgottenPasswordForm(TokenForm):
    email = AddressField(_l("Email address"), required=True, render_kw={"autocomplete": "username"})
