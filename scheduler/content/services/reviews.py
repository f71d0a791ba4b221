"""Reviews: named people are asked for advice on an item's words, give it, or are let off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.services.limits import hold_sender, spend
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.notifications import NoticeKind
from scheduler.audit.services import Fact, record
from scheduler.content.domain.workflow import UNPUBLISHED, RoleFacts
from scheduler.content.models import Answer, Item, ReviewRequest
from scheduler.content.queries.feedback import open_reviews, review_ids
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.items import NotYoursError, WrongStateError
from scheduler.content.services.notifications import News, tell_people
from scheduler.content.services.readers import readers_of
from scheduler.content.services.revisions import lock_item
from scheduler.rows import Sent, lock_row, once_by_form


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """Whose advice is wanted, on what, and until the end of which day, if any."""

    reviewers: frozenset[int]
    note: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What a reviewer says; `version_number` is of the words that were read."""

    is_yes: bool
    version_number: int
    comment: str = ""


class CannotReadError(ValueError):
    """These people may not read the words, so they cannot review them."""

    def __init__(self, person_ids: tuple[int, ...]) -> None:
        super().__init__(f"{person_ids} may not read the words")
        self.person_ids = person_ids


class RequestClosedError(ValueError):
    """The request was answered or withdrawn meanwhile."""


def ask_for_reviews(
    session: Session, item: Item, draft: ReviewDraft, *, form_id: str, by: RoleFacts, telling: Telling
) -> tuple[ReviewRequest, ...]:
    """Ask people to read an item; whoever is asked already is not asked twice, nor is a form that comes again.

    Returns:
        The requests that are new.

    Raises:
        NotYoursError: the person has no part in the item.
        WrongStateError: it is out, or given up.
        CannotReadError: somebody named may not read the words.
        LimitReachedError: the person has asked as many as one may within an hour; nobody is asked.
    """
    if not by.may(Act.ASK_REVIEW):
        raise NotYoursError
    if telling.actor_id is not None:
        hold_sender(session, telling.actor_id)
    lock_item(session, item)
    if item.state not in UNPUBLISHED:
        raise WrongStateError(item.state)
    blind = draft.reviewers - readers_of(session, item).keys()
    if blind:
        raise CannotReadError(tuple(sorted(blind)))
    known = review_ids(session, item)
    asked = {row.reviewer_id for row in open_reviews(session, item)}
    rows = [
        _ask_once(session, item, person, draft, form_id=form_id, telling=telling)
        for person in sorted(draft.reviewers - asked)
    ]
    new = tuple(row for row in rows if row.id not in known)
    _count(session, new, telling)
    publish_item(session, item, telling)
    for row in new:
        tell_people(session, item, _news(row, NoticeKind.REVIEW_ASKED, (row.reviewer_id,)), telling)
    return new


def _count(session: Session, new: Collection[ReviewRequest], telling: Telling) -> None:
    others = sum(row.reviewer_id != telling.actor_id for row in new)
    if telling.actor_id is not None:
        spend(session, telling.actor_id, LimitedAct.ADDRESS, others, telling.now)


def may_advise(request: ReviewRequest, person_id: int | None) -> bool:
    """Say whether it is this person's advice that was asked for."""
    return may(Act.GIVE_REVIEW, {Role.REVIEWER} if request.reviewer_id == person_id else frozenset())


def give_review(session: Session, item: Item, request: ReviewRequest, advice: Advice, *, telling: Telling) -> None:
    """Record a reviewer's advice and tell whoever asked; the same advice sent twice is given once.

    Raises:
        NotYoursError: somebody else is asked.
        RequestClosedError: it was withdrawn, or answered otherwise.
    """
    lock_item(session, item)
    lock_row(session, ReviewRequest, request.id)
    if not may_advise(request, telling.actor_id):
        raise NotYoursError
    answer = Answer.YES if advice.is_yes else Answer.NO
    if (request.answer, request.comment, request.answered_version) == (answer, advice.comment, advice.version_number):
        return
    if request.answer is not None or request.withdrawn_at is not None:
        raise RequestClosedError
    request.answer, request.comment, request.answered_at = answer, advice.comment, telling.now
    request.answered_version = min(advice.version_number, item.version_number)
    session.flush()
    _note(session, item, f"content.review_{answer}", request, telling)
    publish_item(session, item, telling)
    news = _news(request, NoticeKind.REVIEW_ANSWERED, _askers(session, item, request))
    tell_people(session, item, news, telling)


def withdraw_review(session: Session, item: Item, request: ReviewRequest, *, by: RoleFacts, telling: Telling) -> None:
    """Let a reviewer off; twice is once.

    Raises:
        NotYoursError: the person neither asked nor has a part in the item.
        RequestClosedError: it was answered meanwhile.
    """
    lock_item(session, item)
    lock_row(session, ReviewRequest, request.id)
    asked = {Role.AUTHOR} if request.asked_by == telling.actor_id else frozenset()
    if not may(Act.WITHDRAW_REVIEW, by.roles | asked):
        raise NotYoursError
    if request.withdrawn_at is not None:
        return
    if request.answer is not None:
        raise RequestClosedError
    _withdraw(session, item, request, telling)


def withdraw_for_leaver(session: Session, item: Item, request: ReviewRequest, telling: Telling) -> None:
    """Take back the request of a reviewer who has left, and tell whoever asked."""
    _withdraw(session, item, request, telling)
    news = _news(request, NoticeKind.REVIEW_ANSWERED, _askers(session, item, request), withdrawn=True)
    tell_people(session, item, news, telling)


def _withdraw(session: Session, item: Item, request: ReviewRequest, telling: Telling) -> None:
    request.withdrawn_at = telling.now
    session.flush()
    _note(session, item, "content.review_withdrawn", request, telling)
    publish_item(session, item, telling)


def _ask_once(
    session: Session, item: Item, person: int, draft: ReviewDraft, *, form_id: str, telling: Telling
) -> ReviewRequest:
    def make(key: str | None) -> ReviewRequest:
        row = ReviewRequest(form_id=key, item_id=item.id, version_number=item.version_number, reviewer_id=person)
        row.asked_by, row.asked_at, row.note, row.due_on = telling.actor_id, telling.now, draft.note, draft.due_on
        session.add(row)
        session.flush()
        _note(session, item, "content.review_asked", row, telling)
        return row

    sent = Sent(form_id, telling.actor_id, (item.id, person, draft.note, draft.due_on))
    return once_by_form(session, ReviewRequest, sent, make)


def _askers(session: Session, item: Item, request: ReviewRequest) -> tuple[int, ...]:
    return (request.asked_by,) if request.asked_by is not None else keepers_of(session, item)


def _news(row: ReviewRequest, kind: NoticeKind, to: Collection[int], *, withdrawn: bool = False) -> News:
    facts = {"review_id": row.id, "reviewer_id": row.reviewer_id, "withdrawn": int(withdrawn)}
    return News(kind, to, f"r{row.id}", facts)


def _note(session: Session, item: Item, act: str, row: ReviewRequest, telling: Telling) -> None:
    facts: dict[str, Fact] = {"review_id": row.id, "person_id": row.reviewer_id, "version": item.version_number}
    record(session, act, ("content", item.id), actor_id=telling.actor_id, now=telling.now, facts=facts)
