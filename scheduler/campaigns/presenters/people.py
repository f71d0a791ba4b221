"""Loads the people and organisations that the page of a campaign names, and who stands in for whom."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from scheduler.accounts.domain.roles import EDITORS
from scheduler.accounts.models import Membership, Organisation, Person
from scheduler.accounts.services.actor_roles import is_away
from scheduler.agenda.visibility_sql import facts
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.presenters.views import Away, PageNames, organisations_named, people_named


def names_for_campaign(session: Session, campaign: Campaign, tasks: Sequence[Task], now: datetime) -> PageNames:
    """Return everybody whom the page of a campaign names, and every open organisation; three queries."""
    guard = facts(campaign.guard)
    people = session.scalars(select(Person).where(Person.id.in_(people_named(guard, campaign, tasks)))).all()
    every = or_(Organisation.closed_at.is_(None), Organisation.id.in_(organisations_named(guard, campaign, tasks)))
    organisations = session.scalars(select(Organisation).where(every))
    away = {row.id: row.away_until for row in people if row.away_until is not None and is_away(row, now)}
    deputies = _deputies(session, away)
    return PageNames(
        {row.id: row for row in people},
        {row.id: row for row in organisations},
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
