"""Who follows bills, and what they are notified of: what is new of a milestone, and that its day has come."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext, already_notified
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.follows import follow, followers, unfollow
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify, notify_all
from scheduler.agenda.services.publishing import entry_of
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import families_of, followed_bills, milestones_changed_at, series_of
from scheduler.legislation.services.calendar_entries import SOURCE_KIND
from scheduler.rows import lock_row

DAY_BEGINS = timedelta(hours=12)
"""How long after midnight UTC a day has begun everywhere."""


def follow_bill(session: Session, person_id: int, bill: Bill, now: datetime) -> None:
    """Start to follow a bill, and with it its companions, which are the same text; twice is once."""
    follow(session, person_id, series_of(bill.id), now)


def unfollow_bill(session: Session, person_id: int, bill: Bill) -> None:
    """Stop to follow a bill and its companions."""
    for ident in sorted(families_of(session, [bill.id])[bill.id]):
        unfollow(session, person_id, series_of(ident))


def unfollow_bills(session: Session, person_id: int) -> None:
    """Stop to follow all bills."""
    for ident in sorted(followed_bills(session, person_id)):
        unfollow(session, person_id, series_of(ident))


def notify_followers(session: Session, entries: Mapping[int, Entry], context: ChangeContext) -> None:
    """Notify followers of milestones that changed just now, given by id with their entries.

    Not those who have been notified of it in this transaction, as owners of copy that cites the bill have.
    """
    changed = milestones_changed_at(session, entries, context.now)
    following = _followers(session, changed)
    already = already_notified(session, context)
    notices = [
        _notice(row, entries[row.id], following[row.bill_id] - already, f"r{row.revision}", context) for row in changed
    ]
    notify_all(session, notices, context.now)


def notify_of_reached(session: Session, milestone: BillMilestone, context: ChangeContext) -> bool:
    """Notify those who followed a bill before that the day of a milestone has come, once; say whether it is news."""
    lock_row(session, BillMilestone, milestone.id)
    entry = entry_of(session, Source(SOURCE_KIND, milestone.id))
    if milestone.taken_back_at is not None or entry is None:
        return False
    begins = datetime.combine(milestone.day, time(), UTC)
    people = _followers(session, [milestone], before=begins)[milestone.bill_id]
    key = f"reached{milestone.day.isoformat()}"
    return notify(session, _notice(milestone, entry, people, key, context), context.now) > 0


def _followers(
    session: Session, milestones: Collection[BillMilestone], *, before: datetime | None = None
) -> dict[int, set[int]]:
    """Return by bill the people who follow it or a companion."""
    families = families_of(session, {row.bill_id for row in milestones})
    found = followers(session, {series_of(one) for family in families.values() for one in family}, before=before)
    return {ident: set[int]().union(*(found[series_of(one)] for one in family)) for ident, family in families.items()}


def _notice(
    row: BillMilestone, entry: Entry, people: Collection[int], key: str, context: ChangeContext
) -> NotificationDraft:
    kind, details = NotificationKind.BILL_FOLLOWED, {"revision": row.revision}
    return NotificationDraft(entry.id, kind, context.actor_id, people, key=f"m{row.id}{key}", details=details)
