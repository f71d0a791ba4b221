"""Mail that asks for a sign-off goes to those alone who can still give it when it leaves."""

from collections.abc import Iterator

import pytest
from flask import Flask

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.workflow import Action
from scheduler.content.models import Item
from scheduler.content.services.signoffs import remove_signatory
from scheduler.content.services.transitions import move_item
from scheduler.outbox.rendering import Letter, NotSent
from tests.content.stage import ITEM_TEXT, Stage
from tests.written import answers


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def item(stage: Stage) -> Item:
    return stage.ask(stage.item(), stage.port, stage.kaagapay)


def asked(stage: Stage, who: str) -> list[Letter | NotSent]:
    return answers(stage.session, NotificationKind.SIGNOFF_ASKED, stage.id(who), stage.now)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_whoever_has_answered_is_not_asked(stage: Stage, item: Item, answer: str):
    stage.say(item, "port_lead", stage.port, answer)

    assert asked(stage, "port_lead") == [NotSent("answered")]
    [other] = asked(stage, "manila_lead")
    assert isinstance(other, Letter)


def test_an_organisation_that_was_taken_off_is_not_asked(stage: Stage, item: Item):
    by, context = stage.by("owner", item), stage.context("owner")
    remove_signatory(stage.session, item, stage.port.id, revision=item.revision, by=by, context=context)

    assert asked(stage, "port_lead") == [NotSent("answered")]


def test_whoever_wrote_the_text_meanwhile_is_not_asked_for_it(stage: Stage, item: Item):
    stage.write(item, "Six of twelve answered.", who="lead")

    assert asked(stage, "lead") == [NotSent("answered")]


@pytest.mark.parametrize("action", [Action.BACK_TO_DRAFT, Action.CANCEL])
def test_nobody_is_asked_about_what_is_not_in_review_any_more(stage: Stage, item: Item, action: Action):
    by, context = stage.by("lead", item), stage.context("lead")
    move_item(stage.session, item, action, by=by, context=context, note="Off")

    assert asked(stage, "port_lead") == [NotSent("not_in_review")]


def test_whoever_signed_text_that_was_changed_and_changed_back_is_told_nothing(stage: Stage, item: Item):
    stage.say(item, "port_lead", stage.port)
    for text in ("«Seis» responderam.", "六人が回答した", "ستة ردوا", ITEM_TEXT.body):
        stage.write(item, text)

    notified = answers(stage.session, NotificationKind.TEXT_CHANGED, stage.id("port_lead"), stage.now)
    assert set(notified) == {NotSent("answered")}
