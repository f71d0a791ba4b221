"""The plan of a campaign as a playbook for others: organisations and people become roles."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.playbooks.domain.slots import Owner, OwnerRole, Plan, Slot, in_order


def as_playbook(plan: Plan, lead_id: int, manager_id: int) -> tuple[Slot, ...]:
    """Return the slots of a campaign's plan, each for a role; what several organisations had becomes one for each.

    What the campaign manager had is for the manager, all else for the organisation that leads.
    """
    alike: dict[Slot, list[Slot]] = {}
    for slot in plan.slots:
        alike.setdefault(replace(slot, key="", owner=Owner(), own_only=False), []).append(slot)
    return in_order(tuple(_slot(slots, lead_id, manager_id) for slots in alike.values()))


def _slot(slots: Sequence[Slot], lead_id: int, manager_id: int) -> Slot:
    first = slots[0]
    owners = {slot.owner.organisation_id for slot in slots}
    if len(owners) > 1:
        return replace(first, owner=Owner(role=OwnerRole.EACH))
    is_managers = all(slot.owner.person_id == manager_id for slot in slots) and owners == {lead_id}
    return replace(first, owner=Owner(role=OwnerRole.MANAGER if is_managers else OwnerRole.LEAD))
