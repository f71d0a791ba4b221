"""The distance of an item from its campaign's first day, and how it follows the day that people give the item."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.campaigns.queries.unguarded import campaign_row
from scheduler.content.models import Item
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
            UnknownZoneError: the zone is no more.
        """
        if first_day is None:
            return None
        day = first_day + timedelta(days=self.days)
        if self.at_time is None or self.zone is None:
            return AllDay(day, day)
        resolved = resolve_local_time(datetime.combine(day, self.at_time), self.zone)
        return Timed(resolved.wall, self.zone, at=resolved.instant_utc)


def offset_of(item: Item) -> Offset | None:
    """Return where an item stands to its campaign; None for one that does not move along."""
    return Offset(item.offset_days, item.offset_time, item.offset_zone) if item.offset_days is not None else None


def set_offset(item: Item, offset: Offset | None) -> None:
    """Write where an item stands to its campaign; with None it moves along no more."""
    item.offset_days = offset.days if offset else None
    item.offset_time = offset.at_time if offset else None
    item.offset_zone = offset.zone if offset and offset.at_time is not None else None


def keep_step(session: Session, item: Item) -> None:
    """Let the distance of an item follow the day that a person has given it, which is a decision about its day.

    On no day of a campaign it has none.
    """
    item.proposed_on = None
    if item.offset_days is None:
        return
    campaign = campaign_row(session, item.campaign_id) if item.campaign_id is not None else None
    first_day = campaign.first_day if campaign is not None else None
    if first_day is None or item.publish_on is None:
        set_offset(item, None)
        return
    at_time = item.publish_local.time() if item.publish_local is not None else None
    set_offset(item, Offset((item.publish_on - first_day).days, at_time, item.publish_zone))
