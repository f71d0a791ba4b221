"""People talk beside an item, and only those who may read it hear of it."""

import uuid

import pytest

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.models import Item
from scheduler.content.services.comments import Remark, add_comment, delete_comment
from tests.content.spoken import comments_of
from tests.content.stage import SECRECY, Stage


def say(stage: Stage, item: Item, who: str, body: str, form_id: str = "") -> Remark:
    return add_comment(stage.session, item, body, form_id=form_id or str(uuid.uuid4()), context=stage.context(who))


def test_a_comment_tells_whom_it_addresses_and_the_owner(stage: Stage):
    item = stage.item()

    remark = say(stage, item, "port_lead", "@Edi could you check, @Fay Far too?")

    assert remark.mentions.person_ids == (stage.id("editor"), stage.id("far_lead"))
    assert stage.notified(NotificationKind.MENTIONED) == ["editor", "far_lead"]
    assert stage.notified(NotificationKind.COMMENTED) == ["owner"]


def test_an_owner_who_is_addressed_hears_of_it_once(stage: Stage):
    say(stage, stage.item(), "port_lead", "@Oda?")

    assert (stage.notified(NotificationKind.MENTIONED), stage.notified(NotificationKind.COMMENTED)) == (["owner"], [])


def test_nobody_outside_the_embargo_group_can_be_addressed(stage: Stage):
    item = stage.item(secrecy=SECRECY)

    remark = say(stage, item, "editor", "@Fay Far must not hear of this, @Cora Chair neither")

    assert remark.mentions.person_ids == ()
    assert stage.notified(NotificationKind.MENTIONED) == []


def test_without_an_owner_the_leads_hear_of_it(stage: Stage):
    item = stage.item()
    item.owner_id = None

    say(stage, item, "port_lead", "Who has this?")

    assert stage.notified(NotificationKind.COMMENTED) == ["lead"]


def test_the_same_form_twice_is_one_comment(stage: Stage):
    item, form_id = stage.item(), str(uuid.uuid4())

    first = say(stage, item, "port_lead", "@Oda?", form_id)
    again = say(stage, item, "port_lead", "@Oda?", form_id)

    assert again.comment is first.comment
    assert len(comments_of(stage.session, stage.viewer("lead"), item).rows) == 1
    assert stage.notified(NotificationKind.MENTIONED) == ["owner"]


def test_one_takes_back_ones_own_comment_alone(stage: Stage):
    item = stage.item()
    comment = say(stage, item, "port_lead", "Hm").comment

    with pytest.raises(NotYoursError):
        delete_comment(stage.session, item, comment, context=stage.context("owner"))
    delete_comment(stage.session, item, comment, context=stage.context("port_lead"))

    assert comment.deleted_at == stage.now
