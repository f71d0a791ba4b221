"""The embargo of a campaign: held, released, lifted early, and read in an emergency, by the rules of every embargo."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.agenda.models import Guard
from scheduler.agenda.services import embargo
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import embargo_group_of
from scheduler.agenda.services.lift import Republish
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.calendar_entries import publish_campaign
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.campaigns.services.notifications import announce


def place_campaign_on_hold(session: Session, campaign: Campaign, who: ActorRoles, context: ChangeContext) -> None:
    """Keep a campaign's text back whatever the clock says; the embargo group is notified. Twice is once.

    Raises:
        MayNotKeepError, NotKeptBackError: as `place_on_hold` of the agenda.
    """
    guard = _lock(session, campaign)
    if embargo.place_on_hold(session, guard, who, campaign.organisation_id, context.now):
        publish_campaign(session, campaign, context)
        announce(session, campaign, NotificationKind.HELD, embargo_group_of_campaign(session, campaign), context)


def release_campaign(session: Session, campaign: Campaign, who: ActorRoles, context: ChangeContext) -> None:
    """End a hold; the embargo group is notified. Twice is once.

    Raises:
        MayNotKeepError, NotKeptBackError, MayNotLiftError: as `release` of the agenda.
    """
    guard = _lock(session, campaign)
    if embargo.release(session, guard, who, campaign.organisation_id, context.now):
        publish_campaign(session, campaign, context)
        announce(session, campaign, NotificationKind.RELEASED, embargo_group_of_campaign(session, campaign), context)


def advance_campaign(
    session: Session, campaign: Campaign, who: ActorRoles, writers: Mapping[str, Republish], context: ChangeContext
) -> None:
    """Let the text out now; the embargo group is notified.

    Raises:
        MayNotKeepError, NotKeptBackError, MayNotLiftError: as `lift_now` of the agenda.
    """
    guard = _lock(session, campaign)
    embargo.lift_now(session, guard, who, campaign.organisation_id, writers=writers, context=context)
    announce(session, campaign, NotificationKind.ADVANCED, embargo_group_of_campaign(session, campaign), context)


def give_emergency_access(
    session: Session, campaign: Campaign, reason: str, *, form_id: str, who: ActorRoles, context: ChangeContext
) -> None:
    """Let a coordinator into the embargo group, who has to say why: it is notified and reads the reason. Twice is once.

    Raises:
        MayNotKeepError, NotKeptBackError: as `give_emergency_access` of the agenda.
    """
    guard = _lock(session, campaign)
    embargo_group = embargo_group_of_campaign(session, campaign)
    if embargo.give_emergency_access(session, guard, who, reason, form_id=form_id, now=context.now) is None:
        return
    publish_campaign(session, campaign, context)
    announce(session, campaign, NotificationKind.GLASS_BROKEN, embargo_group, context)


def embargo_group_of_campaign(session: Session, campaign: Campaign) -> frozenset[int]:
    """Return everybody in the embargo group of a campaign, and its owner."""
    return embargo_group_of(session, guard_rules(session.get_one(Guard, campaign.guard_id))) | {campaign.owner_id}


def _lock(session: Session, campaign: Campaign) -> Guard:
    lock_campaign(session, campaign)
    return session.get_one(Guard, campaign.guard_id)
