"""What rows of a crowd have in common: how many there are, who and where number `n` is, and what is measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

NOW = datetime(2027, 7, 14, 12, 0, tzinfo=UTC)
FIRST_DAY, DAYS = date(2025, 7, 1), 5 * 365
TOPICS = ("trafficking", "labour", "migration", "children", "health")
ZONES = ("Europe/Brussels", "Asia/Manila", "America/New_York", "Africa/Nairobi", "America/Lima")
STATES = ("draft", "in_review", "in_review", "approved", "scheduled", "published")
ROWS_AT_ONCE = 2000
PUBLIC_GUARD, COALITION_GUARD, MARKED_GUARD, FIRST_GUARD = 1, 2, 3, 4
MARKED_CAMPAIGN, MARKED_ITEM = 1, 1
MARKED_ITEMS, MARKED_TASKS = 300, 100

Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Marked:
    """What belongs to the campaign and to the item that pages are measured with."""

    items: int = MARKED_ITEMS
    tasks: int = MARKED_TASKS
    versions: int = 1
    comments: int = 1000


@dataclass(frozen=True, slots=True)
class Size:
    """How many people and calendar entries; everything else follows from them."""

    people: int
    entries: int
    people_per_organisation: int = 10
    marked: Marked = Marked()

    @property
    def organisations(self) -> int:
        return max(5, self.people // self.people_per_organisation)

    @property
    def editions(self) -> int:
        return self.entries // 25

    @property
    def events(self) -> int:
        return self.entries * 6 // 100

    @property
    def campaigns(self) -> int:
        return max(2, self.entries // 100)

    @property
    def items(self) -> int:
        return self.entries * 30 // 100

    @property
    def tasks(self) -> int:
        return self.entries * 28 // 100

    def organisation_of(self, person: int) -> int:
        return (person - 1) % self.organisations + 1

    def any_organisation(self, number: int) -> int:
        return number % self.organisations + 1

    def any_person(self, number: int) -> int:
        return number * 7 % self.people + 1

    def campaign_of(self, number: int, marked: int) -> int:
        """Return the marked campaign for as many things as are marked, any other for the rest."""
        others = self.campaigns - 1
        return MARKED_CAMPAIGN if number <= marked else number % others + 2

    def signatories(self, person: int) -> tuple[int, int]:
        """Return the organisations that sign what a person owns, besides the person's own."""
        own = self.organisation_of(person)
        return own % self.organisations + 1, (own + 1) % self.organisations + 1


SMALL, BIG = Size(50, 500), Size(2000, 50_000)


def numbers(count: int) -> range:
    return range(1, count + 1)


def name(number: int) -> str:
    return f"Ana{number % 300} Reyes{number}"


def zone(number: int) -> str:
    return ZONES[number % len(ZONES)]


def topic(number: int) -> str:
    return TOPICS[number % len(TOPICS)]
