"""Everything that is to be pasted somewhere: by channel, language and organisation, with its count."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached

from scheduler.content.channels.protocol import Channel, Count
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.item_text import ItemText, Variant, variant_for
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.post_text import text_in_one, thread_texts
from scheduler.content.domain.threads import is_blank, parts

# Counts of texts in use, so that a text is counted once for each channel and not at every look: they are small.
KEPT_COUNTS = 4096


@dataclass(frozen=True, slots=True)
class Publication:
    """The exact text to paste, and how long it is for the network.

    `language` is empty and `organisation_id` None where the text is for all. `warning` is pasted into a field of its
    own. `is_own_text` says that somebody wrote it for this place, instead of its being put together.
    `has_marks` says that what was typed holds marks, such as those of emphasis: they are left out of the text that is
    put together, and stand in one's own text as they are. `photo_credit` is what the text does not say of the picture;
    it and the alternative text are for the first post of a thread, of which this is post `number` of `post_count`.
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
    number: int = 1
    post_count: int = 1


def publications(item_text: ItemText, slugs: Collection[str], kind: Kind) -> tuple[Publication, ...]:
    """Return what is to be pasted where, channels in the order given, the text for all before the special ones.

    Posts of a thread follow each other. Unknown channels are left out.
    """
    known = [CHANNELS[slug] for slug in slugs if slug in CHANNELS]
    return tuple(publication for channel in known for publication in _of_channel(item_text, channel, kind))


def _of_channel(item_text: ItemText, channel: Channel, kind: Kind) -> Iterator[Publication]:
    """Yield the text for all, then those for each language and organisation that has its own, the channel's first."""
    yield from _published(item_text, channel, kind, variant_for(item_text, channel.slug), ("", None))
    special: dict[tuple[str, int | None], Variant] = {}
    for variant in item_text.variants:
        place = (variant.language, variant.organisation_id)
        if place != ("", None) and may_stand(variant, channel) and (variant.channel or place not in special):
            special[place] = variant
    for place, variant in special.items():
        yield from _published(item_text, channel, kind, variant, place)


def may_stand(variant: Variant, channel: Channel) -> bool:
    """Say whether a text for a single place, if not blank, may be pasted on the channel."""
    return variant.channel in ("", channel.slug) and not is_blank(variant.text)


def _published(
    item_text: ItemText, channel: Channel, kind: Kind, variant: Variant | None, place: tuple[str, int | None]
) -> Iterator[Publication]:
    """Yield the texts for one place: one, or each post of a thread."""
    texts = texts_for(item_text, channel, kind, variant)
    warning = item_text.content_warning if channel.has_warning_field else ""
    typed = parts(variant.text if variant else item_text.body) if len(texts) > 1 else ()
    is_credited = any(item_text.photo_credit in text for text in texts)
    for index, text in enumerate(texts):
        yield Publication(
            channel,
            *place,
            text,
            _counted(channel, text, warning),
            warning,
            is_own_text=variant is not None,
            has_marks=_has_marks(
                item_text, variant, typed[index] if typed else None, text, is_last=index == len(texts) - 1
            ),
            alt_text=item_text.alt_text if index == 0 else "",
            photo_credit="" if is_credited or index else item_text.photo_credit,
            number=index + 1,
            post_count=len(texts),
        )


def texts_for(item_text: ItemText, channel: Channel, kind: Kind, variant: Variant | None) -> tuple[str, ...]:
    """Return what is pasted on a channel: the posts of a thread where there is one, else one text."""
    own = variant.text if variant else None
    if kind is not Kind.POST:
        return (channel.compose(item_text, own),)
    if channel.has_threads:
        return thread_texts(item_text, own, channel.compose)
    return (text_in_one(item_text, own, channel.compose),)


def _has_marks(item_text: ItemText, variant: Variant | None, part: str | None, pasted: str, *, is_last: bool) -> bool:
    """Say whether what was typed for a text holds marks; `part` of a thread is one post's, None all."""
    if variant:
        typed = [variant.text if part is None else part]
    else:
        typed = [item_text.body if part is None else part, *([item_text.call_to_action] if is_last else [])]
        typed += _after_release(item_text, pasted) if part is None else []
    return any(plain_text(text) != text.strip("\n") for text in typed)


def _after_release(item_text: ItemText, pasted: str) -> list[str]:
    """Return what stands after the end of a release, where the text to paste holds it."""
    after = (item_text.notes_to_editors, item_text.boilerplate, item_text.media_contact)
    return [part for part in after if part and plain_text(part) in pasted]


def _count_key(channel: Channel, text: str, warning: str) -> tuple[str, bytes, str]:
    return channel.slug, hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), warning


@cached(LRUCache(KEPT_COUNTS), _count_key, Lock())
def _counted(channel: Channel, text: str, warning: str) -> Count:
    """Return how long a text is for a channel."""
    return channel.count(text, warning)
