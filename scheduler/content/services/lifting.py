"""Tells the circle of an embargo what becomes of it."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from scheduler.agenda.clauses import facts
from scheduler.agenda.models import Guard
from scheduler.agenda.services.embargo import circle_of
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.notices import NoticeKind
from scheduler.content.models import Item
from scheduler.content.services.notices import News, keepers_of, tell_people


def tell_circle(
    session: Session,
    item: Item,
    kind: NoticeKind,
    telling: Telling,
    *,
    key: str = "",
    more: Mapping[str, int] | None = None,
) -> None:
    """Tell the owner and everybody in the circle what has become of an item's embargo.

    A move is told before it is published, so that reminders leave out whoever has been told.
    """
    people = circle_of_item(session, item)
    if kind is NoticeKind.MOVED:
        telling.told.update(people)
    tell_people(session, item, News(kind, people, key, more or {}), telling)


def circle_of_item(session: Session, item: Item) -> frozenset[int]:
    """Return everybody in the circle of an item, and whom its news goes to."""
    return circle_of(session, facts(session.get_one(Guard, item.guard_id))) | set(keepers_of(session, item))


def tell_lifted(session: Session, item: Item, telling: Telling) -> None:
    """Tell owner and circle that the embargo has ended by itself; for the writer, whom the lift calls.

    Nothing to tell when the item is published again for any other reason.
    """
    guard = session.get_one(Guard, item.guard_id)
    if telling.actor_id is None and guard.revealed_at is not None and guard.revealed_at == telling.now:
        tell_circle(session, item, NoticeKind.LIFTED, telling, key=guard.revealed_at.isoformat())
