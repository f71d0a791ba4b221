"""The only queries of campaigns and tasks: every query for somebody applies the guard."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, joinedload

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import GuardRules, Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import (
    AnyMember,
    Ids,
    asked_by,
    asking,
    concealed_clause,
    is_one_of,
    listable_clause,
    readable_clause,
    rules_of,
    whom_it_names,
)
from scheduler.campaigns.models import Campaign, CampaignOrganisation, CampaignUndo, Task
from scheduler.campaigns.queries.task_counts import is_open_task
from scheduler.events.reading import event_names
from scheduler.observances.models import Edition, Observance
from scheduler.request_cache import asked_once
from scheduler.rows import RESTORABLE_FOR, UNDOABLE_FOR
from scheduler.web.pagination import first_row

PER_PAGE = 30


class ListTab(StrEnum):
    """Which campaigns a list shows."""

    OPEN = "open"
    PAST = "past"
    CANCELLED = "cancelled"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class CampaignFilter:
    """Which campaigns a list shows; `mine` and `organisation_id` look behind no placeholder."""

    shelf: ListTab = ListTab.OPEN
    mine: bool = False
    organisation_id: int | None = None


def campaign_of(session: Session, viewer: Viewer, public_id: str, *, deleted: bool = False) -> Campaign | None:
    """Return a campaign's row if the viewer may see its text; with `deleted`, only one that is deleted."""
    gone = Campaign.deleted_at.is_not(None) if deleted else Campaign.deleted_at.is_(None)
    query = _guarded().where(Campaign.public_id == public_id, gone, readable_clause(viewer))
    return session.scalar(query)


def has_campaigns(viewer: Viewer) -> ColumnElement[bool]:
    """Return SQL that is true if there is a campaign that the viewer may know of, be it by its placeholder."""
    return exists().where(Guard.id == Campaign.guard_id, Campaign.deleted_at.is_(None), listable_clause(viewer))


def campaign_with_rules(session: Session, viewer: Viewer, public_id: str) -> tuple[Campaign, GuardRules] | None:
    """Return a campaign's row if the viewer may see its text, with who takes part and what its guard says: at once."""
    asked = {**asked_by(viewer), "public_id": public_id}
    row = session.execute(_with_rules(asking(viewer)), asked).unique().one_or_none()
    return (row[0], rules_of(row[0].guard, row[1], row[2])) if row is not None else None


# Built once: to build it takes longer than to answer it.
@lru_cache(maxsize=8)
def _with_rules(viewer: Viewer | AnyMember) -> Select[*tuple[Any, ...]]:
    guard, named = contains_eager(Campaign.guard), whom_it_names()
    query = select(Campaign, *named).join(Guard, Guard.id == Campaign.guard_id)
    query = query.options(guard.lazyload(Guard.organisations), guard.lazyload(Guard.people))
    query = query.options(joinedload(Campaign.participations))
    it = Campaign.public_id == bindparam("public_id", type_=String())
    return query.where(it, Campaign.deleted_at.is_(None), readable_clause(viewer))


def placeholder_campaign(session: Session, viewer: Viewer, public_id: str) -> Campaign | None:
    """Return a concealed campaign's row to somebody who may know that there is one: to hold it or lift it, unread."""
    known = or_(listable_clause(viewer), readable_clause(viewer))
    query = _guarded().where(Campaign.public_id == public_id, Campaign.deleted_at.is_(None), known)
    return session.scalar(query.where(concealed_clause()))


@asked_once
def campaigns_of(session: Session, viewer: Viewer, campaign_ids: Collection[int]) -> dict[int, Campaign]:
    """Return by id those of the campaigns whose text the viewer may see."""
    query = _guarded().where(Campaign.id.in_(campaign_ids), Campaign.deleted_at.is_(None), readable_clause(viewer))
    return {campaign.id: campaign for campaign in session.scalars(query)}


def campaigns_of_edition(session: Session, viewer: Viewer, edition_id: int) -> Sequence[Campaign]:
    """Return the campaigns for an edition that go on and that the viewer may read, by id."""
    query = _guarded().where(Campaign.edition_id == edition_id, readable_clause(viewer))
    query = query.where(Campaign.deleted_at.is_(None), Campaign.cancelled_at.is_(None))
    return session.scalars(query.order_by(Campaign.id)).unique().all()


def campaign_title(viewer: Viewer, campaign_id: InstrumentedAttribute[int | None]) -> ScalarSelect[str]:
    """Return SQL for the title of the campaign that a row names; NULL unless the viewer may read it."""
    query = select(Campaign.title).join(Guard, Guard.id == Campaign.guard_id)
    query = query.where(Campaign.id == campaign_id, Campaign.deleted_at.is_(None), readable_clause(viewer))
    return query.correlate(campaign_id.class_).scalar_subquery()


def campaign_named(
    session: Session, viewer: Viewer, campaign_id: int, *, is_opened: bool = True
) -> Row[str, str] | None:
    """Return public id and title of a campaign, if the viewer may read it; its placeholder unless `is_opened`."""
    named = _named(asking(viewer), is_opened=is_opened)
    return session.execute(named, {**asked_by(viewer), "campaign_id": campaign_id}).one_or_none()


@lru_cache(maxsize=8)
def _named(viewer: Viewer | AnyMember, *, is_opened: bool) -> Select[str, str]:
    title = Campaign.title if is_opened else case((concealed_clause(), Guard.placeholder_title), else_=Campaign.title)
    query = select(Campaign.public_id, title.label("title")).join(Guard, Guard.id == Campaign.guard_id)
    it = Campaign.id == bindparam("campaign_id")
    return query.where(it, Campaign.deleted_at.is_(None), readable_clause(viewer))


def open_campaign_titles(session: Session, viewer: Viewer, today: date) -> Sequence[Row[int, str, str]]:
    """Return id, public id and title of campaigns that the viewer may plan for, by day.

    They go on, the viewer may see their text, and an organisation of which the viewer is lead or editor takes part.
    """
    participation = CampaignOrganisation
    participates = exists().where(
        participation.campaign_id == Campaign.id, participation.organisation_id.in_(sorted(viewer.editor_of))
    )
    query = select(Campaign.id, Campaign.public_id, Campaign.title).join(Guard, Guard.id == Campaign.guard_id)
    query = query.where(readable_clause(viewer), participates, *_on_shelf(viewer, ListTab.OPEN, today, None))
    query = query.order_by(Campaign.first_day.asc().nulls_last(), Campaign.title, Campaign.id)
    return session.execute(query).all()


def campaigns_in_hand(
    session: Session, viewer: Viewer, today: date, *, limit: int
) -> Sequence[Row[int, str, str, date | None, date | None]]:
    """Return id, public id, title and days (inclusive) of campaigns that go on and concern the viewer, nearest first.

    They manage it, an organisation of theirs participates, or they have an open task in it; and they may read it.
    """
    return session.execute(_in_hand(asking(viewer)), {**asked_by(viewer), "today": today, "most": limit}).all()


@lru_cache(maxsize=8)
def _in_hand(viewer: Viewer | AnyMember) -> Select[int, str, str, date | None, date | None]:
    columns = (Campaign.id, Campaign.public_id, Campaign.title, Campaign.first_day, Campaign.last_day)
    query = select(*columns).join(Guard, Guard.id == Campaign.guard_id).where(readable_clause(viewer))
    query = query.where(_concerns(viewer), *_is_open_on(bindparam("today", type_=Campaign.last_day.type)))
    return query.order_by(Campaign.first_day.asc().nulls_last(), Campaign.id).limit(bindparam("most"))


def finished_campaigns(session: Session, viewer: Viewer, today: date, *, limit: int) -> Sequence[Campaign]:
    """Return campaigns that are over and that the viewer may read, not under embargo any more, latest first."""
    query = _finished(viewer, today).order_by(Campaign.first_day.desc(), Campaign.id.desc())
    return session.scalars(query.limit(limit)).all()


def finished_campaign(session: Session, viewer: Viewer, public_id: str, today: date) -> Campaign | None:
    """Return one of the campaigns of which `finished_campaigns` are some."""
    if "\x00" in public_id:
        # It may come from a query, and PostgreSQL refuses to look for it.
        return None
    return session.scalar(_finished(viewer, today).where(Campaign.public_id == public_id))


def _finished(viewer: Viewer, today: date) -> Select[Campaign]:
    query = _guarded().where(readable_clause(viewer), not_(concealed_clause()))
    return query.where(*_on_shelf(viewer, ListTab.PAST, today, None))


def task_of(session: Session, campaign: Campaign, address: str) -> Task | None:
    """Return a task of a campaign that the reader has been let into, deleted or not."""
    return session.scalar(select(Task).where(Task.addressed(address), Task.campaign_id == campaign.id))


def tasks_called(session: Session, campaign: Campaign, addresses: Collection[str]) -> dict[str, Task]:
    """Return those tasks of a campaign that the reader has been let into which pages call so, deleted ones included."""
    called = or_(Task.public_id.in_(addresses), Task.public_id.is_(None))
    rows = session.scalars(select(Task).where(Task.campaign_id == campaign.id, called))
    return {task.address: task for task in rows if task.address in addresses}


def tasks_of(session: Session, campaign: Campaign) -> Sequence[Task]:
    """Return all tasks of a campaign that the reader has been let into, deleted ones included, by day."""
    return session.scalars(_tasks(), {"campaign_id": campaign.id}).all()


@cache
def _tasks() -> Select[Task]:
    query = select(Task).where(Task.campaign_id == bindparam("campaign_id"))
    return query.order_by(Task.due_on.asc().nulls_last(), Task.title, Task.id)


def made_from_plans(session: Session, campaign: Campaign) -> Sequence[Row[str, int]]:
    """Return from which lines of plans tasks of a campaign were made that are there still, with their organisations."""
    query = select(Task.made_from, Task.organisation_id).where(Task.campaign_id == campaign.id)
    return session.execute(query.where(Task.deleted_at.is_(None), Task.made_from != "")).all()


def undo_of(session: Session, campaign: Campaign, address: str) -> CampaignUndo | None:
    """Return what can be taken back in a campaign."""
    query = select(CampaignUndo).where(CampaignUndo.addressed(address), CampaignUndo.campaign_id == campaign.id)
    return session.scalar(query)


def undoables_of(session: Session, campaign_id: int, person_id: int, now: datetime) -> Sequence[CampaignUndo]:
    """Return what a person has done in the last day and not taken back, newest first."""
    query = select(CampaignUndo).where(
        CampaignUndo.campaign_id == campaign_id,
        CampaignUndo.person_id == person_id,
        CampaignUndo.undone_at.is_(None),
        CampaignUndo.created_at > now - UNDOABLE_FOR,
    )
    return session.scalars(query.order_by(CampaignUndo.id.desc()).limit(3)).all()


def listed_campaigns(
    session: Session, viewer: Viewer, wanted: CampaignFilter, page: int, *, now: datetime, today: date
) -> tuple[Sequence[Row[Campaign, bool]], int]:
    """Return one page of what the viewer may know of, each with whether they may read it, and how many there are.

    Open ones come nearest first, others latest first.
    """
    seen = readable_clause(viewer)
    query = select(Campaign, seen.label("readable")).join(Guard, Guard.id == Campaign.guard_id)
    query = query.options(contains_eager(Campaign.guard)).where(*_wanted(viewer, wanted, now, today))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    day = Campaign.first_day
    order = day.asc().nulls_last() if wanted.shelf is ListTab.OPEN else day.desc().nulls_last()
    query = query.order_by(order, Campaign.id).offset(first_row(page, PER_PAGE)).limit(PER_PAGE)
    return session.execute(query).all(), total


def about(session: Session, viewer: Viewer, campaigns: Collection[Campaign]) -> dict[int, tuple[str, str]]:
    """Return name and path of what campaigns stand around, by campaign; two queries at most.

    Those with days of their own are left out, and events that the viewer may not know of.
    """
    editions = {row.edition_id for row in campaigns if row.edition_id is not None}
    query = select(Edition.id, Observance.name, Edition.period, Observance.slug).join(Edition.observance)
    found: dict[tuple[SourceKind, int | None], tuple[str, str]] = {}
    if editions:
        rows = session.execute(query.where(Edition.id.in_(editions)))
        found |= {
            (SourceKind.EDITION, row.id): (f"{row.name} {row.period}", f"/observances/{row.slug}") for row in rows
        }
    if events := {row.event_id for row in campaigns if row.event_id is not None}:
        names = event_names(session, viewer, events)
        found |= {(SourceKind.EVENT, row.id): (row.title, f"/events/{row.public_id}") for row in names}
    keys = {
        row.id: (SourceKind.EDITION, row.edition_id) if row.edition_id else (SourceKind.EVENT, row.event_id)
        for row in campaigns
    }
    return {ident: found[key] for ident, key in keys.items() if key in found}


def series_of(campaign_id: int) -> str:
    """Return the key under which a campaign and its tasks can be followed."""
    return f"campaign:{campaign_id}"


def _guarded() -> Select[Campaign]:
    return select(Campaign).join(Guard, Guard.id == Campaign.guard_id).options(contains_eager(Campaign.guard))


def _wanted(viewer: Viewer, wanted: CampaignFilter, now: datetime, today: date) -> list[ColumnElement[bool]]:
    clauses = _on_shelf(viewer, wanted.shelf, today, now)
    behind = wanted.mine or wanted.organisation_id is not None or wanted.shelf is ListTab.DELETED
    clauses.append(readable_clause(viewer) if behind else or_(readable_clause(viewer), listable_clause(viewer)))
    if wanted.mine:
        clauses.append(_concerns(viewer))
    if wanted.organisation_id is not None:
        clauses.append(_participates({wanted.organisation_id}))
    return clauses


def _on_shelf(viewer: Viewer, shelf: ListTab, today: date, now: datetime | None) -> list[ColumnElement[bool]]:
    if shelf is ListTab.DELETED:
        mine = [] if viewer.is_coordinator else [_is_ended_by(viewer)]
        since = [Campaign.deleted_at > now - RESTORABLE_FOR] if now is not None else []
        return [Campaign.deleted_at.is_not(None), *since, *mine]
    kept = Campaign.deleted_at.is_(None)
    if shelf is ListTab.CANCELLED:
        return [kept, Campaign.cancelled_at.is_not(None)]
    if shelf is ListTab.PAST:
        return [kept, Campaign.cancelled_at.is_(None), Campaign.last_day < today]
    return _is_open_on(today)


def _is_open_on(today: date | BindParameter[date | None]) -> list[ColumnElement[bool]]:
    coming = or_(Campaign.last_day.is_(None), Campaign.last_day >= today)
    return [Campaign.deleted_at.is_(None), Campaign.cancelled_at.is_(None), coming]


def _is_ended_by(viewer: Viewer) -> ColumnElement[bool]:
    """Say of which campaigns a viewer is lead or manager, who may delete them and bring them back."""
    manages = and_(Campaign.owner_id == viewer.person_id, _participates(viewer.editor_of))
    return or_(Campaign.organisation_id.in_(sorted(viewer.leads)), manages)


def _concerns(viewer: Viewer | AnyMember) -> ColumnElement[bool]:
    person_id = viewer.person_id
    has_task = exists().where(Task.campaign_id == Campaign.id, Task.assignee_id == person_id, *is_open_task())
    return or_(Campaign.owner_id == person_id, _participates(viewer.organisations), has_task)


def _participates(organisation_ids: Ids) -> ColumnElement[bool]:
    participation = CampaignOrganisation
    return exists().where(
        participation.campaign_id == Campaign.id, is_one_of(participation.organisation_id, organisation_ids)
    )


def campaigns_behind(guards: Select[int]) -> Select[int]:
    """Select the ids of the campaigns behind some guards, deleted ones included."""
    return select(Campaign.id).where(Campaign.guard_id.in_(guards))
