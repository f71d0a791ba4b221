"""Whom an item is shared with before it is published."""

from dataclasses import dataclass
from enum import StrEnum


class ShareScope(StrEnum):
    """Whom an item is shared with before it is published."""

    OWN = "own"
    PARTICIPANTS = "taking_part"
    COALITION = "coalition"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Sharing:
    """Whom an item is shared with; `people` only where people are named."""

    with_whom: ShareScope = ShareScope.PARTICIPANTS
    people: frozenset[int] = frozenset()
