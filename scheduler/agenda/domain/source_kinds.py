"""Whose row an entry is made from."""

from enum import StrEnum


class SourceKind(StrEnum):
    """The writer's table, by the word that entries keep; what reads entries compares with these."""

    EDITION = "edition"
    EVENT = "event"
    CAMPAIGN = "campaign"
    TASK = "task"
    CONTENT = "content"
    MILESTONE = "milestone"
    FACT = "fact"
