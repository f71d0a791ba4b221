"""Whom a campaign concerns, as far as the reader may know why and they may read it themselves."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import deputies_for, leads_by_organisation, standings
from scheduler.agenda.domain.visibility import GuardRules, Viewer, sees_text
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign
from scheduler.content.domain.next_steps import OF_SIGNERS
from scheduler.content.domain.workflow import SETTLED
from scheduler.content.models import Item
from scheduler.content.presenters.todo import overview_of
from scheduler.content.queries.items import items_of_campaign
from scheduler.mailings.domain.groups import Group


@dataclass(frozen=True, slots=True)
class _Reason:
    """People who are concerned, and what they have to be able to read besides the campaign: an item, or nothing."""

    group: Group
    people: frozenset[int]
    rules: GuardRules | None = None


def concerned_by(session: Session, viewer: Viewer, campaign: Campaign, now: datetime) -> dict[Group, frozenset[int]]:
    """Return by group who is concerned by a campaign that the viewer has been let into, without the viewer.

    Only what the viewer may read makes anybody concerned, and only those are who may read the campaign and what
    concerns them, so nobody learns of either by a message. Whoever is away brings their deputy along.
    """
    reasons = list(_reasons(session, viewer, campaign, now))
    named = {person for reason in reasons for person in reason.people}
    deputies = deputies_for(session, named, now)
    known = {ident: viewer_of(one) for ident, one in standings(session, {*named, *deputies.values()}).items()}
    of_campaign = guard_rules(campaign.guard)
    found: dict[Group, set[int]] = {group: set() for group in Group}
    for reason in reasons:
        people = reason.people | {deputies[person] for person in reason.people & deputies.keys()}
        found[reason.group] |= _readers(people, known, [of_campaign, *([reason.rules] if reason.rules else [])])
    return {group: frozenset(people - {viewer.person_id}) for group, people in found.items()}


def _reasons(session: Session, viewer: Viewer, campaign: Campaign, now: datetime) -> Iterator[_Reason]:
    leads = leads_by_organisation(session, campaign.organisation_ids).values()
    yield _Reason(Group.PARTICIPANTS, frozenset().union(*leads))
    seen = {one.item.id: one for one in items_of_campaign(session, viewer, campaign.id)}
    for one in seen.values():
        if one.item.owner_id is not None and _is_for_the_day(one.item, campaign):
            yield _Reason(Group.OWNERS, frozenset({one.item.owner_id}), one.rules)
    for step in overview_of(session, tuple(seen.values()), now).waiting:
        if step.step in OF_SIGNERS:
            yield _Reason(Group.UNSIGNED, frozenset(step.people), seen[step.item_id].rules)


def _is_for_the_day(item: Item, campaign: Campaign) -> bool:
    """Say whether an item is published on one of the campaign's days, or is to be."""
    first = campaign.first_day
    if first is None or item.publish_on is None or item.state in SETTLED:
        return False
    return first <= item.publish_on <= (campaign.last_day or first)


def _readers(people: Collection[int], known: Mapping[int, Viewer], rules: Collection[GuardRules]) -> set[int]:
    return {
        ident for ident in people if known[ident].is_member and all(sees_text(known[ident], each) for each in rules)
    }
