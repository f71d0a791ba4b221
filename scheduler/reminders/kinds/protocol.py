"""What a kind of reminder is."""

from typing import Protocol

from flask_babel import LazyString
from sqlalchemy import Select


class ReminderKind(Protocol):
    """Who is reminded of which entries, and why."""

    name: str
    label: LazyString
    why: LazyString

    def pairs(self) -> Select[int, int]:
        """Select person id and entry id of everybody whom this kind may remind; rows may repeat."""
