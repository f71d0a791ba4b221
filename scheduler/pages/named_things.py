"""What the search finds beside the calendar, for members: bills, facts, and content without a publish date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.queries.found import UndatedItem, undated_items
from scheduler.facts.models import Fact
from scheduler.facts.reading import facts_page
from scheduler.legislation.labels import status_labels
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bills_page, statuses_of
from scheduler.web.pagination import Page

MOST = 5
"""How many bills and facts are shown; their lists show the rest."""

MOST_UNDATED = 20


@dataclass(frozen=True, slots=True)
class NamedThings:
    """The first bills, facts in use and undated items that hold all the words, and how far each bill is, by id.

    `more_undated` is how many items are left out.
    """

    bills: Page[Bill]
    facts: Page[Fact]
    statuses: dict[int, list[str]]
    undated: Sequence[UndatedItem]
    more_undated: int

    @property
    def is_empty(self) -> bool:
        """Say whether there is none."""
        return not (self.bills.items or self.facts.items or self.undated)


def named_things(session: Session, viewer: Viewer, text: str, words: Sequence[str], today: date) -> NamedThings:
    """Return what a member finds by these words; bills and facts are no secret among members."""
    bills = bills_page(session, text, 1, per_page=MOST)
    statuses = {ident: status_labels(status) for ident, status in statuses_of(session, bills.items, today).items()}
    facts, undated = facts_page(session, text, 1, per_page=MOST, in_use=True), undated_items(session, viewer, words)
    return NamedThings(bills, facts, statuses, undated[:MOST_UNDATED], max(0, len(undated) - MOST_UNDATED))
