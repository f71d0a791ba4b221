"""The form of a bill."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from scheduler.legislation.services.bills import BillDraft
from scheduler.web.fields import LineField, WebAddressField
from scheduler.web.forms import TokenForm


class BillForm(TokenForm):
    """What is written down of a bill."""

    jurisdiction = LineField(
        _l("Legislature"), max_chars=80, required=True, description=_l("For example US Congress, UK Parliament or EU.")
    )
    number = LineField(
        _l("Number"),
        max_chars=60,
        required=True,
        description=_l("As it is cited, for example H.R. 1234. Companion bills together: H.R. 2732 / S. 1207."),
    )
    title = LineField(_l("Title"), max_chars=300, required=True)
    chamber = LineField(_l("Chamber"), max_chars=80, description=_l("For example Senate or House of Commons."))
    sponsors = LineField(
        _l("Sponsors"), max_chars=300, description=_l("Who brought it in, for example Sen. Durbin, Sen. Hawley.")
    )
    url = WebAddressField(_l("Official page"))
    is_apart = BooleanField(_l("Remove from its companions"))

    def draft(self) -> BillDraft:
        """Return what was typed."""
        return BillDraft(
            self.jurisdiction.data,
            self.number.data,
            self.title.data,
            self.url.data,
            chamber=self.chamber.data,
            sponsors=self.sponsors.data,
        )
