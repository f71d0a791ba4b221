"""Keeps the coalition's own playbooks: saved from a campaign, changed slot by slot, archived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.playbooks.domain.saving import as_playbook
from scheduler.playbooks.domain.slots import MAX_SLOTS, OwnerRole, Slot, SlotKind, ZoneRule
from scheduler.playbooks.models import Playbook, PlaybookSlot
from scheduler.playbooks.queries.playbooks import slots_of
from scheduler.playbooks.services.earlier import plan_of_campaign
from scheduler.rows import RESTORABLE_FOR, RowGoneError, Sent, StaleEditError, TooLateError, lock_row, once_by_form


class KeptBackError(ValueError):
    """The campaign is under embargo, and every member reads playbooks."""


class TooManySlotsError(ValueError):
    """A playbook would have more slots than anybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookDraft:
    """What a playbook is called and what it is for."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDraft:
    """What a slot says, in the words of its table; what is for content alone is empty for a task."""

    kind: SlotKind
    title: str
    offset_days: int
    owner: OwnerRole
    note: str = ""
    at_time: time | None = None
    zone_rule: str = ""
    item_kind: str = ""
    channels: tuple[str, ...] = ()


def slots_to_save(session: Session, viewer: Viewer, campaign: Campaign) -> Sequence[Slot]:
    """Return what a campaign would be as a playbook, as far as the viewer may read it.

    Raises:
        KeptBackError: it is under embargo.
    """
    if concealed(session.get_one(Guard, campaign.guard_id)):
        raise KeptBackError
    plan = plan_of_campaign(session, viewer, campaign)
    return as_playbook(plan, campaign.organisation_id, campaign.owner_id)


def save_playbook(
    session: Session,
    campaign: Campaign,
    draft: PlaybookDraft,
    slots: Sequence[Slot],
    *,
    form_id: str,
    context: ChangeContext,
) -> Playbook:
    """Save slots of a campaign as a playbook; the same form sent twice saves one.

    Raises:
        KeptBackError: the campaign is under embargo by now.
        TooManySlotsError: they are more than `MAX_SLOTS`.
    """
    lock_campaign(session, campaign)
    if concealed(session.get_one(Guard, campaign.guard_id)):
        raise KeptBackError
    if len(slots) > MAX_SLOTS:
        raise TooManySlotsError
    keys = tuple(slot.key for slot in slots)

    def make(key: str | None) -> Playbook:
        playbook = Playbook(name=draft.name, description=draft.description, form_id=key, created_at=context.now)
        playbook.created_by_id = context.actor_id
        session.add(playbook)
        session.flush()
        session.add_all(_filled(PlaybookSlot(playbook_id=playbook.id), draft_of(slot)) for slot in slots)
        session.flush()
        _note(session, playbook, AuditAct.PLAYBOOK_SAVED, context)
        return playbook

    return once_by_form(session, Playbook, Sent(form_id, context.actor_id, (campaign.id, draft, keys)), make)


def change_playbook(
    session: Session, playbook: Playbook, draft: PlaybookDraft, *, revision: int | None, context: ChangeContext
) -> None:
    """Change what a playbook is called and for; saying it again changes nothing.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
    """
    lock_row(session, Playbook, playbook.id)
    saved = PlaybookDraft(name=playbook.name, description=playbook.description)
    if draft == saved:
        return
    if revision != playbook.revision:
        raise StaleEditError({"name": saved.name, "description": saved.description})
    playbook.name, playbook.description = draft.name, draft.description
    _changed(session, playbook, context)


def archive_playbook(session: Session, playbook: Playbook, context: ChangeContext) -> None:
    """Offer a playbook no more; what was made from it stays. Twice is once."""
    lock_row(session, Playbook, playbook.id)
    if playbook.archived_at is None:
        playbook.archived_at = context.now
        _note(session, playbook, AuditAct.PLAYBOOK_ARCHIVED, context)


def unarchive_playbook(session: Session, playbook: Playbook, context: ChangeContext) -> None:
    """Offer an archived playbook again; twice is once."""
    lock_row(session, Playbook, playbook.id)
    if playbook.archived_at is not None:
        playbook.archived_at = None
        _note(session, playbook, AuditAct.PLAYBOOK_BROUGHT_BACK, context)


def add_slot(
    session: Session, playbook: Playbook, draft: SlotDraft, *, form_id: str, context: ChangeContext
) -> PlaybookSlot:
    """Add a slot; the same form sent twice adds it once.

    Raises:
        TooManySlotsError: there are `MAX_SLOTS` already.
    """
    lock_row(session, Playbook, playbook.id)

    def make(key: str | None) -> PlaybookSlot:
        if len(slots_of(session, playbook)) >= MAX_SLOTS:
            raise TooManySlotsError
        slot = _filled(PlaybookSlot(playbook_id=playbook.id, form_id=key), draft)
        session.add(slot)
        _changed(session, playbook, context)
        return slot

    sent = Sent(form_id, context.actor_id, (playbook.id, draft))
    return once_by_form(session, PlaybookSlot, sent, make, stands=lambda slot: slot.deleted_at is None)


def change_slot(
    session: Session,
    playbook: Playbook,
    slot: PlaybookSlot,
    draft: SlotDraft,
    *,
    revision: int | None,
    context: ChangeContext,
) -> None:
    """Change what a slot says; what was made from it stays as it is. Saying it again changes nothing.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        RowGoneError: somebody deleted it.
    """
    lock_row(session, Playbook, playbook.id)
    lock_row(session, PlaybookSlot, slot.id)
    if slot.deleted_at is not None:
        raise RowGoneError(f"slot {slot.id} is deleted")
    if draft == saved_draft(slot):
        return
    if revision != slot.revision:
        raise StaleEditError
    _filled(slot, draft)
    slot.revision += 1
    _changed(session, playbook, context)


def delete_slot(session: Session, playbook: Playbook, slot: PlaybookSlot, context: ChangeContext) -> None:
    """Take a slot out of a playbook; for 30 days it can be brought back. Twice is once."""
    lock_row(session, Playbook, playbook.id)
    lock_row(session, PlaybookSlot, slot.id)
    if slot.deleted_at is None:
        slot.deleted_at = context.now
        _changed(session, playbook, context)


def restore_slot(session: Session, playbook: Playbook, slot: PlaybookSlot, context: ChangeContext) -> None:
    """Bring a deleted slot back; twice is once.

    Raises:
        TooLateError: it was deleted more than 30 days ago.
        TooManySlotsError: there are `MAX_SLOTS` without it.
    """
    lock_row(session, Playbook, playbook.id)
    lock_row(session, PlaybookSlot, slot.id)
    if slot.deleted_at is None:
        return
    if slot.deleted_at <= context.now - RESTORABLE_FOR:
        raise TooLateError
    if len(slots_of(session, playbook)) >= MAX_SLOTS:
        raise TooManySlotsError
    slot.deleted_at = None
    _changed(session, playbook, context)


def saved_draft(slot: PlaybookSlot) -> SlotDraft:
    """Return what a saved slot says, as its form asks for it."""
    return SlotDraft(
        kind=SlotKind(slot.kind),
        title=slot.title,
        offset_days=slot.offset_days,
        owner=OwnerRole(slot.owner),
        note=slot.note,
        at_time=slot.at_time,
        zone_rule=slot.zone_rule,
        item_kind=slot.item_kind,
        channels=tuple(slot.channels),
    )


def draft_of(slot: Slot) -> SlotDraft:
    """Return a slot of a plan as it is stored."""
    is_content = slot.kind is SlotKind.CONTENT
    return SlotDraft(
        kind=slot.kind,
        title=slot.title,
        offset_days=slot.offset_days,
        owner=slot.owner.role,
        note=slot.note,
        at_time=slot.at_time if is_content else None,
        zone_rule=(slot.zone_rule if slot.at_time is not None else ZoneRule.ORGANISATION).value if is_content else "",
        item_kind=slot.item_kind.value if is_content else "",
        channels=slot.channels if is_content else (),
    )


def _filled(slot: PlaybookSlot, draft: SlotDraft) -> PlaybookSlot:
    slot.kind, slot.title, slot.note = draft.kind, draft.title, draft.note
    slot.offset_days, slot.owner = draft.offset_days, draft.owner
    slot.at_time, slot.zone_rule = draft.at_time, draft.zone_rule
    slot.item_kind, slot.channels = draft.item_kind, list(draft.channels)
    return slot


def _changed(session: Session, playbook: Playbook, context: ChangeContext) -> None:
    playbook.revision += 1
    session.flush()
    _note(session, playbook, AuditAct.PLAYBOOK_CHANGED, context)


def _note(session: Session, playbook: Playbook, act: AuditAct, context: ChangeContext) -> None:
    record(session, act, (SubjectKind.PLAYBOOK, playbook.id), actor_id=context.actor_id, now=context.now)
