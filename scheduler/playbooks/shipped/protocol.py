"""What a playbook that ships is: texts in English that are translated where they are shown or used."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from scheduler.content.domain.kinds import Kind
from scheduler.messages import Message
from scheduler.playbooks.domain.slots import Owner, OwnerRole, Plan, Slot, SlotKind, ZoneRule, in_order


@dataclass(frozen=True, slots=True)
class ShippedSlot:
    """A slot with its title still to be translated."""

    title: Message
    slot: Slot


@dataclass(frozen=True, slots=True)
class ShippedPlaybook:
    """A playbook by its slug, which is its address and never changes."""

    slug: str
    name: Message
    description: Message
    slots: tuple[ShippedSlot, ...]

    def worded(self, translate: Callable[[str], str]) -> Plan:
        """Return the plan in the language of whoever reads it."""
        return Plan(
            source=self.slug,
            name=self.name.render(translate),
            description=self.description.render(translate),
            slots=in_order(tuple(_worded(one, translate) for one in self.slots)),
        )


def _worded(one: ShippedSlot, translate: Callable[[str], str]) -> Slot:
    slot = one.slot
    return Slot(
        key=slot.key,
        kind=slot.kind,
        title=one.title.render(translate),
        offset_days=slot.offset_days,
        owner=slot.owner,
        at_time=slot.at_time,
        zone_rule=slot.zone_rule,
        item_kind=slot.item_kind,
        channels=slot.channels,
    )


def task(key: str, offset_days: int, title: str, owner: OwnerRole = OwnerRole.LEAD) -> ShippedSlot:
    """Return a slot for something to do; the title is marked with N_."""
    slot = Slot(key=key, kind=SlotKind.TASK, title="", offset_days=offset_days, owner=Owner(role=owner))
    return ShippedSlot(Message(title), slot)


def content(
    key: str,
    offset_days: int,
    title: str,
    kind: Kind,
    *,
    owner: OwnerRole = OwnerRole.LEAD,
    at: time | None = None,
    zone: ZoneRule = ZoneRule.ORGANISATION,
    channels: tuple[str, ...] = (),
) -> ShippedSlot:
    """Return a slot for something that is to come out; the title is marked with N_."""
    slot = Slot(
        key=key,
        kind=SlotKind.CONTENT,
        title="",
        offset_days=offset_days,
        owner=Owner(role=owner),
        at_time=at,
        zone_rule=zone,
        item_kind=kind,
        channels=channels,
    )
    return ShippedSlot(Message(title), slot)
