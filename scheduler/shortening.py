"""Where text is cut of which only the beginning is shown."""


def up_to_last(head: str, end: str = " ") -> str:
    """Return the beginning of a text up to its last space, or other `end`, if that is in its second half; else all.

    Scripts that part no words, such as Chinese or Thai, have few spaces: next to nothing could be left.
    """
    kept = head.rpartition(end)[0]
    return kept if 2 * len(kept) > len(head) else head
