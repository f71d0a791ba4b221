"""Finds items that are still on their way: neither published nor given up."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, false, or_, select, union
from sqlalchemy.orm import Session, contains_eager

from scheduler.accounts.models import MemberRole, Membership, Organisation, Person
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard, GuardOrganisation
from scheduler.agenda.visibility_sql import (
    AnyMember,
    Ids,
    asked_by,
    asking,
    concealed_clause,
    guards_naming,
    is_one_of,
    listable_clause,
    readable_clause,
)
from scheduler.content.domain.workflow import SETTLED, UNPUBLISHED, State
from scheduler.content.models import Item, ItemBill, ItemFact, ItemSignatory, ItemVersion, ReviewRequest
from scheduler.content.queries.listed import BEHIND, ListedSeen, listed_of, select_listed
from scheduler.dates.timezones import FURTHEST_MOVE

_WITHOUT_COPY = (State.IDEA, *SETTLED)


@dataclass(frozen=True, slots=True)
class NearIn:
    """What is near: items of some campaigns that publish or are to be signed off by a day or before."""

    campaign_ids: Collection[int]
    until: date


NOT_NEAR = NearIn((), date.min)
"""Nothing is near."""


def placeholder_item(session: Session, viewer: Viewer, public_id: str) -> Item | None:
    """Return an item that the viewer may know of, its text perhaps not: for what needs none, like a hold."""
    query = _items().where(Item.public_id == public_id, Item.deleted_at.is_(None), listable_clause(viewer))
    return session.scalar(query)


def pending_of_campaigns(session: Session, campaign_ids: Collection[int]) -> dict[int, list[Item]]:
    """Return the items on their way of campaigns, by these and in order of id; for services."""
    found: dict[int, list[Item]] = {}
    for item in session.scalars(_pending().where(Item.campaign_id.in_(campaign_ids)).order_by(Item.id)):
        if item.campaign_id is not None:
            found.setdefault(item.campaign_id, []).append(item)
    return found


def scheduled_until(session: Session, after: datetime, now: datetime) -> Sequence[int]:
    """Return the ids of scheduled items whose moment has come after another, not yet asked about; for services.

    What is under embargo still is left out: it can be asked about once that is over.
    """
    is_asked = and_(Item.link_asked_for.is_not(None), Item.link_asked_for == Item.publish_at)
    query = select(Item.id).join(Guard, Guard.id == Item.guard_id).where(~concealed_clause(), ~is_asked)
    query = query.where(Item.state == State.SCHEDULED, Item.deleted_at.is_(None))
    return session.scalars(query.where(Item.publish_at > after, Item.publish_at <= now).order_by(Item.id)).all()


def overdue_until(session: Session, after: date, until: date) -> Sequence[int]:
    """Return the ids of items with a sign-off or review due on one of these days and not settled; for services."""
    signing = and_(Item.state == State.IN_REVIEW, Item.signoff_due_on.between(after, until))
    mine = (ReviewRequest.item_id == Item.id, ReviewRequest.due_on.between(after, until), *_unanswered())
    query = select(Item.id).where(or_(signing, exists().where(*mine).correlate(Item)), *_on_its_way())
    return session.scalars(query.order_by(Item.id)).all()


def pending_signed_by(session: Session, organisation_id: int) -> Sequence[Item]:
    """Return the items on their way that an organisation owns or is to sign, by id; for services."""
    return session.scalars(_pending().where(_signed_by([organisation_id])).order_by(Item.id)).all()


def pending_owned_by(session: Session, person_id: int, organisation_id: int) -> Sequence[Item]:
    """Return the items on their way that a person owns for an organisation, by id; for services."""
    mine = (Item.owner_id == person_id, Item.organisation_id == organisation_id)
    return session.scalars(_pending().where(*mine).order_by(Item.id)).all()


def items_naming(session: Session, person_id: int) -> Sequence[Item]:
    """Return the items whose guard names a person, or did until its text came out, by id; for services."""
    return items_guarded_by(session, guards_naming(person_id))


def items_guarded_by(session: Session, guards: Select[int]) -> Sequence[Item]:
    """Return the items behind some guards, by id, deleted ones included; for services."""
    return session.scalars(_items().where(Item.guard_id.in_(guards)).order_by(Item.id)).all()


def items_shared_with(session: Session, campaign_id: int, organisation_id: int) -> Sequence[Item]:
    """Return a campaign's items whose guard names an organisation, by id, deleted ones included; for services."""
    row = GuardOrganisation
    named = exists().where(row.guard_id == Guard.id, row.organisation_id == organisation_id).correlate(Guard)
    query = _items().where(Item.campaign_id == campaign_id, Item.organisation_id != organisation_id, named)
    return session.scalars(query.order_by(Item.id)).all()


def items_citing(session: Session, bill_ids: Collection[int]) -> dict[int, list[Item]]:
    """Return by bill the items with copy that cite it, by id; not what is retracted, cancelled or deleted."""
    return _by_subject(
        session,
        select(ItemBill.bill_id.label("about"), Item)
        .join(Item, Item.id == ItemBill.item_id)
        .where(ItemBill.bill_id.in_(bill_ids)),
    )


def items_using(session: Session, fact_ids: Collection[int]) -> dict[int, list[Item]]:
    """Return by fact the items with copy that use it, as `items_citing` does; each once, however often it uses it."""
    uses = select(ItemFact.fact_id, ItemFact.item_id).where(ItemFact.fact_id.in_(fact_ids)).distinct().subquery()
    return _by_subject(session, select(uses.c.fact_id.label("about"), Item).join(Item, Item.id == uses.c.item_id))


def _by_subject(session: Session, query: Select[int, Item]) -> dict[int, list[Item]]:
    query = query.join(Guard, Guard.id == Item.guard_id).where(Item.deleted_at.is_(None))
    query = query.where(Item.state.not_in(_WITHOUT_COPY)).options(contains_eager(Item.guard)).order_by(Item.id)
    found: dict[int, list[Item]] = {}
    for row in session.execute(query):
        found.setdefault(row.about, []).append(row.Item)
    return found


def items_with_moments_after(session: Session, now: datetime) -> Sequence[Item]:
    """Return the items that publish or end to be one outlet's after now, or have not lifted; for services.

    By other rules of its zone than those by which it was stored, a moment may be up to `FURTHEST_MOVE` later.
    """
    since = now - FURTHEST_MOVE
    lifts = and_(Guard.embargo_at.is_not(None), Guard.revealed_at.is_(None))
    query = select(Item).join(Guard, Guard.id == Item.guard_id).options(contains_eager(Item.guard))
    query = query.where(or_(Item.publish_at > since, Item.exclusive_at > since, lifts))
    return session.scalars(query.order_by(Item.id)).all()


def open_reviews_by(session: Session, person_id: int) -> Sequence[tuple[ReviewRequest, Item]]:
    """Return what a person is still asked to review on items on their way, oldest first; for services."""
    query = select(ReviewRequest, Item).join(Item, Item.id == ReviewRequest.item_id)
    query = query.where(ReviewRequest.reviewer_id == person_id, *_unanswered(), *_on_its_way())
    rows = session.execute(query.order_by(ReviewRequest.asked_at, ReviewRequest.id)).all()
    return [(row[0], row[1]) for row in rows]


def pending_with_text(
    session: Session, viewer: Viewer, person_id: int, organisations: Collection[int], near: NearIn = NOT_NEAR
) -> tuple[list[ListedSeen], list[ListedSeen]]:
    """Return the items on their way that may wait on a person, and those that are near, with their text.

    Of those that the viewer may read; an item may be among both. The first are those that the person owns or reviews;
    those of one of the organisations that nobody owns or that are held; those in review that one of the organisations
    owns or is to sign, and for a coordinator those in review that nobody of the owning organisation could check. What
    waits on an owner alone is nobody else's.
    """
    query = _pending_with_text(asking(viewer), is_coordinator=viewer.is_coordinator, has_near=near is not NOT_NEAR)
    asked = {"person_id": person_id, "organisation_ids": sorted(organisations)}
    asked |= {"campaign_ids": sorted(near.campaign_ids), "until": near.until}
    found: tuple[list[ListedSeen], list[ListedSeen]] = ([], [])
    for row in session.execute(query, {**asked_by(viewer), **asked}):
        seen = listed_of(row)
        for part, belongs in zip(found, row[BEHIND:], strict=True):
            if belongs:
                part.append(seen)
    return found


# Built once: to build it takes longer than to answer it.
@lru_cache(maxsize=8)
def _pending_with_text(viewer: Viewer | AnyMember, *, is_coordinator: bool, has_near: bool) -> Select[*tuple[Any, ...]]:
    person_id = bindparam("person_id", type_=Integer())
    organisations = bindparam("organisation_ids", type_=Integer(), expanding=True)
    reviews = exists().where(ReviewRequest.item_id == Item.id, ReviewRequest.reviewer_id == person_id, *_unanswered())
    led = and_(Item.organisation_id.in_(organisations), or_(Item.owner_id.is_(None), Guard.held.is_(True)))
    to_sign = _signed_by(organisations)
    if is_coordinator:
        to_sign = or_(to_sign, _wants_stand_in())
    in_review = and_(Item.state == State.IN_REVIEW, to_sign)
    concerned = or_(Item.owner_id == person_id, reviews.correlate(Item), led, in_review)
    is_near = _is_near() if has_near else false()
    query = select_listed().add_columns(concerned.label("concerns"), is_near.label("is_near"))
    # What may concern somebody is found by the indexes of who and where; what they have no part in is not looked at.
    theirs = [
        select(Item.id).where(Item.owner_id == person_id),
        select(ReviewRequest.item_id).where(ReviewRequest.reviewer_id == person_id, *_unanswered()),
        select(Item.id).where(Item.organisation_id.in_(organisations)),
        select(ItemSignatory.item_id).where(ItemSignatory.organisation_id.in_(organisations)),
        select(Item.id).where(is_near),
    ]
    if is_coordinator:
        theirs.append(select(Item.id).where(Item.state == State.IN_REVIEW))
    # By what they are not, so that SQLite does not look for each of them in every state.
    is_pending = Item.state.not_in([state for state in State if state not in UNPUBLISHED])
    query = query.where(Item.id.in_(union(*theirs)), readable_clause(viewer), is_pending, or_(concerned, is_near))
    return query.order_by(Item.publish_on, Item.id)


def _is_near() -> ColumnElement[bool]:
    until = bindparam("until", type_=Item.publish_on.type)
    by_then = or_(Item.publish_on <= until, Item.signoff_due_on <= until)
    return and_(Item.campaign_id.in_(bindparam("campaign_ids", expanding=True)), by_then)


def _wants_stand_in() -> ColumnElement[bool]:
    """Return SQL: the owning organisation is closed, or whoever wrote the text last is its only lead.

    More than `signoff.signoff_status` finds lacking, never less: deputies are not looked at.
    """
    row = Membership
    lead = (row.organisation_id == Item.organisation_id, row.role == MemberRole.LEAD, row.ended_at.is_(None))
    usable = (Person.id == row.person_id, Person.active.is_(True), Person.anonymised_at.is_(None))
    own = exists().where(*lead, *usable, row.person_id == ItemVersion.author_id).correlate(Item, ItemVersion)
    other = exists().where(*lead, *usable, row.person_id != ItemVersion.author_id).correlate(Item, ItemVersion)
    closed = exists().where(Organisation.id == Item.organisation_id, Organisation.closed_at.is_not(None))
    return or_(closed.correlate(Item), and_(own, ~other))


def _items() -> Select[Item]:
    return select(Item).join(Guard, Guard.id == Item.guard_id).options(contains_eager(Item.guard))


def _pending() -> Select[Item]:
    return _items().where(*_on_its_way())


def _on_its_way() -> tuple[ColumnElement[bool], ...]:
    return Item.deleted_at.is_(None), Item.state.in_([State(state) for state in UNPUBLISHED])


def _unanswered() -> tuple[ColumnElement[bool], ...]:
    return ReviewRequest.answer.is_(None), ReviewRequest.withdrawn_at.is_(None)


def _signed_by(organisations: Ids) -> ColumnElement[bool]:
    named = is_one_of(ItemSignatory.organisation_id, organisations)
    signatory = exists().where(ItemSignatory.item_id == Item.id, named).correlate(Item)
    return or_(is_one_of(Item.organisation_id, organisations), signatory)
