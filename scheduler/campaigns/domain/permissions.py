"""What somebody who sees a campaign's words may do with it."""

from collections.abc import Collection
from dataclasses import dataclass

from scheduler.agenda.domain.sight import Viewer


@dataclass(frozen=True, slots=True)
class Permissions:
    """What a person may do: change the campaign itself, plan its tasks, bring organisations in, take them out."""

    edit: bool
    plan: bool
    joinable: frozenset[int]
    removable: frozenset[int]


def permissions(
    viewer: Viewer,
    leads: Collection[int],
    lead_organisation_id: int,
    taking_part: frozenset[int],
    others: frozenset[int] = frozenset(),
) -> Permissions:
    """Say what a person who sees the words may do.

    Args:
        viewer: the person.
        leads: organisations in which the person is lead.
        lead_organisation_id: the one that leads the campaign; it stays as long as it does.
        taking_part: the organisations that take part, the one that leads included.
        others: open organisations that could join.
    """
    edit = viewer.is_coordinator or lead_organisation_id in viewer.desks
    plan = edit or not viewer.desks.isdisjoint(taking_part)
    own = frozenset(leads)
    return Permissions(
        edit=edit,
        plan=plan,
        joinable=others - taking_part if edit else (own & others) - taking_part,
        removable=(taking_part if edit else own & taking_part) - {lead_organisation_id},
    )
