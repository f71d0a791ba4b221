"""Copy that may have become wrong says so on its page, with the sentences, until somebody who writes it confirms it."""

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from scheduler.content.domain.item_text import Variant
from scheduler.content.domain.workflow import State
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.services.bills import BillDraft, find_or_create
from scheduler.legislation.services.milestones import MilestoneDraft, add_milestone, take_back
from tests.content.stage import ITEM_TEXT, SECRECY
from tests.content.web.house import EVERYBODY, VISITOR, House

NEWS = "Check the copy: news of a bill that it cites"
BODY = "Children are sold.\n\n**H.R. 2732** waits in the Senate. We ask for a vote."
VOTE = MilestoneDraft(
    kind=MilestoneKind.FLOOR_VOTE,
    day=date(2027, 6, 30),
    votes_for=91,
    votes_against=3,
    source_url="https://congress.example/votes/7",
)


@pytest.fixture
def bill(house: House) -> int:
    # Before what the pages take for now.
    house.stage.now -= timedelta(days=2)
    draft = BillDraft("US Congress", "H.R. 2732", "Safe Routes Act")
    ident = find_or_create(house.stage.session, draft, actor_id=None, now=house.stage.now).id
    house.stage.session.commit()
    return ident


def cite(house: House, bill: int, **changes: Any) -> str:
    given = {"text": replace(ITEM_TEXT, body=BODY), **changes}
    return house.make(lambda stage: stage.item(bills=frozenset({bill}), **given))


def enter(house: House, bill: int, draft: MilestoneDraft = VOTE) -> BillMilestone:
    stage = house.stage
    stage.now += timedelta(hours=1)
    row = add_milestone(
        stage.session,
        stage.session.get_one(Bill, bill),
        draft,
        form_id=str(uuid.uuid4()),
        context=stage.context("far_lead"),
    )
    stage.session.commit()
    return row


def until(page: str) -> str:
    found = re.search(r'name="until" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def quoted(page: str) -> list[str]:
    return re.findall(r'<q dir="auto">(.*?)</q>', page)


def test_the_page_says_what_is_new_and_which_sentences_to_check(house: House, bill: int) -> None:
    path = cite(house, bill)
    assert NEWS not in house.get("owner", path).text

    enter(house, bill)
    page = house.get("owner", path).text

    assert NEWS in page
    assert '(entered <span class="when">' in page
    assert re.search(r"Floor vote <bdi>91–3</bdi>, .*?30 June 2027", page)
    assert quoted(page) == ["H.R. 2732 waits in the Senate."]
    assert f'href="/bills/{bill}#milestone-' in page


def test_copy_for_a_channel_is_looked_at_too_and_each_sentence_stands_once(house: House, bill: int) -> None:
    variants = (Variant("bluesky", "en", "The bill passed 91 to 3. H.R. 2732 waits in the Senate."),)
    path = cite(house, bill, text=replace(ITEM_TEXT, body=BODY, variants=variants))
    enter(house, bill)

    assert quoted(house.get("owner", path).text) == ["H.R. 2732 waits in the Senate.", "The bill passed 91 to 3."]


def test_a_retracted_milestone_is_news_with_its_reason(house: House, bill: int) -> None:
    row = enter(house, bill)
    house.stage.now += timedelta(hours=1)
    path = cite(house, bill)
    house.stage.now += timedelta(hours=1)
    context = house.stage.context("far_lead")
    take_back(house.stage.session, row, "The page <was> wrong", revision=row.revision, context=context)
    house.stage.session.commit()

    page = house.get("owner", path).text

    assert "retracted because:" in page
    assert '(retracted <span class="when">' in page
    assert "The page &lt;was&gt; wrong" in page


def test_long_copy_shows_some_of_its_sentences(house: House, bill: int) -> None:
    body = "\n".join(f"The Senate voted on amendment {number}." for number in range(40))
    path = cite(house, bill, text=replace(ITEM_TEXT, body=body))
    enter(house, bill)

    page = house.get("owner", path).text

    assert len(quoted(page)) == 8
    assert "There are more. Read the whole copy." in page


def test_who_writes_it_confirms_and_others_only_read(house: House, bill: int) -> None:
    path = cite(house, bill)
    enter(house, bill)
    seen = until(house.get("owner", path).text)
    assert 'name="until"' not in house.get("port_lead", path).text
    assert NEWS in house.get("port_lead", path).text

    statuses = house.statuses(f"{path}/copy-checked", "POST", until=seen)

    may = {"owner", "lead", "editor"}
    assert statuses == dict.fromkeys(EVERYBODY, 403) | {VISITOR: 302} | dict.fromkeys(may, 303)
    assert NEWS not in house.get("owner", path).text
    assert "confirmed that it agrees with its bills and facts" in house.get("owner", f"{path}/activity").text


def test_nobody_else_learns_of_it_under_embargo(house: House, bill: int) -> None:
    path = cite(house, bill, secrecy=SECRECY)
    enter(house, bill)
    statuses = house.statuses(f"{path}/copy-checked", "POST", until="2027-01-01T00:00:00+00:00")

    assert {statuses[who] for who in ("far_lead", "coordinator")} == {403}
    for who in ("far_lead", "coordinator"):
        assert "H.R. 2732" not in house.get(who, path).text


def test_what_was_entered_meanwhile_is_not_confirmed_along(house: House, bill: int) -> None:
    path = cite(house, bill)
    enter(house, bill)
    seen = until(house.get("owner", path).text)
    enter(house, bill, replace(VOTE, kind=MilestoneKind.SIGNED, votes_for=None, votes_against=None))

    house.post("owner", f"{path}/copy-checked", until=seen)
    page = house.get("owner", path).text

    assert "Signed into law" in page
    assert "91–3" not in page.partition(NEWS)[2].partition("</section>")[0]


@pytest.mark.parametrize(
    "typed", ["", "yesterday", "2027-07-01T12:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_a_moment_that_no_page_has_said_confirms_nothing(house: House, bill: int, typed: str) -> None:
    path = cite(house, bill)
    enter(house, bill)

    answer = house.client("owner").post(f"{path}/copy-checked", data={"until": typed}, follow_redirects=True)

    assert "Look at what is new and confirm again." in answer.text
    assert NEWS in answer.text


def test_published_copy_is_to_be_corrected_where_it_is_and_visitors_see_nothing_of_it(house: House, bill: int) -> None:
    path = cite(house, bill)
    item = house.item(path)
    item.state, item.published_at = State.PUBLISHED, house.stage.now
    house.stage.session.commit()
    enter(house, bill)

    assert "It is published. If something is wrong, correct it where it was published" in house.get("owner", path).text
    assert NEWS not in house.get(VISITOR, path).text


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.CANCELLED])
def test_what_nobody_will_read_any_more_needs_no_check(house: House, bill: int, state: State) -> None:
    path = cite(house, bill)
    house.item(path).state = state
    house.stage.session.commit()
    enter(house, bill)

    assert NEWS not in house.get("owner", path).text
