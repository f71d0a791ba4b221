"""Publishes milestones of bills to the whole coalition; one that was taken back stays as cancelled for a while."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.services.changes import ChangeContext, collect
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import coalition_guard
from scheduler.agenda.services.publishing import publish_all
from scheduler.legislation.entry_texts import details, title
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import bill_of, milestone_row, series_of

SOURCE_KIND = SourceKind.MILESTONE


def publish_milestones(
    session: Session, bill: Bill, milestones: Collection[BillMilestone], context: ChangeContext
) -> None:
    """Write what readers see of milestones of a bill, and collect the changes for those who depend on them."""
    session.flush()
    if not milestones:
        return
    guard_id = coalition_guard(session).id
    drafts = [_draft(bill, row, guard_id) for row in milestones]
    collect(session, publish_all(session, drafts, context.now), context)


def republish_milestone(session: Session, milestone_id: int, context: ChangeContext) -> None:
    """Publish a milestone again."""
    row = milestone_row(session, milestone_id)
    bill = bill_of(session, row.bill_id) if row is not None else None
    if row is not None and bill is not None:
        publish_milestones(session, bill, [row], context)


def _draft(bill: Bill, row: BillMilestone, guard_id: int) -> EntryDraft:
    return EntryDraft(
        source=Source(SOURCE_KIND, row.id),
        kind=EntryKind.MILESTONE,
        when=AllDay(row.day, row.day),
        guard_id=guard_id,
        title=title(bill, row),
        description=details(bill, row),
        location=row.place,
        path=f"/bills/{bill.id}#milestone-{row.id}",
        series=series_of(bill.id),
        status=EntryStatus.CONFIRMED if row.taken_back_at is None else EntryStatus.CANCELLED,
    )
