"""Items at offsets from their campaign's first day: added from a plan, and kept in step with what people change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.unguarded import campaign_row
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.models import Item
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.dates.timezones import resolve_local_time


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance in days from a campaign's first day (negative is before), with a time of day in a zone or none."""

    days: int
    at_time: time | None = None
    zone: str | None = None

    def when(self, first_day: date | None) -> When | None:
        """Return when that is; None while the campaign has no day.

        A time that clocks skip moves forward; of one that they repeat the first is taken.

        Raises:
            OverflowError, TimeOutOfRangeError: it would leave the calendar.
        """
        if first_day is None:
            return None
        day = first_day + timedelta(days=self.days)
        if self.at_time is None or self.zone is None:
            return AllDay(day, day)
        resolved = resolve_local_time(datetime.combine(day, self.at_time), self.zone)
        return Timed(resolved.wall, self.zone, at=resolved.instant_utc)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """An item of a plan: nothing but a title and where it belongs; `made_from` names what it is made from."""

    title: str
    kind: Kind
    organisation_id: int
    owner_id: int | None
    channels: tuple[str, ...]
    offset: Offset
    made_from: str = ""


def add_planned_item(session: Session, campaign: Campaign, planned: PlannedItem, context: ChangeContext) -> Item:
    """Add an item that moves along with a locked campaign.

    Raises:
        NotYoursError: the person plans nothing for that organisation.
    """
    plan = ItemPlan(
        kind=planned.kind,
        organisation_id=planned.organisation_id,
        owner_id=planned.owner_id,
        when=planned.offset.when(campaign.first_day),
        campaign_id=campaign.id,
        channels=planned.channels,
    )
    item = create_item(session, ItemText(title=planned.title), plan, form_id=None, context=context)
    item.made_from = planned.made_from
    _set_offset(item, planned.offset)
    session.flush()
    return item


def offset_of(item: Item) -> Offset | None:
    """Return where an item stands to its campaign; None for one that does not move along."""
    return Offset(item.offset_days, item.offset_time, item.offset_zone) if item.offset_days is not None else None


def keep_step(session: Session, item: Item) -> None:
    """Let the offset of an item follow the day that a person has given it; one on no day of a campaign has none."""
    item.proposed_on = None
    if item.offset_days is None:
        return
    campaign = campaign_row(session, item.campaign_id) if item.campaign_id is not None else None
    first_day = campaign.first_day if campaign is not None else None
    if first_day is None or item.publish_on is None:
        _set_offset(item, None)
        return
    at_time = item.publish_local.time() if item.publish_local is not None else None
    _set_offset(item, Offset((item.publish_on - first_day).days, at_time, item.publish_zone))


def _set_offset(item: Item, offset: Offset | None) -> None:
    item.offset_days = offset.days if offset else None
    item.offset_time = offset.at_time if offset else None
    item.offset_zone = offset.zone if offset and offset.at_time is not None else None
