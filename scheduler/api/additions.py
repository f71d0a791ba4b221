"""What the API adds to pages of others and to the server; without this feature nothing else knows of it."""

from flask_babel import lazy_gettext as _l

from scheduler.api.views.entries import write_uses
from scheduler.web.additions import Additions, Panel, Place
from scheduler.web.breadcrumbs import Step

API_ADDITIONS = Additions(
    panels={Place.ACCOUNT: Panel("api/_account.html")},
    at_end=write_uses,
    steps={
        "api_tokens.index": Step(_l("API tokens")),
        "api_tokens.made": Step(_l("API token"), "api_tokens.index", ("name",)),
        "api_tokens.new": Step(_l("New token"), "api_tokens.index"),
    },
)
