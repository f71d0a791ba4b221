"""Playbooks of the coalition's own: saved once, changed by one at a time, never with what an embargo keeps back."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.models import Campaign
from scheduler.playbooks.domain.slots import MAX_SLOTS, OwnerRole, SlotKind
from scheduler.playbooks.models import Playbook, PlaybookSlot
from scheduler.playbooks.queries.playbooks import deleted_slots, own_playbooks, plan_called, slots_of
from scheduler.playbooks.services.own_playbooks import (
    KeptBackError,
    PlaybookDraft,
    SlotDraft,
    TooManySlotsError,
    add_slot,
    archive_playbook,
    change_playbook,
    change_slot,
    delete_slot,
    restore_slot,
    save_playbook,
    slots_to_save,
    unarchive_playbook,
)
from scheduler.rows import RESTORABLE_FOR, RowGoneError, StaleEditError, TooLateError
from tests.campaigns.conftest import StartCampaign, viewer
from tests.playbooks.conftest import Planner

DRAFT = PlaybookDraft(name="Our day", description="For any day of ours.")
CALL = SlotDraft(kind=SlotKind.TASK, title="Call the press", offset_days=-3, owner=OwnerRole.EACH)


@pytest.fixture
def campaign(start: StartCampaign, planner: Planner) -> Campaign:
    found = start()
    planner.apply(found)
    return found


@pytest.fixture
def playbook(campaign: Campaign, planner: Planner) -> Playbook:
    return save(planner, campaign)


def save(planner: Planner, campaign: Campaign, form_id: str = "s") -> Playbook:
    session, ana = planner.session, planner.coalition.ana
    slots = slots_to_save(session, viewer(session, ana), campaign)
    return save_playbook(session, campaign, DRAFT, slots, form_id=form_id, context=planner.context_as(ana))


def acts(session: Session) -> list[str]:
    query = select(AuditRow.act).where(AuditRow.subject_kind == SubjectKind.PLAYBOOK).order_by(AuditRow.id)
    return list(session.scalars(query))


def test_a_campaign_is_saved_with_roles_and_read_as_a_plan(
    playbook: Playbook, planner: Planner, session: Session
) -> None:
    plan = plan_called(session, playbook.address)
    assert plan is not None
    assert [(slot.title, slot.offset_days, slot.owner.role, slot.at_time) for slot in plan.slots] == [
        ("Plan content: Post", -7, OwnerRole.LEAD, None),
        ("Brief staff", -5, OwnerRole.EACH, None),
        ("Call partners", -1, OwnerRole.MANAGER, None),
        ("Press release", -1, OwnerRole.LEAD, time(17)),
        ("Post", 0, OwnerRole.LEAD, time(9)),
    ]
    assert plan.slots[3].channels == ("press_list",)
    assert acts(session) == [AuditAct.PLAYBOOK_SAVED]


def test_what_was_saved_can_be_applied(playbook: Playbook, planner: Planner, start: StartCampaign) -> None:
    other, plan = start(title="Next"), plan_called(planner.session, playbook.address)
    assert plan is not None
    planner.apply(other, planner.sending(other, plan))

    assert len(planner.tasks(other)) == 4
    assert [planner.title(item) for item in planner.items(other)] == ["Press release", "Post"]


def test_the_same_form_sent_twice_saves_one(campaign: Campaign, planner: Planner, session: Session) -> None:
    assert save(planner, campaign).id == save(planner, campaign).id
    assert save(planner, campaign, "other").id != save(planner, campaign).id
    assert len(own_playbooks(session)) == 2


def test_a_campaign_under_embargo_is_not_saved(campaign: Campaign, planner: Planner, session: Session) -> None:
    ana = planner.coalition.ana
    slots = slots_to_save(session, viewer(session, ana), campaign)
    campaign.guard.embargo_local, campaign.guard.embargo_zone = datetime(2028, 1, 1), "UTC"
    campaign.guard.embargo_at = datetime(2028, 1, 1, tzinfo=UTC)
    session.flush()

    with pytest.raises(KeptBackError):
        slots_to_save(session, viewer(session, ana), campaign)
    with pytest.raises(KeptBackError):
        save_playbook(session, campaign, DRAFT, slots, form_id="s", context=planner.context_as(ana))


def test_a_stale_name_is_refused_and_the_same_again_changes_nothing(
    playbook: Playbook, planner: Planner, session: Session
) -> None:
    context = planner.context_as(planner.coalition.ana)
    change_playbook(session, playbook, DRAFT, revision=99, context=context)
    change_playbook(session, playbook, PlaybookDraft(name="Better"), revision=1, context=context)

    with pytest.raises(StaleEditError):
        change_playbook(session, playbook, PlaybookDraft(name="Late"), revision=1, context=context)
    assert (playbook.name, playbook.description, playbook.revision) == ("Better", "", 2)


def test_archived_it_is_offered_no_more_until_it_is_again(
    playbook: Playbook, planner: Planner, session: Session
) -> None:
    context = planner.context_as(planner.coalition.ana)
    archive_playbook(session, playbook, context)
    archive_playbook(session, playbook, context)
    assert plan_called(session, playbook.address) is None
    assert (list(own_playbooks(session)), list(own_playbooks(session, archived=True))) == ([], [playbook])

    unarchive_playbook(session, playbook, context)
    unarchive_playbook(session, playbook, context)
    assert plan_called(session, playbook.address) is not None
    assert acts(session)[1:] == [AuditAct.PLAYBOOK_ARCHIVED, AuditAct.PLAYBOOK_BROUGHT_BACK]


def test_slots_are_added_once_changed_deleted_and_restored(
    playbook: Playbook, planner: Planner, session: Session, now: datetime
) -> None:
    context = planner.context_as(planner.coalition.ana)
    slot = add_slot(session, playbook, CALL, form_id="n", context=context)
    assert add_slot(session, playbook, CALL, form_id="n", context=context).id == slot.id
    changed = SlotDraft(kind=SlotKind.TASK, title="Call again", offset_days=-2, owner=OwnerRole.LEAD)
    change_slot(session, playbook, slot, changed, revision=1, context=context)
    with pytest.raises(StaleEditError):
        change_slot(session, playbook, slot, CALL, revision=1, context=context)

    delete_slot(session, playbook, slot, context)
    with pytest.raises(RowGoneError):
        change_slot(session, playbook, slot, CALL, revision=2, context=context)
    assert slot not in slots_of(session, playbook)
    assert deleted_slots(session, playbook, now - RESTORABLE_FOR) == [slot]
    restore_slot(session, playbook, slot, context)
    assert slot in slots_of(session, playbook)
    slot.deleted_at = now - RESTORABLE_FOR - timedelta(seconds=1)
    session.flush()
    with pytest.raises(TooLateError):
        restore_slot(session, playbook, slot, context)


def test_a_playbook_has_an_end(playbook: Playbook, planner: Planner, session: Session) -> None:
    context = planner.context_as(planner.coalition.ana)
    first = slots_of(session, playbook)[0]
    while len(slots_of(session, playbook)) < MAX_SLOTS:
        slot = PlaybookSlot(playbook_id=playbook.id, kind="task", title="More", offset_days=0, owner="lead")
        session.add(slot)
        session.flush()

    with pytest.raises(TooManySlotsError):
        add_slot(session, playbook, CALL, form_id="n", context=context)
    delete_slot(session, playbook, first, context)
    add_slot(session, playbook, CALL, form_id="n", context=context)
    with pytest.raises(TooManySlotsError):
        restore_slot(session, playbook, first, context)
