"""Copy is found by its text, its owner and the bills that it cites, by its readers, and never under embargo."""

import re

import pytest
from sqlalchemy import update

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.quotes import Quote
from scheduler.content.jobs import refold_items
from scheduler.content.models import Item
from scheduler.db import db
from scheduler.legislation.services.bills import BillDraft, find_or_create
from tests.content import builders
from tests.content.web.newsroom import NOW, Newsroom

TEXT = ItemText(
    title="What we ask",
    body="A first line.\n\n**Every** harbour needs a *night* shelter, and people to run it.",
    quotes=(Quote("They slept on the quay", "Amara Okafor", "nurse", "Port Clinic"),),
)
WHO = ("lead", "member", "other_lead", "far_lead", "coordinator", "loner", "visitor")


def found(newsroom: Newsroom, who: str, words: str) -> str:
    return newsroom.get(who, f"/search?q={words}").text.partition('class="search-count"')[2]


def readers(newsroom: Newsroom, path: str) -> set[str]:
    return {who for who in WHO if newsroom.get(who, path).status_code == 200}


@pytest.mark.parametrize("words", ["night+shelter", "quay", "amara+okafor", "every+harbour", "NIGHT-SHELTER"])
def test_those_who_may_read_copy_find_it_by_its_text(newsroom: Newsroom, words: str):
    path = newsroom.item(text=TEXT)

    seen = {who for who in WHO if f'href="{path}' in found(newsroom, who, words)}

    assert seen == readers(newsroom, path)
    assert "other_lead" in seen
    assert "far_lead" not in seen


def test_an_excerpt_is_plain_text_with_marks_around_hits(newsroom: Newsroom):
    newsroom.item(text=TEXT)

    (clue,) = re.findall(r'<p class="found-text">(.*?)</p>', found(newsroom, "lead", "night+shelter"), re.DOTALL)

    assert "Copy:" in clue
    assert "A first line. Every harbour needs a <mark>night</mark> <mark>shelter</mark>, and people" in clue


def test_the_end_of_long_copy_is_found_and_shown(newsroom: Newsroom):
    body = "Nothing is *here* to see. " * 400 + "Only <b>bold</b> lighthouses. " + "Nor there. " * 300
    newsroom.item(text=ItemText(title="Nothing long", body=body))

    # The title says the one word already, so the other one is shown, however often both stand in the copy.
    for words in ("lighthouses", "nothing+lighthouses"):
        assert "Only &lt;b&gt;bold&lt;/b&gt; <mark>lighthouses</mark>." in found(newsroom, "lead", words)


def test_copy_is_found_by_its_owner_and_the_bill_that_it_cites(newsroom: Newsroom):
    draft = BillDraft("United States", "H.R. 3921", "Safe Routes Act")
    bill = find_or_create(newsroom.store, draft, actor_id=None, now=NOW)
    path = newsroom.item(text=TEXT, bills=frozenset({bill.id}))

    by_owner, by_bill = (found(newsroom, "other_lead", words) for words in ("lantern+editor+ask", "hr3921+shelter"))

    assert f'href="{path}' in by_owner
    assert "<mark>Lantern</mark> Bay <mark>Editor</mark>" in by_owner
    assert f'href="{path}' in by_bill
    assert '<span class="found-place">Bill:</span>' in by_bill
    for words in ("lantern+editor+ask", "hr3921+shelter"):
        assert path not in found(newsroom, "far_lead", words) + found(newsroom, "visitor", words)


@pytest.mark.parametrize("words", ["shelter", "lantern+editor", "routes+act", "quay"])
def test_under_embargo_nobody_finds_it_by_what_its_placeholder_does_not_say(newsroom: Newsroom, words: str):
    bill = find_or_create(newsroom.store, BillDraft("Italy", "1", "Safe Routes Act"), actor_id=None, now=NOW)
    path = newsroom.item(
        text=TEXT, bills=frozenset({bill.id}), embargo=builders.LIFT, embargo_group=[newsroom.bay.editor]
    )

    for who in (*WHO, "editor"):
        assert path not in found(newsroom, who, words)
        assert "found-text" not in found(newsroom, who, "joint+statement")


def test_only_the_present_text_is_found_and_one_that_an_older_release_saved_once_it_is_folded(newsroom: Newsroom, app):
    path = newsroom.item(text=TEXT)
    changed = newsroom.post("editor", f"{path}/words", **newsroom.text(path, body="A *lantern* for every pier."))
    assert changed.status_code == 303

    assert path not in found(newsroom, "lead", "night+shelter")
    assert path in found(newsroom, "lead", "pier")

    newsroom.store.execute(update(Item).values(search_text="old", search_mark="1.1"))
    newsroom.store.commit()
    assert path not in found(newsroom, "lead", "pier") + found(newsroom, "lead", "old")
    with app.app_context():
        assert [refold_items(lambda: db.session) for _ in range(2)] == [1, 0]
    assert path in found(newsroom, "lead", "pier")
