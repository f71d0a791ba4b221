"""Which partner gets which post, so that not all of them say the same on one network."""

from collections.abc import Mapping, Sequence, Set

Place = tuple[str, str]
"""A channel and a language, empty for the text for all languages."""


def dealt(posts: Sequence[tuple[int, Set[Place]]], turn: int) -> Mapping[int, frozenset[Place]]:
    """Return by post for which places a partner gets it, and leave out posts that they get for none.

    Where there are several posts for a place, partners take turns: each gets one of them, and as many partners as there
    are posts get different ones.

    Args:
        posts: the posts that are open, in a lasting order, each with the places that it has a text for.
        turn: the partner's place among the partners of the kit, from 0.
    """
    found: dict[int, set[Place]] = {}
    for place in sorted({place for _post, places in posts for place in places}):
        offered = [post for post, places in posts if place in places]
        found.setdefault(offered[turn % len(offered)], set()).add(place)
    return {post: frozenset(found[post]) for post, _places in posts if post in found}
