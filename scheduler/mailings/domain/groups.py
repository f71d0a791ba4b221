"""Who can be written to together."""

from enum import StrEnum


class Group(StrEnum):
    """People whom a campaign concerns in the same way."""

    OWNERS = "owners"
    UNSIGNED = "unsigned"
    PARTICIPANTS = "participants"
