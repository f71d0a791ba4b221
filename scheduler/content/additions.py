"""What content adds to pages of others and to the server: the way to press details, and room for pictures."""

from typing import cast

from flask import Flask
from flask_babel import lazy_gettext as _l

from scheduler.content.services.consents import CONSENT_AGAIN, CONSENT_OVER
from scheduler.web.additions import Additions, Panel, Place
from scheduler.web.request import Settings

MEGABYTE = 1_000_000
# What is sent beside a picture. A picture that is a little too large gets a message beside its field.
OTHER_FIELDS_MB = 4


def _picture_bytes(app: Flask) -> int:
    settings = cast("Settings", app.extensions["scheduler.settings"])
    return (settings.picture_max_mb + OTHER_FIELDS_MB) * MEGABYTE


CONTENT_ADDITIONS = Additions(
    panels={Place.ORGANISATION: Panel("content/_organisation_press.html")},
    mail_names={
        CONSENT_OVER: _l("Consent for a picture is over"),
        CONSENT_AGAIN: _l("New consent for a picture"),
    },
    larger_bodies={"content.new_picture": _picture_bytes, "content.new_consent": _picture_bytes},
)
