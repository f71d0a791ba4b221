"""Owns the closed list of how far an observance reaches; topics are the agenda's."""

from enum import StrEnum

from scheduler.agenda.domain.topics import Topic
from scheduler.messages import N_, Message

__all__ = ["SCOPE_LABELS", "Scope", "Topic"]


class Scope(StrEnum):
    """How far an observance reaches; only a national one has a country."""

    INTERNATIONAL = "international"
    REGIONAL = "regional"
    NATIONAL = "national"


SCOPE_LABELS = {
    Scope.INTERNATIONAL: Message(N_("International")),
    Scope.REGIONAL: Message(N_("Regional")),
    Scope.NATIONAL: Message(N_("National")),
}
