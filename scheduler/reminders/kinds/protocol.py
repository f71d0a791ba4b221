"""What a kind of reminder is."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from flask_babel import LazyString
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

MAX_PEOPLE_NAMED = 500


@dataclass(frozen=True, slots=True)
class Among:
    """The entries that are asked about, and the people; None is everybody.

    More than `MAX_PEOPLE_NAMED` people are not named to the database: whoever asks picks those that they want.
    """

    entry_ids: Collection[int]
    people: Collection[int] | None = None

    def where(
        self, person_id: InstrumentedAttribute[int], entry_id: InstrumentedAttribute[int]
    ) -> list[ColumnElement[bool]]:
        """Return SQL over the columns of people and entries; put it innermost, or the database reads all first."""
        clauses: list[ColumnElement[bool]] = [entry_id.in_(self.entry_ids)]
        if self.people is not None and len(self.people) <= MAX_PEOPLE_NAMED:
            clauses.append(person_id.in_(self.people))
        return clauses


class Section(StrEnum):
    """The parts of the email that gathers, in their order; notifications have one of their own after these."""

    WAITING = "waiting"
    PUBLISHES = "publishes"
    NEAR = "near"


class ReminderKind(Protocol):
    """Who is reminded of which entries, why, what the button of the mail is for, and where a digest lists it."""

    name: str
    label: LazyString
    why: LazyString
    action: LazyString
    section: Section

    def pairs(self, among: Among) -> Select[int, int]:
        """Select person id and entry id of everybody whom this kind may remind; rows may repeat."""
