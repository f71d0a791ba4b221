"""How other organisations come to take part in a campaign."""

from enum import StrEnum


class Joining(StrEnum):
    """What happens when an organisation that reads of a campaign wants to take part: it is asked for, or it is in."""

    ASK = "ask"
    OPEN = "open"


class JoinAnswer(StrEnum):
    """What became of a request to take part."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
