"""What the search finds beside the calendar, for members: bills, facts, and content and campaigns without a date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.campaigns.queries.undated import UndatedCampaign, undated_campaigns
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
    """The first bills, facts in use and what has no date that hold all the words, and how far each bill is, by id.

    `more_undated` is how many campaigns and items are left out.
    """

    bills: Page[Bill]
    facts: Page[Fact]
    statuses: dict[int, list[str]]
    campaigns: Sequence[UndatedCampaign]
    items: Sequence[UndatedItem]
    more_undated: int

    @property
    def is_empty(self) -> bool:
        """Say whether there is none."""
        return not (self.bills.items or self.facts.items or self.has_undated)

    @property
    def has_undated(self) -> bool:
        """Say whether anything without a date was found."""
        return bool(self.campaigns or self.items)


def named_things(session: Session, viewer: Viewer, text: str, words: Sequence[str], today: date) -> NamedThings:
    """Return what a member finds by these words; bills and facts are no secret among members."""
    bills = bills_page(session, text, 1, per_page=MOST)
    statuses = {ident: status_labels(status) for ident, status in statuses_of(session, bills.items, today).items()}
    facts = facts_page(session, text, 1, per_page=MOST, in_use=True)
    campaigns, items = undated_campaigns(session, viewer, words), undated_items(session, viewer, words)
    shown = campaigns[:MOST_UNDATED]
    more = max(0, len(campaigns) + len(items) - MOST_UNDATED)
    return NamedThings(bills, facts, statuses, shown, items[: MOST_UNDATED - len(shown)], more)
