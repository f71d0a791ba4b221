"""Everything that is to be pasted somewhere: by channel, language and organisation, with its count."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached

from scheduler.content.channels.protocol import Channel, Count
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.item_text import ItemText, Variant, variant_for
from scheduler.content.domain.markdown import plain_text

# Counts of texts in use, so that a text is counted once for each channel and not at every look: they are small.
KEPT_COUNTS = 4096


@dataclass(frozen=True, slots=True)
class Publication:
    """The exact text to paste, and how long it is for the network.

    `language` is empty and `organisation_id` None where the text is for all. `warning` is pasted into a field of its
    own. `is_own_text` says that somebody wrote it for this place, instead of its being put together.
    `has_marks` says that what was typed holds marks, such as those of emphasis: they are left out of the text that is
    put together, and stand in one's own text as they are. `photo_credit` is what the text does not say of the picture.
    """

    channel: Channel
    language: str
    organisation_id: int | None
    text: str
    count: Count
    warning: str
    is_own_text: bool
    has_marks: bool
    alt_text: str
    photo_credit: str


def publications(item_text: ItemText, slugs: Collection[str]) -> tuple[Publication, ...]:
    """Return what is to be pasted where, channels in the order given, the text for all before the special ones.

    Unknown channels are left out.
    """
    known = [CHANNELS[slug] for slug in slugs if slug in CHANNELS]
    return tuple(publication for channel in known for publication in _of_channel(item_text, channel))


def _of_channel(item_text: ItemText, channel: Channel) -> Iterator[Publication]:
    """Yield the text for all, then one for each language and organisation that has its own, the channel's first."""
    yield _publication(item_text, channel, variant_for(item_text, channel.slug), "", None)
    special: dict[tuple[str, int | None], Variant] = {}
    for variant in item_text.variants:
        place = (variant.language, variant.organisation_id)
        if place != ("", None) and _may_stand(variant, channel) and (variant.channel or place not in special):
            special[place] = variant
    for (language, organisation_id), variant in special.items():
        yield _publication(item_text, channel, variant, language, organisation_id)


def _may_stand(variant: Variant, channel: Channel) -> bool:
    return variant.channel in ("", channel.slug) and bool(variant.text.strip())


def _publication(
    item_text: ItemText, channel: Channel, variant: Variant | None, language: str, organisation_id: int | None
) -> Publication:
    text = channel.compose(item_text, variant.text if variant else None)
    warning = item_text.content_warning if channel.has_warning_field else ""
    typed = [variant.text] if variant else _with_marks(item_text, text)
    return Publication(
        channel,
        language,
        organisation_id,
        text,
        _counted(channel, text, warning),
        warning,
        is_own_text=variant is not None,
        has_marks=any(plain_text(part) != part.strip("\n") for part in typed),
        alt_text=item_text.alt_text,
        photo_credit="" if item_text.photo_credit in text else item_text.photo_credit,
    )


def _with_marks(item_text: ItemText, pasted: str) -> list[str]:
    """Return the parts of the text in which marks may be typed, those after the end of a release where it has them."""
    after = (item_text.notes_to_editors, item_text.boilerplate, item_text.media_contact)
    here = [part for part in after if part and plain_text(part) in pasted]
    return [item_text.body, item_text.call_to_action, *here]


def _count_key(channel: Channel, text: str, warning: str) -> tuple[str, bytes, str]:
    return channel.slug, hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), warning


@cached(LRUCache(KEPT_COUNTS), _count_key, Lock())
def _counted(channel: Channel, text: str, warning: str) -> Count:
    """Return how long a text is for a channel."""
    return channel.count(text, warning)
