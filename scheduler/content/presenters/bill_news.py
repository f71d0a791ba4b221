"""What is new of an item's bills since its copy was compared with them, and which sentences that may make wrong."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from scheduler.content.checks.protocol import Draft, prose
from scheduler.content.domain.bill_sentences import BillName, sentences_on_bills
from scheduler.content.domain.item_text import ItemText, has_text
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.workflow import SETTLED, State
from scheduler.content.models import Item
from scheduler.content.queries.items import Seen
from scheduler.legislation.labels import count_label, milestone_label
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import count_of, milestones_changed_since

MOST_SENTENCES = 8


@dataclass(frozen=True, slots=True)
class MilestoneNews:
    """A milestone that was entered, changed or retracted since; `count` is empty where there was no vote."""

    bill: Bill
    row: BillMilestone
    name: str
    count: str


@dataclass(frozen=True, slots=True)
class BillNews:
    """What is new of the bills, the oldest news first, and the sentences to look at; `has_more` than are shown.

    `until` is the moment of the last news.
    """

    news: tuple[MilestoneNews, ...]
    sentences: tuple[str, ...]
    has_more: bool
    until: datetime


def bill_news(session: Session, seen: Seen, bills: Collection[Bill]) -> BillNews | None:
    """Return what to compare the copy of an item with; None where nothing is new, or nobody will read it."""
    item = seen.item
    if not bills or State(item.state) in SETTLED or not has_text(seen.text):
        return None
    since = item.bills_checked_at or item.created_at
    found = milestones_changed_since(session, [bill.id for bill in bills], since)
    if not found:
        return None
    named = {bill.id: bill for bill in (*bills, *(bill for bill, _row in found))}
    names = [BillName(bill.number, bill.title) for bill in named.values()]
    sentences = tuple(islice(_sentences(item, seen.text, names), MOST_SENTENCES + 1))
    return BillNews(
        news=tuple(_news(bill, row) for bill, row in found),
        sentences=sentences[:MOST_SENTENCES],
        has_more=len(sentences) > MOST_SENTENCES,
        until=max(row.changed_at for _bill, row in found if row.changed_at is not None),
    )


def _sentences(item: Item, text: ItemText, names: Collection[BillName]) -> Iterator[str]:
    seen = set[str]()
    for passage in prose(Draft(text, Kind(item.kind))):
        for sentence in sentences_on_bills(plain_text(passage.text), names):
            if sentence not in seen:
                seen.add(sentence)
                yield sentence


def _news(bill: Bill, row: BillMilestone) -> MilestoneNews:
    count = count_of(row)
    return MilestoneNews(bill, row, milestone_label(row.kind), count_label(count) if count else "")
