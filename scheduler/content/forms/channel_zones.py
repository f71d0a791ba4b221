"""The form of the zones of an organisation's channels, a field for each."""

from collections.abc import Mapping

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.labels import channel_name
from scheduler.web.fields import ZoneField
from scheduler.web.forms import TokenForm


def channel_zones_form(saved: Mapping[str, str], revision: int) -> TokenForm:
    """Return the form with what is saved, each field under the name of its channel."""
    fields = {slug: ZoneField(channel_name(slug)) for slug in CHANNELS}
    form: type[TokenForm] = type("ChannelZonesForm", (TokenForm,), fields)
    return form(data={**saved, "revision": revision})


def typed_zones(form: TokenForm) -> Mapping[str, str]:
    """Return what was typed, by channel."""
    return {slug: form[slug].data or "" for slug in CHANNELS}
