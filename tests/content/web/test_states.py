"""One button for each step, and what is in the way is said."""

import pytest

from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from tests.content.builders import LIFT
from tests.content.web.newsroom import Newsroom


def test_the_page_says_what_is_in_the_way(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.put(path, state=State.IN_REVIEW)

    page = newsroom.get("lead", path).text

    assert "Awaiting sign-off" in page
    assert "/to/approve" not in page


def test_a_step_that_is_refused_says_why(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.put(path, state=State.IN_REVIEW)

    answer = newsroom.post("lead", f"{path}/to/approve")

    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "Awaiting Harbour Trust." in newsroom.get("lead", path).text
    assert newsroom.stored(path).state == State.IN_REVIEW


def test_a_step_taken_twice_is_taken_once(newsroom: Newsroom) -> None:
    path = newsroom.item()

    codes = [newsroom.post("lead", f"{path}/to/send_to_review").status_code for _ in range(2)]

    assert (codes, newsroom.stored(path).state, newsroom.stored(path).revision) == ([303, 303], State.IN_REVIEW, 2)


@pytest.mark.parametrize("action", ["publish", "withdraw", "edit_text", "nonsense"])
def test_there_are_no_other_buttons(newsroom: Newsroom, action: str) -> None:
    assert newsroom.post("lead", f"{newsroom.item()}/to/{action}").status_code == 404


def test_an_item_is_published_channel_by_channel(newsroom: Newsroom) -> None:
    path = newsroom.item(signatories=frozenset())
    newsroom.signed(path, newsroom.bay)
    newsroom.put(path, state=State.APPROVED)

    for wrong in ({}, {"on-x-link": "javascript:alert(1)"}, {"on-x-link": "https://x.example/" + "a" * 500}):
        assert newsroom.post("editor", f"{path}/published", **wrong).status_code == 422
    assert newsroom.post("editor", f"{path}/published", **{"on-x-link": "x.example/1"}).status_code == 303
    assert newsroom.post("editor", f"{path}/published", **{"on-bluesky-link": "https://b.example/2"}).status_code == 303

    page = newsroom.get("lead", path).text
    assert newsroom.stored(path).state == State.PUBLISHED
    assert "https://x.example/1" in page
    assert "https://b.example/2" in page


def test_what_goes_by_mail_gives_a_reason(newsroom: Newsroom) -> None:
    path = newsroom.item(kind=Kind.PRESS_RELEASE, channels=("press_list",), signatories=frozenset())
    newsroom.signed(path, newsroom.bay)
    newsroom.put(path, state=State.APPROVED)

    assert newsroom.post("editor", f"{path}/published", **{"on-press_list-reason": "Mailed"}).status_code == 303


def test_nothing_is_published_under_embargo(newsroom: Newsroom) -> None:
    path = newsroom.item(embargo=LIFT, signatories=frozenset(), sharing=Sharing(ShareScope.COALITION))
    newsroom.signed(path, newsroom.bay)
    newsroom.put(path, state=State.APPROVED)

    answer = newsroom.post("editor", f"{path}/published", **{"on-x-link": "https://x.example/1"})

    assert newsroom.stored(path).state == State.APPROVED
    assert (answer.status_code, "Lift the embargo first" in answer.text) == (422, True)
    assert 'value="https://x.example/1"' in answer.text
    assert "Lift the embargo first" in newsroom.get("editor", f"{path}/published").text


@pytest.mark.parametrize(
    ("state", "message"),
    [
        (State.IDEA, "This is still an idea: write the copy and request sign-off first."),
        (State.DRAFT, "This is still a draft: request sign-off first."),
        (State.IN_REVIEW, "Awaiting Harbour Trust."),
        (State.CANCELLED, "or this step is no longer possible"),
    ],
)
def test_publication_says_what_is_missing_and_keeps_the_typed_link(
    newsroom: Newsroom, state: State, message: str
) -> None:
    path = newsroom.item()
    newsroom.put(path, state=state)

    page = newsroom.get("lead", f"{path}/published").text
    answer = newsroom.post("lead", f"{path}/published", **{"on-x-link": "https://x.example/ö?a=1&b=2"})

    assert (message in page, 'name="on-x-link"' in page) == (True, False)
    assert (answer.status_code, message in answer.text) == (422, True)
    assert 'value="https://x.example/ö?a=1&amp;b=2"' in answer.text
    assert newsroom.stored(path).state == state


def test_a_reason_that_comes_too_late_is_kept(newsroom: Newsroom) -> None:
    path = newsroom.item()
    newsroom.put(path, state=State.PUBLISHED)

    answer = newsroom.post("lead", f"{path}/cancel", note="Die Abstimmung wurde verschoben.")
    newsroom.get("lead", f"{path}/cancel")

    assert (answer.status_code, "Die Abstimmung wurde verschoben." in answer.text) == (422, True)
    assert "It is now Published" in answer.text
    assert "It is now Published" in newsroom.get("lead", path).text


@pytest.mark.parametrize(
    ("page", "state", "fields"),
    [("words", State.PUBLISHED, {}), ("words", State.CANCELLED, {}), ("correct", State.DRAFT, {"note": "Wrong."})],
)
def test_text_that_comes_too_late_is_kept(newsroom: Newsroom, page: str, state: State, fields: dict[str, str]) -> None:
    path = newsroom.item()
    typed = newsroom.text(path, body="Nem válaszolt senki.", **fields)
    newsroom.put(path, state=state)

    answer = newsroom.post("lead", f"{path}/{page}", **typed)

    assert (answer.status_code, "Nem válaszolt senki." in answer.text) == (422, True)
    assert "or this step is no longer possible" in answer.text


def test_calling_off_needs_a_reason(newsroom: Newsroom) -> None:
    path = newsroom.item()

    assert newsroom.post("editor", f"{path}/cancel", note="").status_code == 422
    assert newsroom.post("editor", f"{path}/cancel", note="Two\nlines").status_code == 422
    assert newsroom.post("editor", f"{path}/cancel", note="The vote was moved.").status_code == 303
    assert newsroom.stored(path).state == State.CANCELLED
    assert "The vote was moved." in newsroom.get("other_lead", path).text
    assert newsroom.get("editor", f"{path}/edit").status_code == 303


def test_only_owner_and_lead_withdraw(newsroom: Newsroom) -> None:
    path = newsroom.item(owner_id=None)
    newsroom.put(path, state=State.PUBLISHED)

    newsroom.post("editor", f"{path}/withdraw", note="Wrong.")
    assert newsroom.stored(path).state == State.PUBLISHED
    newsroom.post("lead", f"{path}/withdraw", note="Wrong.")
    assert newsroom.stored(path).state == State.WITHDRAWN
