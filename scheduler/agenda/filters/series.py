"""Entries of one series, such as all editions of an observance; a placeholder belongs to none."""

import re
from collections.abc import Collection

from sqlalchemy import ColumnElement, and_

from scheduler.agenda.models import Entry

SERIES = re.compile(r"[a-z]+:[0-9]{1,10}")


class SeriesFilter:
    """Keeps entries of the series."""

    name = "series"
    looks_behind = False
    goes_by_people = False

    def parse(self, raw: str) -> str | None:
        """Return the series' key, or None when it cannot be one."""
        return raw if SERIES.fullmatch(raw) else None

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true for entries of one of the series."""
        return and_(Entry.concealed.is_(False), Entry.series.in_(sorted(values)))
