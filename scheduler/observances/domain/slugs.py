"""Owns the making of slugs from names."""

import re
from collections.abc import Container

from scheduler.normal_forms import normal_form
from scheduler.observances.domain.validators import MAX_SLUG_CHARS, RESERVED_SLUGS

_FALLBACK = "observance"
_STEM_CHARS = MAX_SLUG_CHARS - 5
"""What is left for the name when a number of up to four digits is put behind it."""


def slug_of(name: str, taken: Container[str]) -> str:
    """A slug for a name that is not taken yet: its Latin letters and digits with hyphens between.

    A name of another script becomes `observance`; what is taken already gets a number from 2 on.
    """
    plain = normal_form("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_STEM_CHARS].strip("-") or _FALLBACK
    slug, number = stem, 2
    while slug in taken or slug in RESERVED_SLUGS:
        slug, number = f"{stem}-{number}", number + 1
    return slug
