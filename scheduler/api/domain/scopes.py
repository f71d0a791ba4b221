"""What a token lets a program read, and for how long."""

from enum import StrEnum


class Scope(StrEnum):
    """How much of the calendar a token opens: what everybody may see, or what its person has access to."""

    PUBLIC = "public"
    OWN = "own"


DAYS = (30, 90, 365)
"""For how many days a token may be made."""

USUAL_DAYS = 90
