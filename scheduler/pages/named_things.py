"""What the search finds by name beside the calendar: bills and facts, for members."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.facts.models import Fact
from scheduler.facts.reading import facts_page
from scheduler.legislation.labels import status_labels
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bills_page, statuses_of
from scheduler.web.pagination import Page

MOST = 5
"""How many of each are shown; their lists show the rest."""


@dataclass(frozen=True, slots=True)
class NamedThings:
    """The first bills and facts in use that hold all the words, and how far each bill is, by id."""

    bills: Page[Bill]
    facts: Page[Fact]
    statuses: dict[int, list[str]]

    @property
    def is_empty(self) -> bool:
        """Say whether there is none."""
        return not self.bills.items and not self.facts.items


def named_things(session: Session, text: str, today: date) -> NamedThings:
    """Return what members find by these words; bills and facts are no secret among them."""
    bills = bills_page(session, text, 1, per_page=MOST)
    statuses = {ident: status_labels(status) for ident, status in statuses_of(session, bills.items, today).items()}
    return NamedThings(bills, facts_page(session, text, 1, per_page=MOST, in_use=True), statuses)
