"""Sign-offs hold for what is pasted: those of the first formula for the same text, others for the same texts."""

import pytest

from scheduler.content.domain.binding import first_formula, hash_of, pasted_texts, text_hash
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.signoff import Status
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version, sign_offs_of
from scheduler.content.services.item_text import save_text
from scheduler.content.services.side_effects import valid_approvals
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.content.services.signoffs import TextChangedError
from tests.content.stage import Stage

TEXTS = ["30. Juli\n18. Oktober", "> 50 миллионов **детей**", "署名は https://e.org/_a_ へ"]


def signed(stage: Stage, body: str) -> Item:
    item = stage.write(stage.item(), body)
    stage.ask(item, stage.port)
    stage.say(item, "port_lead", stage.port)
    return item


def store_hash(stage: Stage, item: Item, stored: str) -> None:
    """Let the item look as another release has left it, its sign-offs with it."""
    current_version(stage.session, item).text_hash = stored
    for row in sign_offs_of(stage.session, item):
        row.text_hash = stored
    stage.session.flush()


def status_of_port(stage: Stage, item: Item) -> Status:
    rows = LoadedItem(stage.session, item, stage.context(None).now).status.organisations
    return next(row.status for row in rows if row.organisation_id == stage.port.id)


def save_again(stage: Stage, item: Item) -> None:
    text = text_from_json(current_version(stage.session, item).text)
    save_text(
        stage.session, item, text, revision=item.revision, by=stage.by("editor", item), context=stage.context("editor")
    )


@pytest.mark.parametrize("body", TEXTS)
def test_a_yes_of_the_first_formula_holds_for_the_same_text_alone(stage: Stage, body):
    item = signed(stage, body)
    store_hash(stage, item, first_formula(current_version(stage.session, item).text))
    number = item.version_number

    save_again(stage, item)
    assert (item.version_number, status_of_port(stage, item)) == (number, Status.YES)

    stage.write(item, body + "!")
    assert status_of_port(stage, item) is Status.VOID

    # The text comes back, but what is pasted was not part of that yes.
    stage.write(item, body)
    assert status_of_port(stage, item) is Status.VOID


@pytest.mark.parametrize("body", TEXTS)
def test_a_yes_to_a_version_of_the_first_formula_is_for_what_is_pasted(stage: Stage, body):
    item = stage.ask(stage.write(stage.item(), body), stage.port)
    version = current_version(stage.session, item)
    version.text_hash = first_formula(version.text)

    row = stage.say(item, "port_lead", stage.port)

    assert row.text_hash == text_hash(text_from_json(version.text))
    assert status_of_port(stage, item) is Status.YES
    assert [signed.id for signed in valid_approvals(stage.session, item, version)] == [row.id]


def test_whoever_read_a_version_of_the_first_formula_sees_what_changed_since(stage: Stage):
    item = stage.ask(stage.write(stage.item(), "30. Juli"), stage.port)
    read = current_version(stage.session, item)
    read.text_hash = first_formula(read.text)
    stage.write(item, "31. Juli")

    with pytest.raises(TextChangedError) as stale:
        stage.say(item, "port_lead", stage.port, text_hash=read.signed_hash)

    assert stale.value.read is read


def test_the_hash_of_typed_text_from_a_page_of_the_release_before_is_no_answer_to_what_is_pasted(stage: Stage):
    item = stage.ask(stage.write(stage.item(), "30. Juli"), stage.port)
    version = current_version(stage.session, item)
    version.text_hash = first_formula(version.text)

    with pytest.raises(TextChangedError) as stale:
        stage.say(item, "port_lead", stage.port, text_hash=version.text_hash)

    assert stale.value.read is version


@pytest.mark.parametrize("body", TEXTS)
def test_a_yes_to_texts_that_are_not_pasted_any_more_is_void_until_it_is_given_anew(stage: Stage, body):
    item = signed(stage, body)
    version = current_version(stage.session, item)
    text = text_from_json(version.text)
    store_hash(stage, item, hash_of(version.text, {**pasted_texts(text), "article": "30. Juli\n31. Oktober"}, 3))

    assert status_of_port(stage, item) is Status.VOID

    stage.say(item, "port_lead", stage.port, text_hash=version.signed_hash)
    assert status_of_port(stage, item) is Status.YES
