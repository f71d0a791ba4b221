"""Whom a campaign or a date concerns, as far as the reader may know why and they may read it themselves."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Role
from scheduler.accounts.services.actor_roles import deputies_for, leads_by_organisation, standings
from scheduler.agenda.domain.visibility import GuardRules, Viewer, sees_text
from scheduler.agenda.services.follows import followers
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.campaigns import campaigns_of_edition
from scheduler.content.domain.next_steps import OF_SIGNERS
from scheduler.content.domain.workflow import SETTLED
from scheduler.content.presenters.todo import overview_of
from scheduler.content.queries.items import Seen, items_of_campaign, items_of_days
from scheduler.dates.spans import DateSpan
from scheduler.mailings.domain.groups import OF_CAMPAIGN, OF_EDITION, Group
from scheduler.observances.models import Edition
from scheduler.observances.services.calendar_entries import series_of

Concerned = Mapping[Group, frozenset[int]]


@dataclass(frozen=True, slots=True)
class _Reason:
    """People who are concerned, and what they have to be able to read for that."""

    group: Group
    people: frozenset[int]
    rules: tuple[GuardRules, ...] = ()


def concerned_by_campaign(session: Session, viewer: Viewer, campaign: Campaign, now: datetime) -> Concerned:
    """Return by group who is concerned by a campaign that the viewer has been let into, without the viewer.

    Only what the viewer may read makes anybody concerned, and only those are who may read the campaign and what
    concerns them, so nobody learns of either by a message. Whoever is away brings their deputy along.
    """
    rules = (guard_rules(campaign.guard),)
    leads = leads_by_organisation(session, campaign.organisation_ids).values()
    reasons = [_Reason(Group.PARTICIPANTS, frozenset().union(*leads), rules)]
    days = DateSpan(campaign.first_day, campaign.last_day or campaign.first_day) if campaign.first_day else None
    reasons += _of_content(session, items_of_campaign(session, viewer, campaign.id), days, rules, now)
    return _by_group(session, viewer, OF_CAMPAIGN, reasons, now)


def concerned_by_edition(
    session: Session, viewer: Viewer, edition: Edition, days: DateSpan, now: datetime
) -> Concerned:
    """Return by group who is concerned by the days of an edition, without the viewer; as of a campaign.

    Those are who post on these days, take part in a campaign for them, or lead an organisation and follow them.
    """
    items = items_of_days(session, viewer, days.first_day, days.last_day)
    reasons = [*_of_content(session, items, days, (), now)]
    for campaign in campaigns_of_edition(session, viewer, edition.id):
        leads = leads_by_organisation(session, campaign.organisation_ids).values()
        reasons.append(_Reason(Group.PARTICIPANTS, frozenset().union(*leads), (guard_rules(campaign.guard),)))
    series = series_of(edition.observance)
    following = followers(session, [series]).get(series, set())
    leading = {
        ident for ident, one in standings(session, following).items() if Role.LEAD in viewer_of(one).roles_anywhere
    }
    reasons.append(_Reason(Group.FOLLOWERS, frozenset(leading)))
    return _by_group(session, viewer, OF_EDITION, reasons, now)


def _by_group(
    session: Session, viewer: Viewer, groups: Iterable[Group], reasons: Sequence[_Reason], now: datetime
) -> Concerned:
    named = {person for reason in reasons for person in reason.people}
    deputies = deputies_for(session, named, now)
    known = {ident: viewer_of(one) for ident, one in standings(session, {*named, *deputies.values()}).items()}
    found: dict[Group, set[int]] = {group: set() for group in groups}
    for reason in reasons:
        people = reason.people | {deputies[person] for person in reason.people & deputies.keys()}
        found[reason.group] |= _readers(people, known, reason.rules)
    return {group: frozenset(people - {viewer.person_id}) for group, people in found.items()}


def _of_content(
    session: Session, items: Sequence[Seen], days: DateSpan | None, rules: tuple[GuardRules, ...], now: datetime
) -> Iterator[_Reason]:
    """Who publishes content on these days, or is to, and who can still sign off any of it."""
    seen = {one.item.id: one for one in items}
    for one in items:
        if one.item.owner_id is not None and _is_published_on(one, days):
            yield _Reason(Group.OWNERS, frozenset({one.item.owner_id}), (*rules, one.rules))
    for step in overview_of(session, tuple(items), now).waiting:
        if step.step in OF_SIGNERS:
            yield _Reason(Group.UNSIGNED, frozenset(step.people), (*rules, seen[step.item_id].rules))


def _is_published_on(one: Seen, days: DateSpan | None) -> bool:
    day = one.item.publish_on
    return days is not None and day is not None and days.contains(day) and one.item.state not in SETTLED


def _readers(people: Collection[int], known: Mapping[int, Viewer], rules: Collection[GuardRules]) -> set[int]:
    return {
        ident for ident in people if known[ident].is_member and all(sees_text(known[ident], each) for each in rules)
    }
