"""What copy says of a bill, against its milestones."""

import pytest

from scheduler.content.checks.bill_stage import BillStage
from scheduler.content.checks.protocol import CitedBill, Draft
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind


def found(body: str, happened: str = "", ahead: str = "", *, is_published: bool = False) -> list[str]:
    bill = CitedBill("H.R. 2732", "Safe Shores Act", frozenset(happened.split()), frozenset(ahead.split()))
    draft = Draft(ItemText(body=body), Kind.OP_ED, bills=(bill,), is_published=is_published)
    return [finding.quote for finding in BillStage().find(draft)]


@pytest.mark.parametrize(
    ("body", "happened", "quote"),
    [
        ("The Senate will vote on H.R. 2732 next week.", "floor_vote", "will vote"),
        ("Ahead of the vote on the Safe Shores Act, write to your senator.", "committee_vote", "Ahead of the vote"),
        ("HR2732 awaits the President’s signature.", "signed", "awaits the President’s signature"),
        ("H.R. 2732 will be introduced on Monday.", "introduced", "will be introduced"),
        ("The committee is to hold a hearing on the bill.", "hearing", "is to hold a hearing"),
        ("The Safe Shores Act was signed into law.", "floor_vote", "was signed into law"),
        ("The Safe Shores Act is still pending.", "lapsed", "is still pending"),
    ],
)
def test_a_contradiction_is_pointed_out(body: str, happened: str, quote: str) -> None:
    assert found(body, happened) == [quote]
    assert found(body, happened, is_published=True) == []


@pytest.mark.parametrize(
    ("body", "happened", "ahead"),
    [
        ("The Senate will vote on H.R. 2732 next week.", "introduced", "floor_vote"),
        ("The Senate will vote on H.R. 2732 next week.", "committee_vote", "floor_vote"),
        ("“The Senate will vote on H.R. 2732,” she said.", "floor_vote", ""),
        ("The Safe Shores Act was signed into law.", "signed", ""),
        ("We will vote with our feet on the beach.", "floor_vote", ""),
    ],
)
def test_what_agrees_is_left_alone(body: str, happened: str, ahead: str) -> None:
    assert found(body, happened, ahead) == []
