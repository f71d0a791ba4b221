"""What the API adds to pages of others and to the server; without this feature nothing else knows of it."""

from flask_babel import lazy_gettext as _l

from scheduler.api.emails import tokens_remain
from scheduler.api.services.tokens import MADE, revoke_all
from scheduler.api.views.entries import write_uses
from scheduler.api.views.pages import own_tokens
from scheduler.web.additions import Additions, Panel, Place
from scheduler.web.breadcrumbs import Step

API_ADDITIONS = Additions(
    panels={
        Place.ACCOUNT: Panel("api/_account.html"),
        Place.PASSWORD: Panel("api/_password.html", own_tokens),
        Place.LOG_OUT: Panel("api/_log_out.html", own_tokens),
    },
    mail_names={MADE: _l("New API token")},
    at_end=write_uses,
    when_logged_out=revoke_all,
    after_new_password=tokens_remain,
    steps={
        "api_tokens.index": Step(_l("API tokens")),
        "api_tokens.made": Step(_l("API token"), "api_tokens.index", ("name",)),
        "api_tokens.new": Step(_l("New token"), "api_tokens.index"),
    },
)
