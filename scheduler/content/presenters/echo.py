"""Posts of other organisations that say nearly the same as one: networks show such less."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.similarity import NEARLY_THE_SAME, Shingles, shingles, similarity
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.models import ItemChannel
from scheduler.content.queries.items import Seen, posts_beside

DAYS_APART = 3
MOST_SHOWN, MOST_TEXTS = 5, 8
"""How many posts are shown, and how many texts of a post are compared: more would cost more than they tell."""


@dataclass(frozen=True, slots=True)
class Echo:
    """A post that is nearly the same; `percent` is how alike they are. `is_concealed` says that it is under embargo."""

    public_id: str
    title: str
    organisation: str
    percent: int
    is_concealed: bool


def echoes(session: Session, viewer: Viewer, seen: Seen, channels: Sequence[ItemChannel]) -> tuple[Echo, ...]:
    """Return such posts among those that the viewer reads in full, the most alike first; nothing once it is out."""
    item = seen.item
    if Kind(item.kind) is not Kind.POST or item.state not in UNPUBLISHED:
        return ()
    slugs = frozenset(row.channel for row in channels)
    own = _texts(seen.text, slugs)
    if not own:
        return ()
    alike = [
        (_most(own, _texts(other.text, slugs)), other)
        for other in posts_beside(session, viewer, item, slugs, DAYS_APART)
    ]
    alike = sorted((pair for pair in alike if pair[0] >= NEARLY_THE_SAME), key=lambda pair: (-pair[0], pair[1].item.id))
    names = organisation_names(session, {other.item.organisation_id for _share, other in alike})
    return tuple(
        Echo(
            other.item.public_id,
            other.text.title,
            names.get(other.item.organisation_id, ""),
            round(share * 100),
            concealed(other.item.guard),
        )
        for share, other in alike[:MOST_SHOWN]
    )


def _texts(text: ItemText, channels: frozenset[str]) -> list[Shingles]:
    """Return the shingles of the main text and of those for channels that both have, `MOST_TEXTS` at most."""
    texts = (text.body, *(variant.text for variant in text.variants if variant.channel in {"", *channels}))
    return [found for found in map(shingles, list(dict.fromkeys(texts))[:MOST_TEXTS]) if found]


def _most(own: list[Shingles], others: list[Shingles]) -> float:
    return max((similarity(one, other) for one in own for other in others), default=0.0)
