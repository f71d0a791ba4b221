"""Asks others when a sign-off or review is overdue, and records who was asked."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import profiles
from scheduler.accounts.services.actor_roles import editors_by_organisation, leads_by_organisation, standings
from scheduler.agenda.domain.visibility import sees_text
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import Detail, history, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.unanswered import Circle, to_ask
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.models import Item
from scheduler.content.queries.feedback import open_reviews
from scheduler.content.queries.unguarded import item_row
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.revisions import lock_any_item
from scheduler.content.services.signers import who_can_answer
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.dates.timezones import day_end


@dataclass(frozen=True, slots=True)
class Overdue:
    """A response that is waited for: whose and by which day, and since when that day is over where they are."""

    act: AuditAct
    about: tuple[str, int]
    due_on: date
    since: datetime
    circles: Mapping[Circle, Collection[int]]


def ask_others(session: Session, item_id: int, context: ChangeContext) -> bool:
    """Ask whoever is next about each response to an item that is overdue; says whether anybody was asked."""
    item = item_row(session, item_id)
    if item is None:
        return False
    lock_any_item(session, item)
    if item.deleted_at is not None:
        return False
    return sum(_ask(session, item, one, context) for one in overdue_of(session, item, context.now)) > 0


def overdue_of(session: Session, item: Item, now: datetime) -> tuple[Overdue, ...]:
    """Return the responses to an item that are overdue."""
    waited_for = (*_sign_offs(session, item, now), *_reviews(session, item))
    return tuple(one for one in waited_for if one.since <= now)


def is_overdue(session: Session, item: Item, about: Mapping[str, object], now: datetime) -> bool:
    """Say whether what a notification was about is still overdue; `about` holds its ids."""
    return any(about.get(one.about[0]) == one.about[1] for one in overdue_of(session, item, now))


def _sign_offs(session: Session, item: Item, now: datetime) -> Iterator[Overdue]:
    if item.state != State.IN_REVIEW or item.signoff_due_on is None:
        return
    loaded = LoadedItem(session, item, now)
    for organisation_id, signers in who_can_answer(session, loaded).items():
        circles = {Circle.LEADS: signers, Circle.DEPUTIES: _deputies(session, [organisation_id])}
        since = day_end(item.signoff_due_on, loaded.editors[organisation_id].zone)
        about = ("organisation_id", organisation_id)
        circles |= {Circle.OWNER: keepers_of(session, item)}
        yield Overdue(AuditAct.CONTENT_SIGN_OFF_OVERDUE, about, item.signoff_due_on, since, circles)


def _reviews(session: Session, item: Item) -> Iterator[Overdue]:
    if item.state not in UNPUBLISHED:
        return
    for request in open_reviews(session, item):
        reviewer = profiles(session, [request.reviewer_id]).get(request.reviewer_id)
        if request.due_on is None or reviewer is None:
            continue
        places = reviewer.roles.organisations
        leads = {person for them in leads_by_organisation(session, places).values() for person in them}
        circles = {
            Circle.LEADS: leads - {request.reviewer_id},
            Circle.DEPUTIES: _deputies(session, places) - {request.reviewer_id},
            Circle.OWNER: keepers_of(session, item),
        }
        since = day_end(request.due_on, reviewer.zone)
        yield Overdue(AuditAct.CONTENT_REVIEW_OVERDUE, ("review_id", request.id), request.due_on, since, circles)


def _deputies(session: Session, organisation_ids: Collection[int]) -> set[int]:
    """Return whom the leads of organisations have chosen as deputies, away or not, among the editors there."""
    leads = {person for them in leads_by_organisation(session, organisation_ids).values() for person in them}
    editors = {person for them in editors_by_organisation(session, organisation_ids).values() for person in them}
    chosen = {one.deputy_id for one in profiles(session, leads).values() if one.deputy_id is not None}
    return chosen & editors - leads


def _ask(session: Session, item: Item, one: Overdue, context: ChangeContext) -> bool:
    circles = _readers(session, item, one.circles)
    circle = to_ask(one.since, _asked(session, item, one), circles.keys(), context.now)
    if circle is None:
        return False
    name, ident = one.about
    people = sorted(circles[circle])
    key = f"{name}{ident}:{one.due_on}:{circle}"
    notify_people(session, item, ItemNotice(NotificationKind.UNANSWERED, people, key, {name: ident}), context)
    named = " ".join(str(person) for person in people)
    details: Mapping[str, Detail] = {
        name: ident,
        "due_on": one.due_on.isoformat(),
        "circle": str(circle),
        "people": named,
    }
    subject = (SubjectKind.CONTENT, item.id)
    record(session, one.act, subject, actor_id=None, now=context.now, details=details)
    return True


def _readers(session: Session, item: Item, circles: Mapping[Circle, Collection[int]]) -> dict[Circle, frozenset[int]]:
    """Return those in each circle who may read the copy; circles without anybody are left out."""
    guard = guard_rules(session.get_one(Guard, item.guard_id))
    everybody = standings(session, {person for them in circles.values() for person in them})
    reading = {ident for ident, roles in everybody.items() if sees_text(viewer_of(roles), guard)}
    found = {circle: frozenset(them) & reading for circle, them in circles.items()}
    return {circle: them for circle, them in found.items() if them}


def _asked(session: Session, item: Item, one: Overdue) -> dict[Circle, datetime]:
    """Return when each circle was asked about this due day."""
    rows = history(session, (SubjectKind.CONTENT, item.id), AuditRow.act == one.act)
    name, ident = one.about
    about = (name, ident, one.due_on.isoformat())
    return {
        Circle(row.details["circle"]): row.at
        for row in rows
        if (name, row.details.get(name), row.details.get("due_on")) == about
    }
