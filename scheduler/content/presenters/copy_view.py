"""The copy of an item as it will be read: as it was written, or as it is published on one channel."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from scheduler.content.channels.protocol import Channel, Count
from scheduler.content.channels.rendering import Publication, publications
from scheduler.content.domain.item_text import ItemText, has_text
from scheduler.content.domain.kinds import KINDS, Field, Kind
from scheduler.content.domain.post_segments import PostSegment, post_segments
from scheduler.content.models import ItemChannel
from scheduler.content.queries.items import Seen

WRITTEN = "written"
"""What the address calls the copy as it was written."""

_WITH_POSTS = frozenset({*KINDS[Kind.POST].fields, Field.CAPTIONS, "attachments"})
"""The parts of a text that are shown with its posts."""


@dataclass(frozen=True, slots=True)
class ShownPost:
    """One text to paste, the `place`th of all; `segments` are what readers see of a post, none of what is no post."""

    place: int
    publication: Publication
    segments: tuple[PostSegment, ...]


@dataclass(frozen=True, slots=True)
class CopyTab:
    """One way to look at the copy; `channel` is None for the copy as it was written.

    `count` is that of its longest text, or of the one that is over the limit.
    """

    slug: str
    channel: Channel | None
    count: Count | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class CopyView:
    """The copy in one way; `posts` are the texts of the chosen channel, none where it is shown as it was written.

    `too_long` are the texts, of all channels, that their networks would refuse. With `shows_all` this one way shows
    everything that is signed, unless there are more pictures than the page has or long copy is folded.
    """

    tabs: tuple[CopyTab, ...]
    posts: tuple[ShownPost, ...]
    too_long: tuple[Publication, ...]
    shows_all: bool

    @property
    def is_written(self) -> bool:
        """Say whether the copy is shown as it was written."""
        return not self.posts

    @property
    def is_for_press(self) -> bool:
        """Say whether what is shown goes to journalists, with lines above it."""
        return any(post.publication.channel.is_for_press for post in self.posts)

    @property
    def slug(self) -> str:
        """Return what the address calls this way."""
        return next((tab.slug for tab in self.tabs if tab.is_current), WRITTEN)


def copy_view(seen: Seen, channels: Sequence[ItemChannel], wanted: str) -> CopyView:
    """Return the copy as somebody wants to see it: a channel's slug, or `WRITTEN`.

    Anything else means as it is read first: a post on its first channel, all other content as it was written.
    """
    kind = Kind(seen.item.kind)
    found = publications(seen.text, [row.channel for row in channels], kind) if has_text(seen.text) else ()
    by_channel: dict[str, list[Publication]] = {}
    for publication in found:
        by_channel.setdefault(publication.channel.slug, []).append(publication)
    first = next(iter(by_channel), WRITTEN) if kind is Kind.POST else WRITTEN
    chosen = wanted if wanted in by_channel or wanted == WRITTEN else first
    tabs = [_tab(rows, is_current=slug == chosen) for slug, rows in by_channel.items()]
    written = CopyTab(WRITTEN, None, None, is_current=chosen == WRITTEN)
    # A post is looked at as a post; all else is read first as it was written.
    ordered = (*tabs, written) if kind is Kind.POST else (written, *tabs)
    posts = tuple(_shown(place, row, kind) for place, row in enumerate(found, 1) if row.channel.slug == chosen)
    return CopyView(
        tabs=ordered if tabs else (),
        posts=posts,
        too_long=tuple(row for row in found if row.count.over),
        shows_all=_shows_all(seen.text, posts),
    )


def _tab(rows: Sequence[Publication], *, is_current: bool) -> CopyTab:
    channel = rows[0].channel
    longest = max((row.count for row in rows), key=lambda count: (count.over, count.used))
    return CopyTab(channel.slug, channel, longest, is_current)


def _shown(place: int, row: Publication, kind: Kind) -> ShownPost:
    segments = post_segments(row.text, row.channel.show_link) if kind is Kind.POST else ()
    return ShownPost(place, row, segments)


def _shows_all(text: ItemText, posts: Sequence[ShownPost]) -> bool:
    """Say whether the copy as it was written, or these posts of it, show all parts that are signed."""
    if text.variants:
        return False
    if not posts:
        return has_text(text)
    others = (getattr(text, part.name) for part in fields(text) if part.name not in _WITH_POSTS)
    return all(post.segments for post in posts) and not any(others)
