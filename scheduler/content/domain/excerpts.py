"""Shortens what stayed the same, so that a change of one word in a long text is seen at once."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.content.domain.text_diff import Change, FieldDifference, Segment
from scheduler.shortening import up_to_last

CONTEXT_CHARS = 160
LEFT_OUT = "[…]"


def in_context(difference: FieldDifference, *, context_chars: int = CONTEXT_CHARS) -> FieldDifference:
    """Return a difference with long passages that were kept cut down to what stands beside a change.

    Args:
        difference: what changed in one field.
        context_chars: how much is kept on each side of a change, in code points; whole words.
    """
    last = len(difference.segments) - 1
    shortened = (
        _shortened(segment, context_chars, after=index > 0, before=index < last)
        for index, segment in enumerate(difference.segments)
    )
    return replace(difference, segments=tuple(shortened))


def is_shortened(differences: Sequence[FieldDifference]) -> bool:
    """Say whether anything was left out of these differences."""
    kept = (one for difference in differences for one in difference.segments if one.change is Change.KEPT)
    return any(LEFT_OUT in segment.text for segment in kept)


def _shortened(segment: Segment, context_chars: int, *, after: bool, before: bool) -> Segment:
    """Cut a kept segment; `after` and `before` say whether a change stands before it and behind it."""
    text = segment.text
    if segment.change is not Change.KEPT or len(text) <= 2 * context_chars + len(LEFT_OUT):
        return segment
    head = _head(text, context_chars) if after else ""
    tail = _head(text[::-1], context_chars)[::-1] if before else ""
    return Segment(segment.change, f"{head}{LEFT_OUT}{tail}")


def _head(text: str, context_chars: int) -> str:
    """Return the beginning of a text up to a space, which is kept, or cut hard where there is none near."""
    cut = text[:context_chars]
    return cut[: len(up_to_last(cut)) + 1]
