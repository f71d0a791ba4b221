"""Whether an item moves along when its campaign does, or its owner is asked."""

from scheduler.content.domain.workflow import State

MOVABLE = frozenset({State.IDEA, State.DRAFT, State.IN_REVIEW})
"""What is approved has been signed, and what is scheduled stands in somebody's own tool."""


def moves_along(state: State, *, is_signed: bool, is_concealed: bool) -> bool:
    """Say whether an item at a distance from its campaign's first day may be given another day by itself.

    Nobody moves what others have relied on: the words that an organisation has signed for a day, or the moment of an
    embargo that others were told of.
    """
    return state in MOVABLE and not is_signed and not is_concealed
