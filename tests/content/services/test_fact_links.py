"""Passages of copy are linked to facts once, by whoever writes the copy, and never to one of several by guess."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scheduler.content.domain.anchors import NoPassageError, RepeatedPassageError
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.item_text import Variant
from scheduler.content.models import Item, ItemFact
from scheduler.content.services import fact_links
from scheduler.content.services.fact_links import (
    FactLinkDraft,
    TooManyLinksError,
    UnusableFactError,
    link_fact,
    unlink_fact,
)
from scheduler.facts.models import Fact
from scheduler.facts.services.facts import retire_fact
from tests.content.facts import BODY, PASSAGE, new_fact
from tests.content.stage import ITEM_TEXT, Stage


@pytest.fixture
def fact(stage: Stage) -> Fact:
    return new_fact(stage)


@pytest.fixture
def item(stage: Stage) -> Item:
    return stage.item(text=replace(ITEM_TEXT, body=BODY))


def link(
    stage: Stage, item: Item, fact_id: int, passage: str = PASSAGE, who: str = "editor", part: str = ""
) -> ItemFact:
    draft = FactLinkDraft(fact_id, passage, part)
    return link_fact(stage.session, item, draft, by=stage.by(who, item), context=stage.context(who))


def links(stage: Stage) -> list[ItemFact]:
    return list(stage.session.scalars(select(ItemFact)))


def test_a_passage_is_linked_with_what_stands_around_it_and_once(stage: Stage, item: Item, fact: Fact) -> None:
    first = link(stage, item, fact.id)
    again = link(stage, item, fact.id, f"\n {PASSAGE.upper()} ", who="owner")

    assert first is again
    assert (first.part, first.passage, first.before) == ("body", PASSAGE, "Children are sold.")
    assert (first.linked_by, first.checked_at) == (stage.id("editor"), None)


def test_what_is_pasted_may_hold_the_marks_of_the_editor(stage: Stage, fact: Fact) -> None:
    item = stage.item(text=replace(ITEM_TEXT, body=f"Children are sold. **50 million** people {PASSAGE[18:]}."))
    assert link(stage, item, fact.id, f"**50 million** people {PASSAGE[18:]}").passage == PASSAGE


def test_the_same_in_two_parts_needs_one_of_them_to_be_chosen(stage: Stage, fact: Fact) -> None:
    variants = (Variant("bluesky", "en", f"Look: {PASSAGE}!"),)
    item = stage.item(text=replace(ITEM_TEXT, body=BODY, variants=variants))

    with pytest.raises(RepeatedPassageError):
        link(stage, item, fact.id)

    parts = ("body", "variant/bluesky/en/0")
    assert [link(stage, item, fact.id, part=part).part for part in parts] == list(parts)
    assert len(links(stage)) == 2


def test_what_is_not_there_or_twice_there_is_refused(stage: Stage, fact: Fact) -> None:
    item = stage.item(text=replace(ITEM_TEXT, body=f"{PASSAGE}. Again, {PASSAGE}."))
    with pytest.raises(RepeatedPassageError):
        link(stage, item, fact.id)
    for passage in ("60 million", "0 million people", " "):
        with pytest.raises(NoPassageError):
            link(stage, item, fact.id, passage)
    assert links(stage) == []


def test_a_retired_fact_and_none_cannot_be_linked(stage: Stage, item: Item, fact: Fact) -> None:
    retire_fact(stage.session, fact, "Old", revision=1, context=stage.context("editor"))
    for ident in (fact.id, 99):
        with pytest.raises(UnusableFactError):
            link(stage, item, ident)


@pytest.mark.parametrize("who", ["member", "port_lead", "far_lead", "coordinator"])
def test_who_does_not_write_the_copy_links_and_unlinks_nothing(stage: Stage, item: Item, fact: Fact, who: str) -> None:
    row = link(stage, item, fact.id)
    with pytest.raises(NotYoursError):
        link(stage, item, fact.id, who=who)
    with pytest.raises(NotYoursError):
        unlink_fact(stage.session, item, row.address, by=stage.by(who, item), context=stage.context(who))
    assert links(stage) == [row]


def test_unlinking_twice_is_unlinking_once_and_only_of_this_item(stage: Stage, item: Item, fact: Fact) -> None:
    other = stage.item(text=replace(ITEM_TEXT, body=BODY))
    row, kept = link(stage, item, fact.id), link(stage, other, fact.id)
    for address in (row.address, row.address, kept.address, "none"):
        unlink_fact(stage.session, item, address, by=stage.by("owner", item), context=stage.context("owner"))
    assert links(stage) == [kept]


def test_there_is_an_end_to_links(stage: Stage, fact: Fact, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fact_links, "MOST_LINKS", 1)
    item = stage.item(text=replace(ITEM_TEXT, body=BODY))
    link(stage, item, fact.id)
    with pytest.raises(TooManyLinksError):
        link(stage, item, fact.id, "Children are sold")
