"""What a playbook says: slots for tasks and content at offsets from the day, each for whom, and when of the day."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from scheduler.campaigns.domain.days import MAX_OFFSET_DAYS
from scheduler.content.domain.kinds import Kind

MAX_SLOTS = 100
"""More are no plan that anybody reads."""

MAX_TITLE_CHARS = 120
FURTHEST_DAYS = MAX_OFFSET_DAYS


class SlotKind(StrEnum):
    """What is made of a slot: something to do, or something that is to come out."""

    TASK = "task"
    CONTENT = "content"


class OwnerRole(StrEnum):
    """For whom a slot is: the organisation that leads, its campaign manager, or each organisation taking part."""

    LEAD = "lead"
    MANAGER = "manager"
    EACH = "each"


class ZoneRule(StrEnum):
    """In whose zone the time of day is: the owning organisation's, or that of each channel's readers."""

    ORGANISATION = "organisation"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """For whom a slot is: by role, or, in the plan of another campaign, an organisation and a person there."""

    role: OwnerRole = OwnerRole.LEAD
    organisation_id: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One line of a plan.

    `key` names it within its plan. `offset_days` counts from the first day, negative is before. Time of day, zone, kind
    of content and channels (slugs) are for content alone; without a time the day is all that is planned. Without a
    title content is called by its kind. A `zone` overrules the rule; `own_only` content is shared with nobody but its
    organisation.
    """

    key: str
    kind: SlotKind
    title: str
    offset_days: int
    owner: Owner = Owner()
    note: str = ""
    at_time: time | None = None
    zone_rule: ZoneRule = ZoneRule.ORGANISATION
    zone: str = ""
    item_kind: Kind = Kind.POST
    channels: tuple[str, ...] = ()
    own_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan that can be applied: `source` names it for good, slots are in the order of their days."""

    source: str
    name: str
    description: str = ""
    slots: tuple[Slot, ...] = ()


def in_order(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Return slots by day, tasks before content, then by time of day."""
    return tuple(sorted(slots, key=lambda one: (one.offset_days, one.kind != SlotKind.TASK, one.at_time or time.min)))
