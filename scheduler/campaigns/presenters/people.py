"""Loads the people and organisations that the page of a campaign names, and who stands in for whom."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from scheduler.accounts.domain.roles import EDITORS
from scheduler.accounts.models import Membership, Person
from scheduler.accounts.queries.people import everyone, profiles
from scheduler.accounts.reading import organisations_by_id
from scheduler.accounts.services.actor_roles import is_away
from scheduler.agenda.domain.visibility import GuardRules
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.presenters.views import Away, PageNames, people_named


def names_for_campaign(
    session: Session, campaign: Campaign, rules: GuardRules, tasks: Sequence[Task], now: datetime
) -> PageNames:
    """Return everybody whom the page of a campaign names, and every organisation.

    The page offers everyone for tasks and content, so that only those who have left are to be asked for.
    """
    named = people_named(rules, campaign, tasks)
    known = everyone(session)
    people = known | profiles(session, named - known.keys())
    here = [people[ident] for ident in named if ident in people]
    away = {one.person_id: one.away_until for one in here if one.away_until is not None and is_away(one, now)}
    deputies = _deputies(session, away) if away else {}
    return PageNames(
        people,
        organisations_by_id(session),
        {ident: Away(until, deputies.get(ident, "")) for ident, until in away.items()},
    )


def _deputies(session: Session, person_ids: Collection[int]) -> Mapping[int, str]:
    """Return the names of those who stand in, by whom they stand in for: from a desk that the two share."""
    deputy, mine, theirs = aliased(Person), aliased(Membership), aliased(Membership)
    query = select(Person.id, deputy.name).join(deputy, deputy.id == Person.deputy_id)
    query = query.join(mine, mine.person_id == Person.id).join(theirs, theirs.person_id == deputy.id)
    query = query.where(
        Person.id.in_(person_ids),
        mine.organisation_id == theirs.organisation_id,
        theirs.role.in_(EDITORS),
        mine.ended_at.is_(None),
        theirs.ended_at.is_(None),
        deputy.active.is_(True),
        deputy.anonymised_at.is_(None),
    )
    return {row[0]: row[1] for row in session.execute(query)}
