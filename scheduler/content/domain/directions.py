"""In which direction a paragraph is written."""

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Say whether the first letter of a paragraph is written from right to left (UAX 9, rule P2)."""
    strong = (unicodedata.bidirectional(char) for char in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"
