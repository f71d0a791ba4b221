"""Entries that at present carries some topics; a placeholder carries none."""

import re
from collections.abc import Collection

from sqlalchemy import ColumnElement, exists

from scheduler.agenda.models import Entry, EntryTopic

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class TopicFilter:
    """Keeps entries with one of the topics."""

    name = "topic"
    looks_behind = False
    goes_by_people = False

    def parse(self, raw: str) -> str | None:
        """Return the topic's slug, or None when it cannot be one."""
        return raw if SLUG.fullmatch(raw) and len(raw) <= 40 else None

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true for entries with one of the topics."""
        fits = (EntryTopic.entry_id == Entry.id, EntryTopic.topic.in_(sorted(values)))
        return exists().where(*fits).correlate(Entry)
