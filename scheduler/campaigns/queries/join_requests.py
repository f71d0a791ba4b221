"""Requests to take part in campaigns: those of one campaign, and those that wait for somebody's answer."""

from collections.abc import Sequence
from functools import lru_cache

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, is_one_of, readable_clause
from scheduler.campaigns.domain.permissions import roles_to_campaign
from scheduler.campaigns.domain.todo import WaitingRow
from scheduler.campaigns.models import Campaign, JoinRequest

WAITING = "join"
"""What a request is called among what waits for somebody."""


def open_requests(session: Session, campaign_id: int) -> Sequence[JoinRequest]:
    """Return the requests of a campaign that nobody has answered, of organisations still there, oldest first."""
    query = select(JoinRequest).join(Organisation, Organisation.id == JoinRequest.organisation_id)
    query = query.where(JoinRequest.campaign_id == campaign_id, JoinRequest.answered_at.is_(None))
    return session.scalars(query.where(Organisation.closed_at.is_(None)).order_by(JoinRequest.id)).all()


def request_called(session: Session, campaign: Campaign, address: str) -> JoinRequest | None:
    """Return a request of a campaign that the reader has been let into, answered or not."""
    query = select(JoinRequest).where(JoinRequest.addressed(address), JoinRequest.campaign_id == campaign.id)
    return session.scalar(query)


def requests_of(session: Session, organisation_id: int) -> Sequence[JoinRequest]:
    """Return the requests of an organisation that nobody has answered; for services."""
    query = select(JoinRequest).where(JoinRequest.organisation_id == organisation_id)
    return session.scalars(query.where(JoinRequest.answered_at.is_(None)).order_by(JoinRequest.id)).all()


def requests_waiting_on(session: Session, viewer: Viewer) -> tuple[WaitingRow, ...]:
    """Return the open requests that wait for the viewer: of campaigns that they manage, or lead the organisation of.

    Coordinators may answer all that they read, but are not asked.
    """
    rows = session.execute(_waiting(asking(viewer)), asked_by(viewer)).unique()
    return tuple(_row(*row) for row in rows if _decides(viewer, row[1]))


@lru_cache(maxsize=8)
def _waiting(viewer: Viewer | AnyMember) -> Select[JoinRequest, Campaign, Organisation]:
    query = select(JoinRequest, Campaign, Organisation).join(Campaign, Campaign.id == JoinRequest.campaign_id)
    query = query.join(Guard, Guard.id == Campaign.guard_id).options(joinedload(Campaign.participations))
    query = query.join(Organisation, Organisation.id == JoinRequest.organisation_id)
    theirs = or_(Campaign.owner_id == viewer.person_id, is_one_of(Campaign.organisation_id, viewer.leads))
    query = query.where(readable_clause(viewer), theirs, JoinRequest.answered_at.is_(None))
    query = query.where(Campaign.deleted_at.is_(None), Campaign.cancelled_at.is_(None))
    return query.where(Organisation.closed_at.is_(None)).order_by(JoinRequest.id)


def _decides(viewer: Viewer, campaign: Campaign) -> bool:
    return may(Act.SHARE_CAMPAIGN, roles_to_campaign(viewer, campaign.roles))


def _row(request: JoinRequest, campaign: Campaign, organisation: Organisation) -> WaitingRow:
    return WaitingRow(
        kind=WAITING,
        id=request.id,
        title=campaign.title,
        path=f"/campaigns/{campaign.public_id}/people#requests",
        on_whom=(),
        organisation=organisation.short_name,
        due=None,
        note=_("%(name)s asks to join: accept or decline", name=organisation.name),
        mine=True,
        address=request.address,
    )
