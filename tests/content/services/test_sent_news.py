"""Owners are asked to inform whoever was sent copy: of what changed, and only while it is news to anybody."""

import uuid

import pytest
from flask import Flask

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import Action
from scheduler.content.models import Item
from scheduler.content.queries.sent_copies import standing_copies
from scheduler.content.services.items import delete_item, restore_item
from scheduler.content.services.sent_copies import SentDraft, confirm_informed, record_sent
from scheduler.content.services.sent_news import known_now
from scheduler.content.services.transitions import move_item
from scheduler.outbox.rendering import Letter, NotSent
from tests.content.stage import NOW, Stage
from tests.written import answers

KIND = NotificationKind.SENT_COPY_OUTDATED
INFORMED = NotSent("informed")


@pytest.fixture
def release(stage: Stage) -> Item:
    """Return a release that an outlet was sent."""
    item = stage.item(kind=Kind.PRESS_RELEASE)
    draft, by = SentDraft("The Ledger", 1), stage.by("editor", item)
    record_sent(stage.session, item, draft, form_id=str(uuid.uuid4()), by=by, context=stage.context("editor"))
    return item


def confirm(stage: Stage, item: Item) -> None:
    shown = known_now(stage.session, item).mark(row.id for row in standing_copies(stage.session, item))
    confirm_informed(stage.session, item, shown, by=stage.by("lead", item), context=stage.context("lead"))


def move(stage: Stage, item: Item, action: Action) -> None:
    by, context = stage.by("editor", item), stage.context("editor")
    move_item(stage.session, item, action, by=by, context=context, note="No")


def mails(app: Flask, stage: Stage) -> list[Letter | NotSent]:
    assert set(stage.notified(KIND)) == {"owner"}
    with app.app_context():
        return answers(stage.session, KIND, stage.id("owner"), NOW)


def test_an_email_about_what_everybody_was_informed_of_in_the_meantime_is_not_sent(
    app: Flask, stage: Stage, release: Item
) -> None:
    stage.write(release, "Six answered.")
    (before,) = mails(app, stage)
    confirm(stage, release)

    assert isinstance(before, Letter)
    assert "Inform the recipients" in before.subject
    assert mails(app, stage) == [INFORMED]


def test_the_owner_is_asked_to_inform_of_a_deleted_item_until_it_is_restored(
    app: Flask, stage: Stage, release: Item
) -> None:
    by, context = stage.by("editor", release), stage.context("editor")
    delete_item(stage.session, release, by=by, context=context)
    (mail,) = mails(app, stage)
    assert isinstance(mail, Letter)
    assert "/content?show=deleted" in mail.text

    restore_item(stage.session, release, by=by, context=context)

    assert mails(app, stage) == [INFORMED]


def test_a_restored_item_asks_to_inform_whoever_knows_it_to_be_off(app: Flask, stage: Stage, release: Item) -> None:
    by, context = stage.by("editor", release), stage.context("editor")
    delete_item(stage.session, release, by=by, context=context)
    (row,) = standing_copies(stage.session, release)
    row.known_off = True
    stage.session.flush()
    assert mails(app, stage) == [INFORMED]

    row.informed_at = NOW
    restore_item(stage.session, release, by=by, context=context)

    assert [type(mail) for mail in mails(app, stage)] == [Letter, Letter]


def test_whoever_knows_that_it_is_cancelled_is_to_be_informed_that_it_is_not(
    app: Flask, stage: Stage, release: Item
) -> None:
    move(stage, release, Action.CANCEL)
    assert [type(mail) for mail in mails(app, stage)] == [Letter]
    confirm(stage, release)
    assert mails(app, stage) == [INFORMED]

    move(stage, release, Action.REOPEN)

    assert [type(mail) for mail in mails(app, stage)] == [Letter, Letter]
