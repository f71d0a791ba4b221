"""Cuts copy that is too long for one post into the posts of a thread, by the counts of its networks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from scheduler.content.channels.protocol import Channel
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.channels.rendering import may_stand, texts_for
from scheduler.content.domain.item_text import ItemText, Variant, variant_for
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.post_text import thread_post
from scheduler.content.domain.threads import parts, split, with_separators

# In code points of all texts together, some 35 posts: the counts of a network take time, and nobody reads more.
MAX_SPLIT_CHARS = 10_000


@dataclass(frozen=True, slots=True)
class SplitCopy:
    """Copy with separators where it has to be cut.

    `added` is how many; `too_long` are the channels on which a post does not fit all the same, `is_unread` says that
    nothing was looked at because there is more than `MAX_SPLIT_CHARS`. `knows_threads` says that one of the channels
    has threads at all.
    """

    text: ItemText
    added: int
    too_long: tuple[Channel, ...]
    is_unread: bool
    knows_threads: bool


def split_text(item_text: ItemText, slugs: Collection[str]) -> SplitCopy:
    """Return a post's copy cut so that each part fits on every one of these channels that has threads."""
    channels = [CHANNELS[slug] for slug in slugs if slug in CHANNELS and CHANNELS[slug].has_threads]
    before = (item_text.body, *(variant.text for variant in item_text.variants))
    if not channels or sum(map(len, before)) > MAX_SPLIT_CHARS:
        return SplitCopy(item_text, 0, (), is_unread=bool(channels), knows_threads=bool(channels))
    composed = [channel for channel in channels if variant_for(item_text, channel.slug) is None]
    body = _split_body(item_text, composed)
    variants = tuple(_split_variant(item_text, variant, channels) for variant in item_text.variants)
    changed = replace(item_text, body=body, variants=variants)
    after = (body, *(variant.text for variant in variants))
    return SplitCopy(
        changed,
        sum(len(parts(new)) - len(parts(old)) for old, new in zip(before, after, strict=True)),
        tuple(channel for channel in channels if _is_too_long(changed, channel)),
        is_unread=False,
        knows_threads=True,
    )


def _split_body(item_text: ItemText, channels: Collection[Channel]) -> str:
    def fits(part: str, *, is_first: bool, is_last: bool) -> bool:
        post = thread_post(item_text, part, is_first=is_first, is_last=is_last)
        return all(_fits(channel, channel.compose(post), item_text) for channel in channels)

    return _split(item_text.body, split(item_text.body, fits) if channels else ())


def _split_variant(item_text: ItemText, variant: Variant, channels: Iterable[Channel]) -> Variant:
    used_by = [channel for channel in channels if may_stand(variant, channel)]

    def fits(part: str, *, is_first: bool, is_last: bool) -> bool:
        del is_first, is_last
        return all(_fits(channel, part, item_text) for channel in used_by)

    pieces = split(variant.text, fits) if used_by else ()
    return replace(variant, text=_split(variant.text, pieces))


def _split(text: str, pieces: tuple[str, ...]) -> str:
    """Return the pieces as they are typed, or the text as it is where nothing was cut."""
    return with_separators(pieces) if len(pieces) > len(parts(text)) else text


def _fits(channel: Channel, text: str, item_text: ItemText) -> bool:
    return not channel.count(text, item_text.content_warning if channel.has_warning_field else "").over


def _is_too_long(item_text: ItemText, channel: Channel) -> bool:
    own = [variant for variant in item_text.variants if may_stand(variant, channel)]
    general = variant_for(item_text, channel.slug)
    texts = {text for variant in (general, *own) for text in texts_for(item_text, channel, Kind.POST, variant)}
    return not all(_fits(channel, text, item_text) for text in texts)
