"""What a file of a publishing tool is made of, and what each tool has to say about its own.

These files are read by machines that post what stands in a cell, character for character. So no cell is marked with a
quote as in tables for people (`web/csv_cells.py`): the quote would be published. What could be a formula in a
spreadsheet program is left out instead, and its owner told to paste it by hand (`runs_in_spreadsheets`).
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from scheduler.messages import Message


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post: the naive time that clocks of the zone chosen show, and exactly what is posted."""

    wall: datetime
    text: str


class PlanFile(Protocol):
    """A file that a publishing tool reads.

    Attributes:
        slug: the name under which it is registered, and its part of the address.
        label: what a person picks it by.
        advice: how to upload it, in a sentence.
        most_rows: how many posts it takes at once.
        parts_at: what the tool takes for the end of a text within a cell, if anything.
    """

    slug: str
    label: Message
    advice: Message
    most_rows: int
    parts_at: str

    def write(self, posts: Sequence[PlannedPost]) -> bytes:
        """Return the file, for no more posts than it takes."""
        ...


def written(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as tools read them (RFC 4180), in UTF-8 without a mark of byte order: a heading is known exactly."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")
