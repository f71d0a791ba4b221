"""What the forms of content offer to choose from."""

from flask_babel import lazy_gettext as _l

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.sharing import ShareScope
from scheduler.content.labels import KIND_LABELS, channel_name

SHARING = (
    (ShareScope.OWN, _l("Only your organisation")),
    (ShareScope.PARTICIPANTS, _l("Organisations participating in the campaign")),
    (ShareScope.COALITION, _l("The whole coalition")),
    (ShareScope.PEOPLE, _l("Specific people")),
)


def kinds() -> list[tuple[str, str]]:
    """Return the kinds as a list offers them."""
    return [(kind.value, label) for kind, label in KIND_LABELS.items()]


def channels() -> list[tuple[str, str]]:
    """Return the channels as a list offers them."""
    return [(slug, channel_name(slug)) for slug in CHANNELS]
