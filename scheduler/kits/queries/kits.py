"""Reads kits: for those who manage the campaign, and for whoever has a link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from scheduler.agenda.models import Guard
from scheduler.campaigns.models import Campaign
from scheduler.kits.models import Kit, KitItem, KitLink, KitOpening


@dataclass(frozen=True, slots=True)
class Opened:
    """A link with its kit, and the campaign with its guard."""

    link: KitLink
    kit: Kit
    campaign: Campaign


def kits_of(session: Session, campaign: Campaign) -> Sequence[Kit]:
    """Return the kits of a campaign that somebody may manage, the newest first."""
    return session.scalars(select(Kit).where(Kit.campaign_id == campaign.id).order_by(Kit.id.desc())).all()


def kit_called(session: Session, campaign: Campaign, address: str) -> Kit | None:
    """Return a kit of a campaign by its address."""
    return session.scalar(select(Kit).where(Kit.campaign_id == campaign.id, Kit.addressed(address)))


def links_of(session: Session, kit: Kit) -> Sequence[KitLink]:
    """Return the links of a kit in the order in which they were made, withdrawn ones included."""
    return session.scalars(select(KitLink).where(KitLink.kit_id == kit.id).order_by(KitLink.id)).all()


def link_called(session: Session, kit: Kit, address: str) -> KitLink | None:
    """Return a link of a kit by its address."""
    return session.scalar(select(KitLink).where(KitLink.kit_id == kit.id, KitLink.addressed(address)))


def link_with_hash(session: Session, token_hash: str) -> Opened | None:
    """Return the link whose token has this hash, withdrawn or not; None if there is none."""
    query = select(KitLink, Kit, Campaign).join(Kit, Kit.id == KitLink.kit_id)
    query = query.join(Campaign, Campaign.id == Kit.campaign_id).join(Guard, Guard.id == Campaign.guard_id)
    query = query.options(contains_eager(Campaign.guard)).where(KitLink.token_hash == token_hash)
    row = session.execute(query).one_or_none()
    return Opened(row.KitLink, row.Kit, row.Campaign) if row is not None else None


def items_of(session: Session, kit: Kit) -> Sequence[KitItem]:
    """Return what was chosen for a kit, in order of item."""
    return session.scalars(select(KitItem).where(KitItem.kit_id == kit.id).order_by(KitItem.item_id)).all()


@dataclass(frozen=True, slots=True)
class Openings:
    """How often a link was opened, and the last day."""

    times: int
    last_on: date


def openings_of(session: Session, link_ids: Collection[int]) -> Mapping[int, Openings]:
    """Return by link how often it was opened; links that never were are left out."""
    row = KitOpening
    query = select(row.link_id, func.sum(row.times), func.max(row.day)).where(row.link_id.in_(link_ids))
    return {ident: Openings(times, last) for ident, times, last in session.execute(query.group_by(row.link_id))}


def opening_on(session: Session, link_id: int, day: date) -> KitOpening | None:
    """Return the count of a link on a day; for services."""
    return session.get(KitOpening, (link_id, day))


def links_there(session: Session, link_ids: Collection[int]) -> frozenset[int]:
    """Return those of some links that there are; for services."""
    return frozenset(session.scalars(select(KitLink.id).where(KitLink.id.in_(link_ids))))


def counts_of(session: Session, kits: Collection[Kit]) -> Mapping[int, int]:
    """Return by kit how many of its links are open."""
    query = select(KitLink.kit_id, func.count()).where(
        KitLink.kit_id.in_([kit.id for kit in kits]), KitLink.withdrawn_at.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(query.group_by(KitLink.kit_id))}
