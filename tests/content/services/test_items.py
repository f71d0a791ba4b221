"""Items are made once, planned, deleted and brought back, and never outrun their guard."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import EntryOrganisation, EntryStatus, Guard, Involvement
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.content.domain.errors import NotYoursError, WrongStateError
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version, signatory_ids
from scheduler.content.services.item_plan import plan_of
from scheduler.content.services.items import create_item, delete_item, edit_plan, restore_item
from scheduler.outbox.models import Message
from scheduler.rows import StaleEditError, TooLateError
from tests.content import builders
from tests.content.builders import DAY, ITEM_TEXT, LIFT, entry_of, plan

FORM_ID = "11111111-2222-4333-8444-555555555555"


def guard_of(session, item):
    return guard_rules(session.get_one(Guard, item.guard_id))


def test_a_form_sent_twice_makes_one_item(session, bay, context):
    first = create_item(session, ITEM_TEXT, plan(bay), form_id=FORM_ID, context=context)
    second = create_item(session, ITEM_TEXT, plan(bay), form_id=FORM_ID, context=context)

    assert first.id == second.id
    assert session.scalar(select(func.count()).select_from(Item)) == 1


def test_a_new_item_stands_in_the_calendar_as_tentative(session, bay, context):
    item = create_item(session, ITEM_TEXT, plan(bay), form_id=FORM_ID, context=context)

    entry = entry_of(session, item)
    assert (entry.title, entry.starts_on, entry.status) == (ITEM_TEXT.title, DAY, EntryStatus.TENTATIVE)
    assert entry.path == f"/content/{item.public_id}"
    assert ITEM_TEXT.body not in entry.description
    assert "Lantern Bay" in entry.description
    assert (item.state, current_version(session, item).number) == (State.DRAFT, 1)


def test_a_title_alone_is_an_idea(session, bay, now):
    item = builders.item(session, bay, now, text=ItemText(title="Thread about the bill"))

    assert item.state == State.IDEA


def test_an_item_of_a_campaign_is_for_those_taking_part(session, bay, harbour, now):
    campaign = builders.campaign(session, bay, harbour)

    item = builders.item(session, bay, now, campaign_id=campaign.id)

    guard = guard_of(session, item)
    assert (guard.audience, guard.audience_organisations) == (Audience.ORGANISATIONS, {bay.id, harbour.id})


@pytest.mark.parametrize(
    ("with_whom", "audience"),
    [
        (ShareScope.OWN, Audience.ORGANISATIONS),
        (ShareScope.COALITION, Audience.COALITION),
        (ShareScope.PEOPLE, Audience.PEOPLE),
    ],
)
def test_an_item_is_shared_as_chosen(session, bay, now, with_whom, audience):
    item = builders.item(session, bay, now, sharing=Sharing(with_whom, frozenset({bay.lead.id})))

    assert guard_of(session, item).audience is audience
    assert plan_of(session, item).sharing.with_whom is with_whom


def test_whoever_makes_an_item_for_named_people_is_one_of_them(session, bay, now):
    item = builders.item(session, bay, now, sharing=Sharing(ShareScope.PEOPLE, frozenset({bay.lead.id})))

    assert guard_of(session, item).audience_people == {bay.lead.id, bay.editor.id}


def test_an_embargoed_item_shows_its_placeholder(session, bay, harbour, now):
    item = builders.item(session, bay, now, embargo=LIFT, signatories=frozenset({harbour.id}))

    entry = entry_of(session, item)
    assert (entry.title, entry.description, entry.label, entry.tags) == ("Joint statement", "", "", [])
    assert guard_of(session, item).embargo_group_organisations == {bay.id, harbour.id}
    assert bay.editor.id in guard_of(session, item).embargo_group_people


def test_the_plan_is_changed_and_read_back(session, bay, harbour, now):
    item = builders.item(session, bay, now)
    wanted = plan(
        bay,
        kind=Kind.PRESS_RELEASE,
        owner_id=bay.lead.id,
        channels=("website", "press_list"),
        signatories=frozenset({harbour.id}),
        signoff_due_on=date(2027, 7, 20),
        when=AllDay(date(2027, 7, 29), date(2027, 7, 29)),
    )

    edit_plan(
        session,
        item,
        wanted,
        revision=1,
        by=builders.by(session, bay.editor, item),
        context=ChangeContext((), bay.editor.id, now),
    )

    assert plan_of(session, item) == wanted
    assert entry_of(session, item).starts_on == date(2027, 7, 29)
    assert entry_of(session, item).sequence == 1
    notified = select(Message.kind).where(Message.person_id == bay.lead.id)
    assert session.scalars(notified).all() == ["assigned"]


def test_a_stale_plan_changes_nothing(session, bay, now, context):
    item = builders.item(session, bay, now)
    item.revision = 4
    session.flush()

    with pytest.raises(StaleEditError):
        edit_plan(
            session,
            item,
            plan(bay, outlet="The Harbour Post"),
            revision=3,
            by=builders.by(session, bay.lead, item),
            context=context,
        )

    assert item.outlet == ""


def test_others_do_not_plan_for_us(session, bay, harbour, now, context):
    item = builders.item(session, bay, now)

    with pytest.raises(NotYoursError):
        edit_plan(session, item, plan(bay), revision=1, by=builders.by(session, harbour.lead, item), context=context)


def test_another_signatory_takes_an_approval_back_and_is_asked(session, bay, harbour, now, context):
    item = builders.item(session, bay, now)
    builders.sign(session, item, bay, now)
    item.state = State.APPROVED

    edit_plan(
        session,
        item,
        plan(bay, signatories=frozenset({harbour.id})),
        revision=1,
        by=builders.by(session, bay.editor, item),
        context=context,
    )

    entry = entry_of(session, item)
    to_sign = select(EntryOrganisation.organisation_id).where(
        EntryOrganisation.entry_id == entry.id, EntryOrganisation.involvement == Involvement.TO_SIGN
    )
    asked = select(Message.person_id).where(Message.kind == "signoff_asked")
    assert item.state == State.IN_REVIEW
    assert session.scalars(to_sign).all() == [harbour.id]
    assert session.scalars(asked).all() == [harbour.lead.id]


def test_a_signatory_taken_off_leaves_the_embargo_group(session, bay, harbour, now, context):
    item = builders.item(session, bay, now, embargo=LIFT, signatories=frozenset({harbour.id}))

    edit_plan(session, item, plan(bay), revision=1, by=builders.by(session, bay.lead, item), context=context)

    assert guard_of(session, item).embargo_group_organisations == {bay.id}
    assert guard_of(session, item).embargo_at == LIFT.at
    assert signatory_ids(session, item) == ()


def test_a_deleted_item_is_gone_and_comes_back_under_its_uid(session, bay, now, context):
    item = builders.item(session, bay, now)
    uid = entry_of(session, item).uid
    mine = builders.by(session, bay.lead, item)

    delete_item(session, item, by=mine, context=context)
    gone = entry_of(session, item).removed_at
    restore_item(session, item, by=mine, context=context)

    assert gone == now
    assert (entry_of(session, item).uid, entry_of(session, item).removed_at) == (uid, None)


def test_what_was_deleted_long_ago_stays_deleted(session, bay, now):
    item = builders.item(session, bay, now)
    mine = builders.by(session, bay.lead, item)
    delete_item(session, item, by=mine, context=ChangeContext((), None, now))

    with pytest.raises(TooLateError):
        restore_item(session, item, by=mine, context=ChangeContext((), None, now + timedelta(days=30)))


def test_what_is_out_is_not_deleted(session, bay, now, context):
    item = builders.item(session, bay, now)
    item.state = State.PUBLISHED
    session.flush()

    with pytest.raises(WrongStateError):
        delete_item(session, item, by=builders.by(session, bay.lead, item), context=context)
