"""Playbooks by their address: those that ship, and the coalition's own, which every member reads."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scheduler.content.domain.kinds import Kind
from scheduler.playbooks.domain.slots import Owner, OwnerRole, Plan, Slot, SlotKind, ZoneRule, in_order
from scheduler.playbooks.models import Playbook, PlaybookSlot
from scheduler.playbooks.shipped.registry import SHIPPED


def shipped_plans() -> list[Plan]:
    """Return the playbooks that ship, in the language of whoever reads them."""
    return [one.worded(_) for one in SHIPPED]


def plan_called(session: Session, address: str) -> Plan | None:
    """Return a playbook by its address, whether it ships or the coalition has saved it; an archived one is none."""
    shipped = next((one for one in SHIPPED if one.slug == address), None)
    if shipped is not None:
        return shipped.worded(_)
    row = own_playbook(session, address)
    return plan_of(row, slots_of(session, row)) if row is not None and row.archived_at is None else None


def own_playbook(session: Session, address: str) -> Playbook | None:
    """Return a playbook of the coalition's own, archived or not."""
    return session.scalar(select(Playbook).where(Playbook.addressed(address)))


def own_playbooks(session: Session, *, archived: bool = False) -> Sequence[Playbook]:
    """Return the playbooks that the coalition has saved, by name."""
    is_archived = Playbook.archived_at.is_not(None) if archived else Playbook.archived_at.is_(None)
    return session.scalars(select(Playbook).where(is_archived).order_by(Playbook.name, Playbook.id)).all()


def own_plans(session: Session, *, archived: bool = False) -> list[Plan]:
    """Return what the coalition's own playbooks say, by name; two queries."""
    rows = own_playbooks(session, archived=archived)
    query = select(PlaybookSlot).where(PlaybookSlot.playbook_id.in_([row.id for row in rows]), _is_live())
    slots: dict[int, list[PlaybookSlot]] = {}
    for slot in session.scalars(query.order_by(PlaybookSlot.offset_days, PlaybookSlot.id)) if rows else ():
        slots.setdefault(slot.playbook_id, []).append(slot)
    return [plan_of(row, slots.get(row.id, [])) for row in rows]


def slots_of(session: Session, playbook: Playbook) -> Sequence[PlaybookSlot]:
    """Return the slots of a playbook."""
    query = select(PlaybookSlot).where(PlaybookSlot.playbook_id == playbook.id, _is_live())
    return session.scalars(query.order_by(PlaybookSlot.offset_days, PlaybookSlot.id)).all()


def slot_called(session: Session, playbook: Playbook, address: str) -> PlaybookSlot | None:
    """Return a slot of a playbook, deleted or not."""
    query = select(PlaybookSlot).where(PlaybookSlot.addressed(address), PlaybookSlot.playbook_id == playbook.id)
    return session.scalar(query)


def deleted_slots(session: Session, playbook: Playbook, since: datetime) -> Sequence[PlaybookSlot]:
    """Return the slots of a playbook that were deleted after a moment, newest first."""
    query = select(PlaybookSlot).where(PlaybookSlot.playbook_id == playbook.id, PlaybookSlot.deleted_at > since)
    return session.scalars(query.order_by(PlaybookSlot.deleted_at.desc(), PlaybookSlot.id)).all()


def _is_live() -> ColumnElement[bool]:
    return PlaybookSlot.deleted_at.is_(None)


def plan_of(playbook: Playbook, slots: Sequence[PlaybookSlot]) -> Plan:
    """Return what a playbook of the coalition's own says."""
    return Plan(
        source=playbook.address,
        name=playbook.name,
        description=playbook.description,
        slots=in_order(tuple(slot_of(row) for row in slots)),
    )


def slot_of(row: PlaybookSlot) -> Slot:
    """Return what a stored slot says."""
    is_content = row.kind == SlotKind.CONTENT
    return Slot(
        key=row.address,
        kind=SlotKind(row.kind),
        title=row.title,
        note=row.note,
        offset_days=row.offset_days,
        owner=Owner(role=OwnerRole(row.owner)),
        at_time=row.at_time,
        zone_rule=ZoneRule(row.zone_rule) if row.zone_rule else ZoneRule.ORGANISATION,
        item_kind=Kind(row.item_kind) if is_content else Kind.POST,
        channels=tuple(row.channels),
    )
