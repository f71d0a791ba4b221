"""The pages of reviews and comments."""

import re
import uuid
from collections.abc import Callable

import pytest

from scheduler.content.models import Item, ItemComment, ReviewRequest
from scheduler.content.queries.activity import PER_PAGE
from scheduler.content.queries.feedback import review_ids
from tests.content.services.test_reviews import ask
from tests.content.spoken import comments_of
from tests.content.stage import SECRECY, Stage
from tests.content.web.house import EVERYBODY, House

PART_OF_IT = {"owner", "lead", "editor"}


def asked(stage: Stage) -> Item:
    item = stage.item()
    ask(stage, item, "far_lead")
    return item


def request(house: House, path: str) -> ReviewRequest:
    (ident,) = review_ids(house.stage.session, house.item(path))
    row = house.stage.session.get_one(ReviewRequest, ident)
    house.stage.session.refresh(row)
    house.stage.session.commit()
    return row


def comments(house: House, path: str) -> list[tuple[str, str, bool]]:
    rows = comments_of(house.stage.session, house.stage.viewer("lead"), house.item(path)).rows
    found = [(row.address, row.body, row.deleted_at is not None) for row in rows]
    house.stage.session.commit()
    return found


def test_who_may_ask_for_a_review(house: House):
    path = house.make(Stage.item)

    assert house.statuses(f"{path}/reviews/ask") == dict.fromkeys(EVERYBODY, 403) | {"visitor": 302} | dict.fromkeys(
        PART_OF_IT, 200
    )
    data = {"reviewers": str(house.stage.id("far_lead")), "note": "Is the law named right?"}
    assert house.post("port_lead", f"{path}/reviews/ask", **data).status_code == 403
    answer = house.post("owner", f"{path}/reviews/ask", due_on="2027-07-12", **data)
    assert (answer.status_code, answer.location) == (303, f"{path}/activity#reviews")
    page = house.read("far_lead", path)
    assert "Oda Owner (Lantern Bay) requested your review" in page
    assert "Is the law named right?" in page
    assert "Mon 12 Jul 2027" in page


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({}, "Choose at least one person."),
        ({"reviewers": "x"}, "no longer available"),
        ({"reviewers": "999999"}, "no longer available"),
        ({"due_on": "2027-06-01"}, "This date has passed"),
        ({"note": "a\x00b"}, "hidden character"),
    ],
)
def test_bad_requests_say_what_is_wrong(house: House, data, text):
    path = house.make(Stage.item)

    answer = house.post("owner", f"{path}/reviews/ask", **data)

    assert (answer.status_code, text in answer.text) == (422, True)
    assert review_ids(house.stage.session, house.item(path)) == frozenset()


def test_nobody_outside_the_embargo_group_is_offered(house: House):
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))

    page = house.get("owner", f"{path}/reviews/ask").text

    assert "Lena Lead" in page
    assert "Fay Far" not in page
    answer = house.post("owner", f"{path}/reviews/ask", reviewers=str(house.stage.id("far_lead")))
    assert answer.status_code == 422


def test_only_the_reviewer_answers(house: House):
    path = house.make(asked)
    address = f"{path}/reviews/{request(house, path).address}"

    assert house.statuses(address) == dict.fromkeys(EVERYBODY, 403) | {"visitor": 302, "far_lead": 200}
    assert house.post("port_lead", address, answer="yes").status_code == 403
    for typed, message in (({"answer": "no"}, "Say what should change."), ({}, "Choose whether it looks good")):
        refused = house.post("far_lead", address, **typed)
        assert (refused.status_code, message in refused.text) == (422, True)
    answer = house.post("far_lead", address, answer="no", comment="Name the act in full", version="1")
    assert (answer.status_code, answer.location) == (303, f"{path}/activity#reviews")
    assert "Name the act in full" in house.read("owner", path)
    assert house.post("far_lead", address, answer="yes", version="1").status_code == 303
    assert request(house, path).answer == "no"
    assert house.get("far_lead", f"{path}/reviews/999").status_code == 404


def test_who_may_let_a_reviewer_off(house: House):
    path = house.make(asked)
    address = f"{path}/reviews/{request(house, path).address}/withdraw"

    refused = [house.post(who, address).status_code for who in ("visitor", "port_lead", "far_lead", "coordinator")]

    assert refused == [302, 403, 403, 403]
    assert house.post("lead", address).status_code == 303
    assert request(house, path).withdrawn_at is not None


def test_everybody_who_reads_the_text_may_comment(house: House):
    path = house.make(Stage.item)

    for who in EVERYBODY:
        assert house.post(who, f"{path}/comments", body=f"Word from {who}").status_code in {303, 401}

    assert [body for _id, body, _gone in comments(house, path)] == [
        f"Word from {who}" for who in EVERYBODY if who != "visitor"
    ]


def test_a_comment_shows_whom_it_addresses_and_says_who_was_missed(house: House):
    path = house.make(Stage.item)

    house.post("port_lead", f"{path}/comments", body="@Oda <script>alert(1)</script> and @Nobody")

    client = house.client("port_lead")
    page = client.get(f"{path}/activity").text
    assert '<strong class="mention">@Oda</strong>' in page
    assert "<script>alert" not in page
    answer = client.post(f"{path}/comments", data={"body": "@Nobody"}, follow_redirects=True)
    assert "No one who can read this has this name, so no one was notified: @Nobody." in answer.text


def test_comments_under_embargo_are_for_the_embargo_group(house: House):
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))

    sent = {who: house.post(who, f"{path}/comments", body="Hm, not yet").status_code for who in EVERYBODY}

    assert {who for who, status in sent.items() if status == 303} == PART_OF_IT
    assert {sent[who] for who in EVERYBODY if who not in PART_OF_IT | {"visitor"}} == {403}
    assert "Hm, not yet" not in house.read("far_lead", path)


def test_bad_comments_are_kept_in_the_field(house: House):
    path = house.make(Stage.item)

    empty = house.post("owner", f"{path}/comments", body="  ")
    hidden = house.post("owner", f"{path}/comments", body="Kept\x00 as typed")
    long = house.post("owner", f"{path}/comments", body="x" * 2001)

    assert [answer.status_code for answer in (empty, hidden, long)] == [422, 422, 422]
    assert "as typed" in hidden.text
    assert comments(house, path) == []


def test_one_takes_back_ones_own_comment_alone(house: House):
    path = house.make(Stage.item)
    form_id = str(uuid.uuid4())
    for _ in range(2):
        house.post("port_lead", f"{path}/comments", body="Oops", form_id=form_id)
    ((comment_id, _body, _gone),) = comments(house, path)
    address = f"{path}/comments/{comment_id}/delete"

    assert [house.post(who, address).status_code for who in ("visitor", "owner", "coordinator")] == [302, 403, 403]
    assert house.post("port_lead", address).status_code == 303
    assert [gone for _id, _body, gone in comments(house, path)] == [True]
    page = house.read("owner", path)
    assert "Otto Port (Old Port) deleted a comment." in page
    assert re.search(r"\bOops\b", page) is None
    assert house.post("port_lead", f"{path}/comments/999/delete").status_code == 404


def test_activity_is_newest_first_page_by_page(house: House):
    path = house.make(commented(PER_PAGE * 2 + 3))

    def shown(address: str) -> list[str]:
        return re.findall(r"Remark (\d+)\.", house.get("lead", f"{path}/activity{address}").text)

    last = PER_PAGE * 2 + 2
    assert shown("?show=comments") == [str(last - place) for place in range(PER_PAGE)]
    assert shown("?show=comments&page=3") == ["2", "1", "0"]
    assert shown("?show=changes") == []
    # That the item was created is in the same stream.
    assert shown("?page=3")[-1] == "0"
    assert "created the item" in house.get("lead", f"{path}/activity?show=changes").text
    assert "created the item" not in house.get("lead", f"{path}/activity?show=comments").text


def test_an_address_of_a_comment_leads_to_the_page_that_has_it(house: House):
    path = house.make(commented(PER_PAGE + 5))
    page = house.get("lead", f"{path}/activity?page=2").text
    oldest = re.findall(r'id="comment-([\w-]+)"', page)[-1]

    assert f'id="comment-{oldest}"' in house.get("lead", f"{path}/activity?comment={oldest}").text
    assert f'id="comment-{oldest}"' not in house.get("lead", f"{path}/activity").text


@pytest.mark.parametrize(
    "odd", ["page=x", "page=-1", "page=99", "show=x", "comment=x", f"comment={'9' * 40}", "page=٣"]
)
def test_an_odd_address_means_the_first_page(house: House, odd: str):
    path = house.make(commented(1))

    page = house.get("lead", f"{path}/activity?{odd}")

    assert (page.status_code, "Remark 0." in page.text) == (200, True)


def test_a_comment_of_another_item_leads_nowhere(house: House):
    path, other = house.make(commented(PER_PAGE + 2)), house.make(commented(2))
    address = comments(house, other)[0][0]

    assert f"Remark {PER_PAGE + 1}." in house.get("lead", f"{path}/activity?comment={address}").text


def test_activity_and_details_are_for_those_who_read_the_copy(house: House):
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))

    for tab in ("activity", "details", "versions"):
        assert house.statuses(f"{path}/{tab}") == dict.fromkeys(EVERYBODY, 302) | dict.fromkeys(PART_OF_IT, 200)
        led = {who: house.get(who, f"{path}/{tab}?comment=c1").location for who in ("far_lead", "coordinator")}
        assert led == dict.fromkeys(led, path)
        assert house.get("visitor", f"{path}/{tab}").location.startswith("/login")
        assert house.get("lead", f"/content/none/{tab}").status_code == 404


def commented(count: int) -> Callable[[Stage], Item]:
    def make(stage: Stage) -> Item:
        item = stage.item()
        values = {"item_id": item.id, "version_number": 1, "person_id": stage.id("owner"), "at": stage.now}
        stage.session.add_all(ItemComment(body=f"Remark {number}.", **values) for number in range(count))
        stage.session.flush()
        return item

    return make
