"""What is typed into the page of reminders, and what is chosen there, with few words."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.reminders.domain.choices import Delivery, KindChoice
from scheduler.reminders.domain.lead_times import Leads
from scheduler.reminders.domain.schedules import EVERY_DAY, QuietHours, Times
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.services.preferences import Choice, Offer, choose, preference_of
from tests.factories import LONG_AGO

OFFER = Offer(reminders=tuple(KINDS), notices=tuple(NotificationKind))


def typed(*, followed: str = "", **others: Any) -> dict[str, Any]:
    """Return what a browser sends; all is off but what is given, `followed` by its lead times."""
    sent: dict[str, Any] = {"hour": "8", "zone": "UTC", "weekdays": list(map(str, EVERY_DAY)), "weekly_day": "0"}
    if followed:
        sent |= {"delivery_followed": "at_once", "leads_followed": followed.split()}
    return sent | others


def chosen(
    session: Session,
    person_id: int,
    *,
    leads: str = "7d 1d 0d",
    delivery: Delivery = Delivery.AT_ONCE,
    hour: int = 8,
    weekdays: tuple[int, ...] = EVERY_DAY,
    weekly_day: int = 0,
    quiet: QuietHours | None = None,
    paused_until: date | None = None,
    notices: Delivery = Delivery.AT_ONCE,
    now: datetime = LONG_AGO,
) -> None:
    """Let somebody choose the same for each kind."""
    person = session.get_one(Person, person_id)
    choice = Choice(
        times=Times(person.zone, hour, weekdays, weekly_day, quiet),
        paused_until=paused_until,
        kinds=dict.fromkeys(KINDS, KindChoice(delivery, Leads.of(leads.split()))),
        notices=dict.fromkeys(map(str, NotificationKind), notices),
    )
    choose(session, person_id, choice, OFFER, revision=preference_of(session, person).revision, now=now)
