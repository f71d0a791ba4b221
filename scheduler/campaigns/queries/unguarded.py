"""For services alone: campaigns and tasks whoever may see them."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import Session, lazyload

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Guard
from scheduler.campaigns.models import Campaign, CampaignOrganisation, Task
from scheduler.campaigns.queries.campaigns import _guarded
from scheduler.campaigns.queries.task_counts import is_open_task
from scheduler.observances.models import Edition


def campaign_row(session: Session, campaign_id: int) -> Campaign | None:
    """Return a campaign whoever may see it, deleted or not; for services."""
    return session.get(Campaign, campaign_id)


def campaigns_by_id(session: Session, campaign_ids: Collection[int]) -> dict[int, Campaign]:
    """Return campaigns by id whoever may see them, deleted or not; for services."""
    return {row.id: row for row in session.scalars(select(Campaign).where(Campaign.id.in_(campaign_ids)))}


def campaigns_under_embargo(session: Session) -> Sequence[Campaign]:
    """Return the campaigns whose embargo has not lifted, with their guards, deleted ones included; for services."""
    query = _guarded().where(Guard.embargo_at.is_not(None), Guard.revealed_at.is_(None))
    return session.scalars(query.order_by(Campaign.id)).all()


def task_row(session: Session, task_id: int) -> Task | None:
    """Return a task whoever may see it, deleted or not; for services."""
    return session.get(Task, task_id)


Day = tuple[str, int]
"""An edition or an event, by the kind and the id of its entry."""


def campaigns_around(session: Session, days: Collection[Day]) -> dict[Day, list[Campaign]]:
    """Return all campaigns of editions and events, by these and in order of id, deleted ones included; for services."""
    editions = [ident for kind, ident in days if kind == SourceKind.EDITION]
    events = [ident for kind, ident in days if kind == SourceKind.EVENT]
    around = or_(Campaign.edition_id.in_(editions), Campaign.event_id.in_(events))
    found: dict[Day, list[Campaign]] = {}
    # Their organisations are read under the lock.
    query = select(Campaign).options(lazyload(Campaign.participations)).where(around)
    for campaign in session.scalars(query.order_by(Campaign.id)):
        for kind, ident in ((SourceKind.EDITION, campaign.edition_id), (SourceKind.EVENT, campaign.event_id)):
            if ident is not None:
                found.setdefault((kind, ident), []).append(campaign)
    return found


def campaigns_with(session: Session, organisation_id: int) -> Sequence[Campaign]:
    """Return all campaigns in which an organisation takes part, except deleted ones; for services."""
    participation = and_(
        CampaignOrganisation.campaign_id == Campaign.id, CampaignOrganisation.organisation_id == organisation_id
    )
    query = select(Campaign).where(exists().where(participation), Campaign.deleted_at.is_(None))
    return session.scalars(query.order_by(Campaign.id)).all()


def campaigns_with_tasks_of(session: Session, person_id: int) -> Sequence[Campaign]:
    """Return all campaigns, except deleted ones, in which a person has open tasks; for services."""
    mine = exists().where(Task.campaign_id == Campaign.id, Task.assignee_id == person_id, *is_open_task())
    query = select(Campaign).where(mine, Campaign.deleted_at.is_(None))
    return session.scalars(query.order_by(Campaign.id)).all()


def live_tasks(session: Session, campaign_id: int) -> Sequence[Task]:
    """Return a campaign's tasks that are not deleted, done or not; for services."""
    query = select(Task).where(Task.campaign_id == campaign_id, Task.deleted_at.is_(None))
    return session.scalars(query.order_by(Task.id)).all()


def edition_of(session: Session, edition_id: int) -> Edition | None:
    """Return an edition."""
    return session.get(Edition, edition_id)


def campaigns_guarded_by(session: Session, guards: Select[int]) -> Sequence[Campaign]:
    """Return the campaigns behind some guards, deleted ones included, by id; for services."""
    return session.scalars(select(Campaign).where(Campaign.guard_id.in_(guards)).order_by(Campaign.id)).all()
