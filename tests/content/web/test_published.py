"""Where and when content was published: asked by mail, on a page that a scanner of links may open, and corrected."""

import pytest

from scheduler.content.domain.workflow import State
from tests.content.web.newsroom import NOW, Newsroom

X = "https://x.example/1"
AT = {"on-x-at-day": "2027-07-01", "on-x-at-time": "11:30", "on-x-at-zone": "UTC"}


@pytest.fixture
def path(newsroom: Newsroom) -> str:
    path = newsroom.item(signatories=frozenset())
    newsroom.signed(path, newsroom.bay)
    newsroom.put(path, state=State.SCHEDULED)
    return path


def test_opening_the_link_of_the_mail_changes_nothing(newsroom: Newsroom, path: str) -> None:
    codes = {who: newsroom.get(who, f"{path}/published").status_code for who in ("editor", "visitor", "far_lead")}

    assert codes == {"editor": 200, "visitor": 302, "far_lead": 404}
    assert newsroom.stored(path).state == State.SCHEDULED


def test_others_cannot_say_that_it_was_published(newsroom: Newsroom, path: str) -> None:
    others = ("member", "other_lead", "visitor", "far_lead")
    codes = {who: newsroom.post(who, f"{path}/published", **{"on-x-link": X}).status_code for who in others}

    assert codes == {"member": 403, "other_lead": 404, "visitor": 401, "far_lead": 404}
    assert newsroom.stored(path).state == State.SCHEDULED


def test_the_time_is_kept_shown_and_corrected_with_who_said_it(newsroom: Newsroom, path: str) -> None:
    early = {**AT, "on-x-at-time": "10:05"}

    assert newsroom.post("editor", f"{path}/published", **{"on-x-link": X}, **AT).status_code == 303
    form, page = newsroom.get("editor", f"{path}/published").text, newsroom.read("lead", path)
    assert newsroom.post("lead", f"{path}/published", **{"on-x-link": X}, **early).status_code == 303

    assert ('value="11:30"' in form, "11:30" in page) == (True, True)
    assert newsroom.bay.editor.name in page.partition("entered by")[2][:60]
    assert newsroom.bay.lead.name in newsroom.get("editor", f"{path}/details").text.partition("entered by")[2][:60]
    assert newsroom.stored(path).published_at == NOW.replace(hour=10, minute=5)


def test_a_time_to_come_is_refused_beside_the_field_and_kept(newsroom: Newsroom, path: str) -> None:
    answer = newsroom.post("editor", f"{path}/published", **{"on-x-link": X}, **{**AT, "on-x-at-time": "12:01"})

    assert (answer.status_code, "This is still to come" in answer.text) == (422, True)
    assert ('value="12:01"' in answer.text, f'value="{X}"' in answer.text) == (True, True)
    assert newsroom.stored(path).state == State.SCHEDULED


@pytest.mark.parametrize(("day", "status"), [("1999-12-31", 422), ("2026-06-29", 422), ("2026-07-02", 303)])
def test_a_time_long_before_the_content_was_made_is_refused(
    newsroom: Newsroom, path: str, day: str, status: int
) -> None:
    sent = {**AT, "on-x-at-day": day}
    answer = newsroom.post("editor", f"{path}/published", **{"on-x-link": X}, **sent)

    assert answer.status_code == status
    assert ("Check the year." in answer.text, f'value="{day}"' in answer.text) == (status == 422, status == 422)


def test_links_of_somebody_else_are_not_saved_over_unseen(newsroom: Newsroom, path: str) -> None:
    def save(who: str, link: str, revision: int) -> int:
        page = newsroom.post(who, f"{path}/published", **{"on-x-link": link}, **AT, revision=str(revision))
        shown.append(page.text)
        return page.status_code

    shown: list[str] = []
    seen = newsroom.stored(path).revision
    assert save("editor", X, seen) == 303
    # Sent twice, it is saved once.
    out = newsroom.stored(path).revision
    assert (save("editor", X, seen), newsroom.stored(path).revision) == (303, out)

    assert save("lead", f"{X}2", seen) == 409
    assert (f"Someone else saved {X}." in shown[-1], f'value="{X}2"' in shown[-1]) == (True, True)
    assert (save("lead", f"{X}2", out), newsroom.stored(path).published_url) == (303, f"{X}2")
