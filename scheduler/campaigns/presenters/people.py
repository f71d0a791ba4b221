"""Loads the people and organisations that the page of a campaign names, and who stands in for whom."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import profiles, profiles_with_members
from scheduler.accounts.reading import organisations_by_id
from scheduler.accounts.services.actor_roles import deputies_among, is_away
from scheduler.agenda.domain.visibility import GuardRules
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.presenters.views import Away, PageNames, people_named


def names_for_campaign(
    session: Session,
    campaign: Campaign,
    rules: GuardRules,
    tasks: Sequence[Task],
    now: datetime,
    *,
    with_members: bool = False,
) -> PageNames:
    """Return everybody whom the page of a campaign names, and every organisation.

    `with_members` brings everybody who acts for an organisation that takes part along: hundreds in a large coalition.
    """
    named = people_named(rules, campaign, tasks)
    if with_members:
        people = profiles_with_members(session, named, campaign.organisation_ids)
    else:
        people = profiles(session, named)
    away = {ident: people[ident] for ident in named if ident in people and is_away(people[ident], now)}
    people |= profiles(session, {one.deputy_id for one in away.values() if one.deputy_id} - people.keys())
    deputies = {ident: people[deputy].name for ident, deputy in deputies_among(away, people).items()}
    return PageNames(
        people,
        organisations_by_id(session),
        {
            ident: Away(one.away_until, deputies.get(ident, ""))
            for ident, one in away.items()
            if one.away_until is not None
        },
    )
