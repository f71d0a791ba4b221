"""Adds, changes and takes back milestones of bills, and publishes them."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.legislation.domain.milestones import VOTES, MilestoneKind
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import has_milestone
from scheduler.legislation.services.calendar_entries import publish_milestones
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDraft:
    """What is entered of a milestone; the votes are both there or both None, and `place` is a chamber or committee."""

    kind: MilestoneKind
    day: date
    source_url: str
    votes_for: int | None = None
    votes_against: int | None = None
    place: str = ""
    note: str = ""


class MilestoneExistsError(ValueError):
    """The bill has a milestone of that kind on that day in that place already."""


class TakenBackError(ValueError):
    """The milestone was taken back, so that nothing can be changed about it any more."""


def add_milestone(
    session: Session, bill: Bill, draft: MilestoneDraft, *, form_id: str, context: ChangeContext
) -> BillMilestone:
    """Add a milestone to a bill and publish it; the same form sent twice adds it once.

    Raises:
        MilestoneExistsError: it stands there, entered from another page.
        ValueError: there are votes without being both there, below nought, or of what is no vote.
    """
    _refuse_odd_votes(draft)
    # What the bill is called goes into the calendar, so nobody may change that meanwhile, nor enter the same.
    lock_row(session, Bill, bill.id)
    return once_by_form(
        session,
        BillMilestone,
        Sent(form_id, context.actor_id, (bill.id, draft)),
        lambda key: _new_milestone(session, bill, draft, key, context),
        stands=lambda row: row.taken_back_at is None,
    )


def change_milestone(
    session: Session, milestone: BillMilestone, draft: MilestoneDraft, *, revision: int | None, context: ChangeContext
) -> None:
    """Change what is entered of a milestone, its day among it; saying the same again changes nothing.

    Raises:
        TakenBackError: it was taken back.
        StaleEditError: somebody else changed it in the meantime.
        ValueError: as `add_milestone`.
    """
    _refuse_odd_votes(draft)
    bill = _lock(session, milestone)
    if milestone.taken_back_at is not None:
        raise TakenBackError
    if draft == draft_of(milestone):
        return
    if revision != milestone.revision:
        raise StaleEditError
    was_on = milestone.day
    _fill(milestone, draft)
    milestone.revision += 1
    milestone.changed_at = context.now
    days = {"day_before": was_on.isoformat()} if was_on != milestone.day else {}
    _note(session, milestone, AuditAct.BILL_MILESTONE_CHANGED, context, days)
    publish_milestones(session, bill, [milestone], context)


def take_back(
    session: Session, milestone: BillMilestone, reason: str, *, revision: int | None, context: ChangeContext
) -> None:
    """Say that a milestone is wrong: it stays to be seen and counts for nothing. Who comes second changes nothing.

    Raises:
        TakenBackError: it is taken back already.
        StaleEditError: somebody else changed it in the meantime.
    """
    bill = _lock(session, milestone)
    if milestone.taken_back_at is not None:
        raise TakenBackError
    if revision != milestone.revision:
        raise StaleEditError
    milestone.taken_back_at, milestone.taken_back_by_id = context.now, context.actor_id
    milestone.taken_back_reason = reason
    milestone.changed_at = context.now
    milestone.revision += 1
    _note(session, milestone, AuditAct.BILL_MILESTONE_TAKEN_BACK, context, {})
    publish_milestones(session, bill, [milestone], context)


def draft_of(milestone: BillMilestone) -> MilestoneDraft:
    """Return what was entered of a milestone."""
    values = {field.name: getattr(milestone, field.name) for field in fields(MilestoneDraft)}
    return MilestoneDraft(**(values | {"kind": MilestoneKind(milestone.kind)}))


def _lock(session: Session, milestone: BillMilestone) -> Bill:
    """Lock a milestone, the name of its bill first; returns the bill."""
    bill = lock_row(session, Bill, milestone.bill_id, shared=True)
    lock_row(session, BillMilestone, milestone.id)
    return bill


def _refuse_odd_votes(draft: MilestoneDraft) -> None:
    votes = [count for count in (draft.votes_for, draft.votes_against) if count is not None]
    if len(votes) == 1 or min(votes, default=0) < 0 or (votes and draft.kind not in VOTES):
        raise ValueError(f"no count of a vote: {draft.kind} {votes}")


def _new_milestone(
    session: Session, bill: Bill, draft: MilestoneDraft, form_id: str | None, context: ChangeContext
) -> BillMilestone:
    if has_milestone(session, bill.id, draft.kind, draft.day, draft.place):
        raise MilestoneExistsError
    row = BillMilestone(form_id=form_id, bill_id=bill.id, created_by_id=context.actor_id, created_at=context.now)
    row.changed_at = context.now
    _fill(row, draft)
    session.add(row)
    session.flush()
    _note(session, row, AuditAct.BILL_MILESTONE_ADDED, context, {})
    publish_milestones(session, bill, [row], context)
    return row


def _fill(milestone: BillMilestone, draft: MilestoneDraft) -> None:
    for field in fields(draft):
        setattr(milestone, field.name, getattr(draft, field.name))


def _note(session: Session, row: BillMilestone, act: AuditAct, context: ChangeContext, more: dict[str, str]) -> None:
    details: dict[str, Detail] = {"milestone": row.id, "day": row.day.isoformat(), **more}
    subject = (SubjectKind.BILL, row.bill_id)
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=details)
