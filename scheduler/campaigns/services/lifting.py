"""Holds a campaign under embargo back, lets it out early, and opens it by force."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from scheduler.accounts.services.standing import desk_of
from scheduler.agenda.clauses import facts
from scheduler.agenda.models import Guard
from scheduler.agenda.services import guards, lift
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.lift import Republish
from scheduler.agenda.services.notices import NoticeKind
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.announcing import announce
from scheduler.campaigns.services.publishing import publish_campaign
from scheduler.dates.timezones import in_zone


def hold_campaign(session: Session, campaign: Campaign, actor_id: int, telling: Telling) -> None:
    """Keep a campaign's words back whatever the clock says; the owner is told. Twice is once.

    Raises:
        LiftedError: the words are out already.
    """
    guard = _guard(session, campaign)
    if guard.held:
        return
    guards.hold(session, guard, actor_id=actor_id, now=telling.now)
    publish_campaign(session, campaign, telling)
    announce(session, campaign, NoticeKind.HELD, {campaign.owner_id}, telling)


def release_campaign(session: Session, campaign: Campaign, actor_id: int, telling: Telling) -> None:
    """End a hold; the owner is told. Twice is once."""
    guard = _guard(session, campaign)
    if not guard.held:
        return
    guards.release(session, guard, actor_id=actor_id, now=telling.now)
    publish_campaign(session, campaign, telling)
    announce(session, campaign, NoticeKind.RELEASED, {campaign.owner_id}, telling)


def advance_campaign(session: Session, campaign: Campaign, writers: Mapping[str, Republish], telling: Telling) -> None:
    """Let the words out now; the owner is told when the real face is published.

    Raises:
        LiftedError: the words are out already.
    """
    guard = _guard(session, campaign)
    zone = guard.embargo_zone or "UTC"
    local = in_zone(telling.now, zone).replace(tzinfo=None, second=0, microsecond=0, fold=0)
    lift.advance(session, guard, Embargo(local, zone, telling.now), writers, telling)


def open_by_force(session: Session, campaign: Campaign, person_id: int, telling: Telling) -> None:
    """Let a coordinator into the circle; everybody in it is told. Twice is once."""
    guard = _guard(session, campaign)
    circle = facts(guard)
    if person_id in circle.circle_people:
        return
    people = set(circle.circle_people)
    for organisation_id in circle.circle_organisations:
        people |= set(desk_of(session, organisation_id))
    guards.break_glass(session, guard, person_id=person_id, now=telling.now)
    publish_campaign(session, campaign, telling)
    announce(session, campaign, NoticeKind.GLASS_BROKEN, people, telling)


def _guard(session: Session, campaign: Campaign) -> Guard:
    # Read anew and held: the lift may have come between the page and this request.
    return session.get_one(Guard, campaign.guard_id, populate_existing=True, with_for_update=True)
