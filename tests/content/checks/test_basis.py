"""An override is for exactly what was found: what the finding rests on changes its hash."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from scheduler.content.checks.bill_stage import BillStage
from scheduler.content.checks.embargo_time import EmbargoTime
from scheduler.content.checks.protocol import Check, CitedBill, Draft
from scheduler.content.checks.quotes import Quotes
from scheduler.content.checks.running import findings_hash
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.quotes import Quote, QuoteFault

BILL = CitedBill("S. 1829", "STOP CSAM Act", frozenset({"committee_vote"}), frozenset())
QUOTED = Draft(ItemText(quotes=(Quote("We watch.", "Ana"),)), Kind.PRESS_RELEASE, quote_faults=(QuoteFault.NO_CONSENT,))
VOTED = Draft(ItemText(body="The committee will vote on S. 1829."), Kind.STATEMENT, bills=(BILL,))
EARLY = Draft(
    ItemText(body="x"),
    Kind.STATEMENT,
    date(2027, 7, 29),
    embargo_at=datetime(2027, 7, 30, 7, tzinfo=UTC),
    zones=("Europe/Paris",),
)


def key(check: Check, draft: Draft) -> str:
    found = tuple(check.find(draft))
    assert found
    return findings_hash(found, draft)


@pytest.mark.parametrize(
    ("check", "before", "after"),
    [
        (Quotes(), QUOTED, replace(QUOTED, text=ItemText(quotes=(Quote("We watch.", "Ben"),)))),
        (BillStage(), VOTED, replace(VOTED, text=ItemText(body="At last the committee will vote on S. 1829."))),
        (BillStage(), VOTED, replace(VOTED, bills=(replace(BILL, happened=BILL.happened | {"introduced"}),))),
        (EmbargoTime(), EARLY, replace(EARLY, publish_on=date(2027, 7, 20))),
    ],
)
def test_an_override_does_not_hold_for_something_else(check: Check, before: Draft, after: Draft) -> None:
    assert key(check, before) == key(check, before)
    assert key(check, before) != key(check, after)
