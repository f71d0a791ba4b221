"""Two people changed the same text: field by field, what can be put together and what a person has to decide."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from scheduler.content.domain.item_text import ItemText, Variant

_PLAIN = tuple(field.name for field in fields(ItemText) if field.name != "variants")


@dataclass(frozen=True, slots=True)
class Merged:
    """The text put together; `conflicts` names the fields that both changed, where `mine` was kept.

    Variants are `variants`, whichever of them it was.
    """

    text: ItemText
    conflicts: frozenset[str]


def merge(base: ItemText, mine: ItemText, theirs: ItemText) -> Merged:
    """Put two changes of the same text together; compare normalised text.

    A field that one of both left as it was takes the other's text. Where both changed it differently, mine stays.

    Args:
        base: the text that both started from.
        mine: the text of whoever saves now.
        theirs: the text that was saved meanwhile.
    """
    merged: dict[str, Any] = {}
    conflicts = set()
    for name in _PLAIN:
        value, fits = _side(getattr(base, name), getattr(mine, name), getattr(theirs, name))
        merged[name] = value
        conflicts |= set() if fits else {name}
    variants, fits = _merge_variants(base, mine, theirs)
    conflicts |= set() if fits else {"variants"}
    return Merged(replace(mine, **merged, variants=variants), frozenset(conflicts))


def _side(base: Hashable, mine: Hashable, theirs: Hashable) -> tuple[Hashable, bool]:
    """Return which value holds, and whether nobody has to decide."""
    if theirs in (base, mine):
        return mine, True
    return (theirs, True) if mine == base else (mine, False)


def _merge_variants(base: ItemText, mine: ItemText, theirs: ItemText) -> tuple[tuple[Variant, ...], bool]:
    old, own, other = _by_place(base), _by_place(mine), _by_place(theirs)
    kept: list[Variant] = []
    fits = True
    for place in sorted(old.keys() | own.keys() | other.keys()):
        value, decided = _side(old.get(place), own.get(place), other.get(place))
        fits = fits and decided
        if isinstance(value, Variant):
            kept.append(value)
    return tuple(kept), fits


def _by_place(text: ItemText) -> Mapping[tuple[str, str, int], Variant]:
    return {variant.place: variant for variant in text.variants}
