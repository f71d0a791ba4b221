"""What messages to those concerned add to pages of others."""

from scheduler.mailings.views import messages_of_observance
from scheduler.web.additions import Additions, Panel, Place

MAILING_ADDITIONS = Additions(
    panels={Place.OBSERVANCE: Panel("mailings/_observance.html", messages_of_observance)},
)
