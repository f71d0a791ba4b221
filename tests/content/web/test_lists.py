"""The list shows what each person may see, and changes several items at once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.content.models import ItemUndo
from scheduler.content.presenters.item_list import MAX_NEUTRAL
from scheduler.db import db
from scheduler.guidance.models import CheckRule
from tests.content import builders
from tests.content.builders import DAY, LIFT
from tests.content.web.newsroom import NOW, Newsroom
from tests.costs import statements
from tests.page_texts import main_of


def main(newsroom: Newsroom, who: str, query: str = "") -> str:
    answer = newsroom.get(who, f"/content{query}")
    assert answer.status_code == 200
    return main_of(answer.text)


def ident(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def last_undo(newsroom: Newsroom) -> str:
    found = newsroom.store.scalars(select(ItemUndo).order_by(ItemUndo.id.desc())).first()
    newsroom.store.commit()
    assert found is not None
    return found.address


def test_everybody_sees_their_own(newsroom: Newsroom) -> None:
    newsroom.item(text=ItemText(title="Shared thread"))
    newsroom.item(text=ItemText(title="Whispered thread"), sharing=Sharing(ShareScope.OWN), signatories=frozenset())

    assert "Whispered thread" in main(newsroom, "member")
    assert "Shared thread" in main(newsroom, "other_lead")
    assert "Whispered thread" not in main(newsroom, "other_lead")
    assert "Shared thread" not in main(newsroom, "far_lead")
    assert newsroom.get("visitor", "/content").status_code == 302
    assert newsroom.get("loner", "/content").status_code == 403


def test_an_embargoed_item_is_a_neutral_row_outside_its_embargo_group(newsroom: Newsroom) -> None:
    newsroom.item(text=ItemText(title="Scorecard"), embargo=LIFT, sharing=Sharing(ShareScope.COALITION))

    assert "Scorecard" in main(newsroom, "lead")
    for query in ("", "?text=joint", "?text=scorecard", "?kind=post", "?state=idea"):
        outside = main(newsroom, "far_lead", query)
        assert "Scorecard" not in outside.replace('value="scorecard"', "")
        assert ("Joint statement" in outside) == (query in ("", "?text=joint"))


def test_a_placeholder_is_there_however_many_of_ones_own_come_before_it(newsroom: Newsroom) -> None:
    for number in range(MAX_NEUTRAL + 1):
        newsroom.item(text=ItemText(title=f"Own {number}"), embargo=LIFT, signatories=frozenset())
    later = AllDay(DAY + timedelta(days=9), DAY + timedelta(days=9))
    secret: dict[str, Any] = {
        "text": ItemText(title="Theirs"),
        "embargo": LIFT,
        "when": later,
        "signatories": frozenset(),
    }
    builders.item(newsroom.store, newsroom.harbour, NOW, **secret, sharing=Sharing(ShareScope.COALITION))
    newsroom.store.commit()

    page = main(newsroom, "lead")
    assert "Own 1<" in page
    assert "Joint statement" in page
    assert "Theirs" not in page


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("?text=ÉCLAIR", True),
        ("?text=eclair-au-port", True),
        ("?text=ｅcláir", True),
        ("?text=“éclair”", True),
        ("?text=thunder", False),
        ("?kind=op_ed", True),
        ("?kind=post", False),
        ("?state=idea", True),
        ("?state=published", False),
        ("?state=any", True),
        ("?show=mine", True),
        ("?organisation=999999&campaign=x&kind=%00&state=nonsense&page=-1&text=%00", True),
    ],
)
def test_filters_narrow_the_list(newsroom: Newsroom, query: str, fits: bool) -> None:
    newsroom.item(text=ItemText(title="Un éclair au port"), kind=Kind.OP_ED)

    assert ("Un éclair au port" in main(newsroom, "editor", query)) == fits


def test_what_is_out_is_listed_on_request(newsroom: Newsroom) -> None:
    path = newsroom.item(text=ItemText(title="Done thread"))
    newsroom.put(path, state=State.PUBLISHED)

    assert "Done thread" not in main(newsroom, "lead")
    assert "Done thread" in main(newsroom, "lead", "?state=published")


def test_picked_items_move_and_come_back(newsroom: Newsroom) -> None:
    first, second = newsroom.item(), newsroom.item()
    picked = {"item": [ident(first), ident(second)], "days": "7", "owner_id": "0"}

    answer = newsroom.post("lead", "/content/bulk/shift", **picked, next="/content?show=mine")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/content?show=mine")
    assert [newsroom.day(path).day for path in (first, second)] == [6, 6]
    page = newsroom.get("lead", "/content").text
    assert "2 items moved" in page
    assert f"/content/bulk/undo/{last_undo(newsroom)}" in page
    assert newsroom.post("other_lead", f"/content/bulk/undo/{last_undo(newsroom)}").status_code == 404
    assert newsroom.post("lead", f"/content/bulk/undo/{last_undo(newsroom)}").status_code == 303
    assert [newsroom.day(path).day for path in (first, second)] == [30, 30]


def test_the_same_move_sent_twice_moves_once(newsroom: Newsroom) -> None:
    path = newsroom.item()
    sent = {"item": [ident(path)], "days": "7", "owner_id": "0", "form_id": str(uuid.uuid4())}

    for _ in range(2):
        newsroom.post("lead", "/content/bulk/shift", **sent)

    assert newsroom.day(path).day == 6


@pytest.mark.parametrize(
    ("act", "data"),
    [
        ("shift", {"days": "x", "owner_id": "0"}),
        ("shift", {"days": "99999", "owner_id": "0"}),
        ("shift", {"days": "", "owner_id": "0"}),
        ("assign", {"days": "1", "owner_id": "0"}),
        ("assign", {"days": "1", "owner_id": "999999"}),
    ],
)
def test_what_makes_no_sense_changes_nothing(newsroom: Newsroom, act: str, data: dict[str, str]) -> None:
    path = newsroom.item()

    answer = newsroom.post("lead", f"/content/bulk/{act}", item=[ident(path)], **data)

    assert answer.status_code == 303
    assert newsroom.stored(path).revision == 1


def test_what_is_not_theirs_cannot_be_picked(newsroom: Newsroom) -> None:
    shared = newsroom.item()
    hidden = newsroom.item(sharing=Sharing(ShareScope.OWN), signatories=frozenset())
    picked = {"item": [ident(shared), ident(hidden), "nonsense"], "days": "7", "owner_id": "0"}

    newsroom.post("other_lead", "/content/bulk/shift", **picked)
    page = newsroom.get("other_lead", "/content").text

    assert "you cannot change it" in page
    assert (newsroom.stored(shared).revision, newsroom.stored(hidden).revision) == (1, 1)


def test_picked_items_are_handed_over(newsroom: Newsroom) -> None:
    path = newsroom.item()

    for who in (newsroom.bay.lead, newsroom.bay.member):
        newsroom.post("lead", "/content/bulk/assign", item=[ident(path)], days="1", owner_id=str(who.id))

    # Whoever neither leads nor edits can see to no item.
    assert newsroom.stored(path).owner_id == newsroom.bay.lead.id


def test_picked_items_are_published_with_their_addresses(newsroom: Newsroom) -> None:
    path = newsroom.item(signatories=frozenset())
    newsroom.signed(path, newsroom.bay)
    newsroom.put(path, state=State.APPROVED)
    picked = {"item": [ident(path)]}
    link = f"{ident(path)}-on-x-link"

    asked = newsroom.post("lead", "/content/bulk/published", **picked)
    wrong = newsroom.post("lead", "/content/bulk/published", **picked, confirm="1", **{link: "nowhere at all"})
    right = newsroom.post("lead", "/content/bulk/published", **picked, confirm="1", **{link: "https://x.example/1"})

    assert (asked.status_code, wrong.status_code, right.status_code) == (200, 422, 303)
    assert f'name="{link}"' in asked.text
    assert "Enter a full link" in wrong.text
    assert newsroom.stored(path).state == State.PUBLISHED


def test_required_checks_run_before_anything_is_locked(newsroom: Newsroom, app: Flask) -> None:
    newsroom.store.add(CheckRule(slug="relative_time", level="required"))
    newsroom.store.commit()
    bodies = ("We wrote.", "We wrote yesterday.")
    fine, late = (newsroom.item(text=ItemText(body=body), signatories=frozenset()) for body in bodies)
    for path in (fine, late):
        newsroom.signed(path, newsroom.bay)
        newsroom.put(path, state=State.APPROVED)
    links = {f"{ident(path)}-on-x-link": f"https://x.example/{n}" for n, path in enumerate((fine, late))}
    with app.app_context():
        engine = db.engine

    with statements(engine) as seen:
        newsroom.post("lead", "/content/bulk/published", item=[ident(fine), ident(late)], confirm="1", **links)

    assert (newsroom.stored(fine).state, newsroom.stored(late).state) == (State.PUBLISHED, State.APPROVED)
    # What `lock_items_at` begins with.
    locking = next(
        at for at, one in enumerate(seen) if " ".join(one.split()).startswith("SELECT item.id, item.guard_id")
    )
    assert any("FROM check_rule" in one for one in seen[:locking])
