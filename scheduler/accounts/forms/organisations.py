"""The form of an organisation."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.accounts.forms.fields import OrganisationNameField
from scheduler.accounts.services.organisation_names import SHORT_NAME_MAX_CHARS
from scheduler.accounts.services.organisations import OrganisationDraft
from scheduler.web.country_names import country_choices
from scheduler.web.fields import ChoiceField, WebAddressField, ZoneField
from scheduler.web.forms import TokenForm

NAME_MAX_CHARS = 160
WEBSITE_MAX_CHARS = 500


class OrganisationForm(TokenForm):
    name = OrganisationNameField(_l("Name"), max_chars=NAME_MAX_CHARS, required=True)
    short_name = OrganisationNameField(_l("Short name"), max_chars=SHORT_NAME_MAX_CHARS)
    zone = ZoneField(_l("Time zone"), required=True)
    country = ChoiceField(_l("Country"), default="")
    website = WebAddressField(_l("Web page"), max_chars=WEBSITE_MAX_CHARS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer all countries."""
        super().__init__(*args, **kwargs)
        self.country.choices = [("", _("not set")), *country_choices()]

    def let_domains_through(self) -> "OrganisationForm":
        """Take a name like Change.org: for coordinators, who know whose it is."""
        self.name.may_be_domain = self.short_name.may_be_domain = True
        return self

    def draft(self, *, form_id: str | None = None) -> OrganisationDraft:
        """Return what was filled in."""
        return OrganisationDraft(
            name=self.name.data,
            zone=self.zone.data,
            short_name=self.short_name.data,
            website=self.website.data,
            country=self.country.data,
            form_id=form_id,
        )
