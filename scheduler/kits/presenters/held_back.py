"""Why an item of a kit is not given out now, for those who manage the kit and may read the item."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pitches import ExclusiveEnd, exclusive_ends
from scheduler.kits.domain.availability import READY, Availability, ItemStatus, availability
from scheduler.kits.models import Kit
from scheduler.kits.presenters.archive import readable_moment
from scheduler.kits.presenters.partner import Fault, fault_of, item_status
from scheduler.kits.queries.kits import items_of


def held_back(
    session: Session, kit: Kit, campaign: Campaign, items: Sequence[Seen], now: datetime
) -> Mapping[int, str]:
    """Return by item why partners do not get it now; what they get is left out."""
    chosen = {row.item_id: row for row in items_of(session, kit)}
    ends = exclusive_ends(session, [seen.item for seen in items])
    found: dict[int, str] = {}
    for seen in items:
        status = item_status(kit, seen.item, chosen[seen.item.id], ends.get(seen.item.id))
        is_open = availability(status, now) is Availability.OPEN
        end = ends.get(seen.item.id)
        why = _why_open(session, seen, campaign, now) if is_open else _why_not(seen, status, end, now)
        found |= {seen.item.id: why} if why else {}
    return found


def _why_open(session: Session, seen: Seen, campaign: Campaign, now: datetime) -> str:
    """Return what keeps an item back that is open by itself; empty for nothing."""
    if concealed(campaign.guard):
        return _("The campaign is under embargo.")
    return {
        Fault.QUOTE: _("Consent for a quote is withdrawn or has ended."),
        Fault.CHECK: _("A required check finds something. Change the copy, or override the check with a reason."),
        None: "",
    }[fault_of(session, seen, now)]


def _why_not(seen: Seen, status: ItemStatus, exclusive: ExclusiveEnd | None, now: datetime) -> str:
    kept_back = availability(status, now)
    if status.is_concealed:
        return _embargo(seen.item.guard)
    if kept_back is Availability.CLOSED and exclusive is not None:
        moment = readable_moment(exclusive.at, exclusive.zone)
        return _("An outlet has it exclusively until %(moment)s.", moment=moment)
    if kept_back is Availability.STOPPED:
        return _("Cancelled or retracted.")
    if status.state not in READY:
        return _("Being revised: not approved.")
    if not status.is_in_campaign:
        return _("It does not belong to this campaign any more.")
    return _("Its access has changed since it was added. Remove it from the kit and add it again.")


def _embargo(guard: Guard) -> str:
    if guard.held or guard.embargo_at is None:
        return _("On hold: no date is set.")
    return _("Embargo until %(moment)s.", moment=readable_moment(guard.embargo_at, guard.embargo_zone or "UTC"))
