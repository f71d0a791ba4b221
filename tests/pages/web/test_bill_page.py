"""The page of a bill lists what cites it, to those alone who may read that."""

import pytest
from flask import Flask

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.db import AppSession
from scheduler.legislation.services.bills import BillDraft, find_or_create
from tests.content.builders import LIFT
from tests.content.web.newsroom import NOW, Newsroom, build_newsroom
from tests.page_texts import main_of

NOTHING = "None of the content that you can read cites it."
BILL = BillDraft(
    "US Congress", "H.R. 2732", "Safe Routes Act", chamber="House of Representatives", sponsors="Rep. Smith"
)


@pytest.fixture
def newsroom(app: Flask, store: AppSession) -> Newsroom:
    return build_newsroom(app, store)


@pytest.fixture
def bill(store: AppSession) -> int:
    found = find_or_create(store, BILL, actor_id=None, now=NOW).id
    store.commit()
    return found


def main(newsroom: Newsroom, who: str, bill: int) -> str:
    """Return what the page of a bill says to somebody."""
    answer = newsroom.get(who, f"/bills/{bill}")
    assert answer.status_code == 200
    return main_of(answer.text)


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("loner", 403), ("member", 200), ("editor", 200), ("lead", 200), ("far_lead", 200)],
)
def test_members_of_any_organisation_read_it(newsroom: Newsroom, bill: int, who: str, status: int) -> None:
    assert newsroom.get(who, f"/bills/{bill}").status_code == status


def test_what_is_known_of_a_bill_stands_on_its_page(newsroom: Newsroom, bill: int) -> None:
    page = main(newsroom, "member", bill)

    for text in (BILL.number, BILL.jurisdiction, BILL.title, BILL.chamber, BILL.sponsors, NOTHING):
        assert text in page
    assert newsroom.get("member", "/bills/99").status_code == 404


def test_each_item_that_cites_it_is_listed_with_its_day_and_status(newsroom: Newsroom, bill: int) -> None:
    citing = newsroom.item(text=ItemText(title="Call your senator"), bills=frozenset({bill}))
    newsroom.item(text=ItemText(title="About something else"))

    page = main(newsroom, "lead", bill)

    assert f'href="{citing}" dir="auto">Call your senator</a>' in page
    assert "30 Jul 2027" in page
    assert "Idea" in page
    assert "About something else" not in page
    assert f'href="/bills/{bill}"' in newsroom.get("lead", f"{citing}/details").text


def test_what_others_keep_to_themselves_is_not_listed(newsroom: Newsroom, bill: int) -> None:
    newsroom.item(
        text=ItemText(title="Whispered thread"),
        bills=frozenset({bill}),
        sharing=Sharing(ShareScope.OWN),
        signatories=frozenset(),
    )

    assert "Whispered thread" in main(newsroom, "member", bill)
    assert "Whispered thread" not in main(newsroom, "other_lead", bill)


@pytest.mark.parametrize("who", ["member", "far_lead"])
def test_no_placeholder_tells_that_something_under_embargo_cites_it(newsroom: Newsroom, bill: int, who: str) -> None:
    before = main(newsroom, who, bill)
    newsroom.item(
        text=ItemText(title="Scorecard"),
        embargo=LIFT,
        bills=frozenset({bill}),
        sharing=Sharing(ShareScope.COALITION),
    )

    page = newsroom.clients["lead"].get(f"/bills/{bill}", headers={"Accept-Encoding": "gzip"})
    assert "Scorecard" in page.text
    # The length of packed text tells of what stands in it.
    assert "Content-Encoding" not in page.headers
    assert main(newsroom, who, bill) == before


def test_many_items_stand_on_several_pages(newsroom: Newsroom, bill: int) -> None:
    for number in range(41):
        newsroom.item(text=ItemText(title=f"Post {number:02}"), bills=frozenset({bill}))

    first, second = main(newsroom, "lead", bill), newsroom.get("lead", f"/bills/{bill}?items=2").text

    assert (first.count('dir="auto">Post '), second.count('dir="auto">Post ')) == (40, 1)
