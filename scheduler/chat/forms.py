"""Forms of chat rooms."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from typing_extensions import override
from wtforms import Form
from wtforms.validators import StopValidation

from scheduler.accounts.forms.fields import NameField
from scheduler.chat.domain.rooms import DEFAULT_HOUR, Rhythm, Topic
from scheduler.chat.labels import HOUR_LABELS, RHYTHM_LABELS, TOPIC_LABELS
from scheduler.chat.models import ADDRESS_CHARS, NAME_CHARS, ChatRoom
from scheduler.chat.platforms.registry import PLATFORMS
from scheduler.chat.services.rooms import RoomDraft
from scheduler.web.fields import ChecksField, ChoiceField, RadiosField, WebAddressField, needed
from scheduler.web.forms import LanguageForm
from scheduler.web.translations import LOCALE


class SecretAddressField(WebAddressField):
    """An address that is sent over TLS alone, because whoever reads it may post there."""

    @override
    def pre_validate(self, form: Form) -> None:
        """Refuse what is sent in the open, or names somebody."""
        super().pre_validate(form)
        if not self.data:
            return
        parts = urlsplit(self.data)
        if parts.scheme != "https" or parts.username is not None:
            raise StopValidation(_("Enter the whole address that your chat service shows. It starts with https://."))


class RoomForm(LanguageForm):
    """A room, what is posted there, and when."""

    name = NameField(_l("Name"), max_chars=NAME_CHARS, required=True)
    platform = RadiosField(
        _l("Chat service"), choices=[(one.name, one.label) for one in PLATFORMS.values()], default="slack"
    )
    webhook = SecretAddressField(_l("Webhook address"), max_chars=ADDRESS_CHARS)
    topics = ChecksField(
        _l("What to post"),
        [needed(_l("Choose at least one, or pause the room on its page."))],
        choices=[(topic.value, label) for topic, label in TOPIC_LABELS.items()],
        default=[topic.value for topic in Topic],
    )
    rhythm = RadiosField(
        _l("When"),
        choices=[(rhythm.value, label) for rhythm, label in RHYTHM_LABELS.items()],
        default=Rhythm.DAILY.value,
    )
    hour = ChoiceField(
        _l("Hour"), choices=[(str(hour), label) for hour, label in HOUR_LABELS.items()], default=str(DEFAULT_HOUR)
    )

    def fill(self, saved: Mapping[str, Any]) -> None:
        """Show what a room is; its address is not shown again."""
        for name, value in saved.items():
            if name in self:
                self[name].data = value

    def draft(self) -> RoomDraft:
        """Return the room as it was typed."""
        return RoomDraft(
            name=self.name.data,
            platform=self.platform.data,
            topics=sorted(Topic(one) for one in self.topics.data),
            rhythm=Rhythm(self.rhythm.data),
            hour=int(self.hour.data),
            language=self.language.data if "language" in self else LOCALE,
            address=self.webhook.data,
        )


class NewRoomForm(RoomForm):
    """A room that is new, so its address has to be entered."""

    webhook = SecretAddressField(_l("Webhook address"), [needed()], max_chars=ADDRESS_CHARS)


def saved_values(room: ChatRoom) -> dict[str, Any]:
    """Return what a room is, by field of the form."""
    return {
        "name": room.name,
        "platform": room.platform,
        "topics": [str(topic) for topic in room.topics],
        "rhythm": str(room.rhythm),
        "hour": str(room.hour),
        "language": room.language,
    }
