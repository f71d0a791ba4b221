"""Reviews: named people are asked for advice on an item's text, give it, or are let off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.services.limits import hold_sender, spend
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.errors import NotYoursError, WrongStateError
from scheduler.content.domain.workflow import UNPUBLISHED, ItemRoles
from scheduler.content.models import Answer, Item, ReviewRequest
from scheduler.content.queries.feedback import open_reviews, review_ids
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.readers import readers_of
from scheduler.content.services.revisions import lock_item
from scheduler.rows import Sent, lock_row, once_by_form

_ANSWERED = {Answer.YES: AuditAct.CONTENT_REVIEW_YES, Answer.NO: AuditAct.CONTENT_REVIEW_NO}


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """Whose advice is wanted, on what, and until the end of which day, if any."""

    reviewers: frozenset[int]
    note: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What a reviewer says; `version_number` is of the text that was read."""

    is_yes: bool
    version_number: int
    comment: str = ""


class CannotReadError(ValueError):
    """These people may not read the text, so they cannot review it."""

    def __init__(self, person_ids: tuple[int, ...]) -> None:
        super().__init__(f"{person_ids} may not read the text")
        self.person_ids = person_ids


class RequestClosedError(ValueError):
    """The request was answered or withdrawn meanwhile."""


def ask_for_reviews(
    session: Session, item: Item, draft: ReviewDraft, *, form_id: str, by: ItemRoles, context: ChangeContext
) -> tuple[ReviewRequest, ...]:
    """Ask people to read an item; whoever is asked already is not asked twice, nor is a form that comes again.

    Returns:
        The requests that are new.

    Raises:
        NotYoursError: the person has no part in the item.
        WrongStateError: it is out, or given up.
        CannotReadError: somebody named may not read the text.
        LimitReachedError: the person has asked as many as one may within an hour; nobody is asked.
    """
    if not by.may(Act.ASK_REVIEW):
        raise NotYoursError
    if context.actor_id is not None:
        hold_sender(session, context.actor_id)
    lock_item(session, item)
    if item.state not in UNPUBLISHED:
        raise WrongStateError(item.state)
    blind = draft.reviewers - readers_of(session, item).keys()
    if blind:
        raise CannotReadError(tuple(sorted(blind)))
    known = review_ids(session, item)
    asked = {row.reviewer_id for row in open_reviews(session, item)}
    rows = [
        _ask_once(session, item, person, draft, form_id=form_id, context=context)
        for person in sorted(draft.reviewers - asked)
    ]
    new = tuple(row for row in rows if row.id not in known)
    _count(session, new, context)
    publish_item(session, item, context)
    for row in new:
        notify_people(session, item, _news(row, NotificationKind.REVIEW_ASKED, (row.reviewer_id,)), context)
    return new


def _count(session: Session, new: Collection[ReviewRequest], context: ChangeContext) -> None:
    others = sum(row.reviewer_id != context.actor_id for row in new)
    if context.actor_id is not None:
        spend(session, context.actor_id, LimitedAct.ADDRESS, others, context.now)


def may_advise(request: ReviewRequest, person_id: int | None) -> bool:
    """Say whether it is this person's advice that was asked for."""
    return may(Act.GIVE_REVIEW, {Role.REVIEWER} if request.reviewer_id == person_id else frozenset())


def give_review(
    session: Session, item: Item, request: ReviewRequest, advice: Advice, *, context: ChangeContext
) -> None:
    """Record a reviewer's advice and notify whoever asked; the same advice sent twice is given once.

    Raises:
        NotYoursError: somebody else is asked.
        RequestClosedError: it was withdrawn, or answered otherwise.
    """
    lock_item(session, item)
    lock_row(session, ReviewRequest, request.id)
    if not may_advise(request, context.actor_id):
        raise NotYoursError
    answer = Answer.YES if advice.is_yes else Answer.NO
    if (request.answer, request.comment, request.answered_version) == (answer, advice.comment, advice.version_number):
        return
    if request.answer is not None or request.withdrawn_at is not None:
        raise RequestClosedError
    request.answer, request.comment, request.answered_at = answer, advice.comment, context.now
    request.answered_version = min(advice.version_number, item.version_number)
    session.flush()
    _note(session, item, _ANSWERED[answer], request, context)
    publish_item(session, item, context)
    news = _news(request, NotificationKind.REVIEW_ANSWERED, _askers(session, item, request))
    notify_people(session, item, news, context)


def withdraw_review(
    session: Session, item: Item, request: ReviewRequest, *, by: ItemRoles, context: ChangeContext
) -> None:
    """Let a reviewer off; twice is once.

    Raises:
        NotYoursError: the person neither asked nor has a part in the item.
        RequestClosedError: it was answered meanwhile.
    """
    lock_item(session, item)
    lock_row(session, ReviewRequest, request.id)
    asked = {Role.AUTHOR} if request.asked_by == context.actor_id else frozenset()
    if not may(Act.WITHDRAW_REVIEW, by.roles | asked):
        raise NotYoursError
    if request.withdrawn_at is not None:
        return
    if request.answer is not None:
        raise RequestClosedError
    _withdraw(session, item, request, context)


def withdraw_for_leaver(session: Session, item: Item, request: ReviewRequest, context: ChangeContext) -> None:
    """Take back the request of a reviewer who has left, and notify whoever asked."""
    _withdraw(session, item, request, context)
    news = _news(request, NotificationKind.REVIEW_ANSWERED, _askers(session, item, request), withdrawn=True)
    notify_people(session, item, news, context)


def _withdraw(session: Session, item: Item, request: ReviewRequest, context: ChangeContext) -> None:
    request.withdrawn_at = context.now
    session.flush()
    _note(session, item, AuditAct.CONTENT_REVIEW_WITHDRAWN, request, context)
    publish_item(session, item, context)


def _ask_once(
    session: Session, item: Item, person: int, draft: ReviewDraft, *, form_id: str, context: ChangeContext
) -> ReviewRequest:
    def make(key: str | None) -> ReviewRequest:
        row = ReviewRequest(form_id=key, item_id=item.id, version_number=item.version_number, reviewer_id=person)
        row.asked_by, row.asked_at, row.note, row.due_on = context.actor_id, context.now, draft.note, draft.due_on
        session.add(row)
        session.flush()
        _note(session, item, AuditAct.CONTENT_REVIEW_ASKED, row, context)
        return row

    sent = Sent(form_id, context.actor_id, (item.id, person, draft.note, draft.due_on))
    return once_by_form(session, ReviewRequest, sent, make)


def _askers(session: Session, item: Item, request: ReviewRequest) -> tuple[int, ...]:
    return (request.asked_by,) if request.asked_by is not None else keepers_of(session, item)


def _news(row: ReviewRequest, kind: NotificationKind, to: Collection[int], *, withdrawn: bool = False) -> ItemNotice:
    details = {"review_id": row.id, "reviewer_id": row.reviewer_id, "withdrawn": int(withdrawn)}
    return ItemNotice(kind, to, f"r{row.id}", details)


def _note(session: Session, item: Item, act: AuditAct, row: ReviewRequest, context: ChangeContext) -> None:
    details: dict[str, Detail] = {"review_id": row.id, "person_id": row.reviewer_id, "version": item.version_number}
    record(session, act, (SubjectKind.CONTENT, item.id), actor_id=context.actor_id, now=context.now, details=details)
