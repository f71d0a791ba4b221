"""What pages show of a playbook itself: its slots in words, and the list of all."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.content.labels import channel_name, kind_label
from scheduler.playbooks.domain.slots import Plan, Slot, SlotKind
from scheduler.playbooks.labels import KIND_LABELS, OWNER_LABELS, offset_label, slot_time_label, slot_title
from scheduler.playbooks.queries.playbooks import own_plans, shipped_plans


@dataclass(frozen=True, slots=True)
class SlotView:
    """A slot in words."""

    address: str
    title: str
    note: str
    what: str
    offset: str
    time: str
    owner: str
    channels: str


@dataclass(frozen=True, slots=True)
class PlaybookRow:
    """A playbook in a list; `origin` says whose it is."""

    address: str
    name: str
    description: str
    tasks: int
    items: int
    origin: str


def slot_views(plan: Plan) -> tuple[SlotView, ...]:
    """Return the slots of a plan as its page shows them."""
    return tuple(_view(slot) for slot in plan.slots)


def playbook_rows(session: Session) -> list[PlaybookRow]:
    """Return the playbooks that are offered: the coalition's own, then those that ship."""
    own = [_row(plan, _("Saved by your coalition")) for plan in own_plans(session)]
    return own + [_row(plan, _("Comes with the product")) for plan in shipped_plans()]


def archived_rows(session: Session) -> list[PlaybookRow]:
    """Return the playbooks that are offered no more."""
    return [_row(plan, _("Archived")) for plan in own_plans(session, archived=True)]


def _view(slot: Slot) -> SlotView:
    is_content = slot.kind is SlotKind.CONTENT
    return SlotView(
        address=slot.key,
        title=slot_title(slot),
        note=slot.note,
        what=kind_label(slot.item_kind) if is_content else str(KIND_LABELS[SlotKind.TASK]),
        offset=offset_label(slot.offset_days),
        time=slot_time_label(slot) if is_content else "",
        owner=str(OWNER_LABELS[slot.owner.role]),
        channels=", ".join(channel_name(slug) for slug in slot.channels),
    )


def _row(plan: Plan, origin: str) -> PlaybookRow:
    tasks = _count(plan.slots, SlotKind.TASK)
    return PlaybookRow(plan.source, plan.name, plan.description, tasks, len(plan.slots) - tasks, origin)


def _count(slots: Sequence[Slot], kind: SlotKind) -> int:
    return sum(slot.kind is kind for slot in slots)
