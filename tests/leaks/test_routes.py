"""No route tells an outsider an embargoed word before the lift; the circle finds them, and afterwards everybody."""

from datetime import timedelta

import pytest

from tests.fakes import FakeClock
from tests.leaks.walk import VISITOR, Answer, ask_all, said
from tests.leaks.world import AT, SAFE_ITEM, World, lift_all
from tests.logins import logged_in

CRASH = 500

OUTSIDERS = (VISITOR, "outsider", "coordinator", "spare")

SHOWN_TO_THE_CIRCLE = {
    "content.show": "words.title",
    "campaign_page.show": "campaign.title",
}
"""Positive control: pages on which the circle finds a marker before the lift, by endpoint."""


def told(world: World, answers: list[Answer]) -> list[tuple[str, str, str, list[str]]]:
    """Return who was told what where: method, path, status and the places whose markers came out."""
    found = [(a.method, a.path, str(a.status), world.found_in(a.text)) for a in answers]
    return [row for row in found if row[3]]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_are_told_nothing(world: World, who: str) -> None:
    answers = list(ask_all(world, who, posts=True))
    assert told(world, answers) == []
    assert [a for a in answers if a.status == CRASH] == []


@pytest.mark.timeout(300)
def test_a_colleague_outside_the_desk_is_told_nothing(world: World) -> None:
    assert told(world, list(ask_all(world, "colleague", posts=True))) == []


@pytest.mark.timeout(300)
def test_the_circle_finds_the_words_where_they_belong(world: World) -> None:
    answers = {a.endpoint: a for a in ask_all(world, "circle", posts=False)}
    for endpoint, place in SHOWN_TO_THE_CIRCLE.items():
        assert place in world.found_in(answers[endpoint].text), endpoint
    assert [a for a in answers.values() if a.status == CRASH] == []


def test_every_marker_is_found_by_the_circle_somewhere(world: World) -> None:
    pages = " ".join(a.text for a in ask_all(world, "circle", posts=False))
    unseen = set(world.markers) - set(world.found_in(pages)) - set(NEVER_SHOWN)
    assert unseen == set()


NEVER_SHOWN: dict[str, str] = {}
"""Markers that no page shows even to the circle, each with its reason."""


def test_after_the_lift_everybody_whom_it_is_meant_for_finds_them(world: World, clock: FakeClock) -> None:
    clock.moment = AT + timedelta(seconds=1)
    lift_all(world, clock)

    client = logged_in(world.app, world.people["outsider"])
    for path, place in (
        (f"/content/{world.item_id}", "words.title"),
        (f"/campaigns/{world.campaign_id}", "campaign.title"),
        ("/calendar?month=2027-07", "words.title"),
        (f"/search?q={world.markers['words.title']}", "words.title"),
    ):
        assert place in world.found_in(said(client.get(path))), path


def test_lists_show_the_neutral_face_to_members_and_nothing_to_visitors(world: World) -> None:
    member = logged_in(world.app, world.people["outsider"])
    assert SAFE_ITEM in member.get("/calendar?month=2027-07").text
    assert SAFE_ITEM not in world.app.test_client().get("/calendar?month=2027-07").text


def test_search_for_a_hidden_word_counts_nothing(world: World) -> None:
    client = logged_in(world.app, world.people["outsider"])
    for place, marker in world.markers.items():
        page = client.get(f"/search?q={marker[:4]}").text
        assert SAFE_ITEM not in page, place
