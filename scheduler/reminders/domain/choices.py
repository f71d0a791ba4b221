"""What a person chooses about a kind of reminder or notification, and what people get who have chosen nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.accounts.domain.roles import MemberRole
from scheduler.reminders.domain.lead_times import DEFAULT_LEADS, Leads


class Delivery(StrEnum):
    """In which form something is told: not at all, in an email of its own, or in one that gathers."""

    OFF = "off"
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


GATHERED = frozenset({Delivery.DAILY, Delivery.WEEKLY})


@dataclass(frozen=True, slots=True)
class KindChoice:
    """How reminders of one kind come, and how long before."""

    delivery: Delivery
    leads: Leads = DEFAULT_LEADS

    @property
    def lacks_leads(self) -> bool:
        """Say whether nothing would ever come of it: the daily email has no use for hours."""
        if self.delivery is Delivery.DAILY:
            return not self.leads.days
        return self.delivery is Delivery.AT_ONCE and not self.leads.codes


AT_ONCE = KindChoice(Delivery.AT_ONCE)
OFF = KindChoice(Delivery.OFF)
_WEEKLY = KindChoice(Delivery.WEEKLY)

OWN_WORK = ("followed", "own_item", "review_waiting", "signoff_due", "task_due", "lift", "date_wanted")
"""Kinds of which everybody is reminded at once: somebody else relies on them, or the reader asked to be."""


class Standing(StrEnum):
    """What somebody is in the coalition, by which they get other reminders before they have chosen."""

    MEMBER = "member"
    EDITOR = "editor"
    LEAD = "lead"
    COORDINATOR = "coordinator"


_OF_OWN_WORK = dict.fromkeys(OWN_WORK, AT_ONCE)

DEFAULTS: Mapping[Standing, Mapping[str, KindChoice]] = {
    Standing.MEMBER: _OF_OWN_WORK,
    Standing.EDITOR: _OF_OWN_WORK | {"organisation_item": _WEEKLY},
    Standing.LEAD: _OF_OWN_WORK
    | {"organisation_item": _WEEKLY, "signoff_due": KindChoice(Delivery.AT_ONCE, Leads((7, 3, 1, 0)))},
    Standing.COORDINATOR: _OF_OWN_WORK | {"date_wanted": KindChoice(Delivery.AT_ONCE, Leads((30, 7, 1, 0)))},
}
"""What people get who have chosen nothing; a kind that is not named is off."""


def standing_of(roles: Collection[MemberRole], *, is_coordinator: bool) -> Standing:
    """Return the standing by which a person's defaults go: the one with the most to do."""
    if is_coordinator:
        return Standing.COORDINATOR
    if MemberRole.LEAD in roles:
        return Standing.LEAD
    return Standing.EDITOR if MemberRole.EDITOR in roles else Standing.MEMBER
