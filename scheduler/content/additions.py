"""What content adds to pages of others: the way from an organisation to its press details."""

from scheduler.web.additions import Additions, Panel, Place

CONTENT_ADDITIONS = Additions(panels={Place.ORGANISATION: Panel("content/_organisation_press.html")})
