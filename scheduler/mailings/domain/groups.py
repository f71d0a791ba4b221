"""Who can be written to together."""

from enum import StrEnum


class Group(StrEnum):
    """People whom a campaign, or the date of an observance, concerns in the same way."""

    OWNERS = "owners"
    UNSIGNED = "unsigned"
    PARTICIPANTS = "participants"
    FOLLOWERS = "followers"


OF_CAMPAIGN = (Group.OWNERS, Group.UNSIGNED, Group.PARTICIPANTS)
OF_EDITION = tuple(Group)
