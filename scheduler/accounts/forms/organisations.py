"""The form of an organisation."""

from flask_babel import lazy_gettext as _l

from scheduler.accounts.services.organisations import SHORT_NAME_MAX_CHARS, OrganisationDraft
from scheduler.web.fields import LineField, WebAddressField, ZoneField
from scheduler.web.forms import TokenForm

NAME_MAX_CHARS = 160
WEBSITE_MAX_CHARS = 500


class OrganisationForm(TokenForm):
    name = LineField(_l("Name"), max_chars=NAME_MAX_CHARS, required=True)
    short_name = LineField(_l("Short name"), max_chars=SHORT_NAME_MAX_CHARS)
    zone = ZoneField(_l("Time zone"), required=True)
    website = WebAddressField(_l("Web page"), max_chars=WEBSITE_MAX_CHARS)

    def draft(self, *, form_id: str | None = None) -> OrganisationDraft:
        """Return what was filled in."""
        return OrganisationDraft(
            name=self.name.data,
            zone=self.zone.data,
            short_name=self.short_name.data,
            website=self.website.data,
            form_id=form_id,
        )
