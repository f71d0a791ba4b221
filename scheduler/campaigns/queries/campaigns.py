"""The only door to campaigns and tasks: every query for somebody applies the guard."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from scheduler.accounts.models import Organisation
from scheduler.accounts.reading import open_organisations
from scheduler.accounts.services.actor_roles import actor_roles, names
from scheduler.agenda.domain.embargo_rights import EmbargoRights, embargo_rights
from scheduler.agenda.domain.visibility import Viewer, in_embargo_group
from scheduler.agenda.models import Guard
from scheduler.agenda.reading import access_lines
from scheduler.agenda.services.follows import followed
from scheduler.agenda.visibility_sql import concealed_clause, facts, listable_clause, readable_clause
from scheduler.campaigns.domain.joining import Joining
from scheduler.campaigns.domain.permissions import Permissions, permissions
from scheduler.campaigns.models import Campaign, CampaignOrganisation, CampaignUndo, Task
from scheduler.campaigns.presenters import views
from scheduler.campaigns.presenters.campaign import (
    CampaignCard,
    CampaignFilter,
    CampaignPage,
    DayKind,
    DaySource,
    ListTab,
    NeutralCampaign,
)
from scheduler.campaigns.presenters.history import history_lines
from scheduler.campaigns.presenters.people import names_for_campaign
from scheduler.campaigns.queries.join_requests import open_requests
from scheduler.campaigns.queries.task_counts import is_open_task, task_counts
from scheduler.dates.timezones import day_start
from scheduler.events.reading import event_by_id, events_by_id
from scheduler.observances.models import Edition, Observance
from scheduler.web.pagination import Page, first_row

PER_PAGE = 30
RESTORABLE_FOR = timedelta(days=30)
UNDOABLE_FOR = timedelta(days=1)


def campaign_of(session: Session, viewer: Viewer, public_id: str, *, deleted: bool = False) -> Campaign | None:
    """Return a campaign's row if the viewer may see its words; with `deleted`, only one that is deleted."""
    gone = Campaign.deleted_at.is_not(None) if deleted else Campaign.deleted_at.is_(None)
    query = _guarded().where(Campaign.public_id == public_id, gone, readable_clause(viewer))
    return session.scalar(query)


def placeholder_campaign(session: Session, viewer: Viewer, public_id: str) -> Campaign | None:
    """Return a concealed campaign's row to somebody who may know that there is one: to hold it or lift it, unread."""
    known = or_(listable_clause(viewer), readable_clause(viewer))
    query = _guarded().where(Campaign.public_id == public_id, Campaign.deleted_at.is_(None), known)
    return session.scalar(query.where(concealed_clause()))


def neutral_of(session: Session, viewer: Viewer, public_id: str, now: datetime) -> NeutralCampaign | None:
    """Return the neutral face of a concealed campaign to whoever may know of it."""
    campaign = placeholder_campaign(session, viewer, public_id)
    return _neutral(campaign, _rights(session, viewer, campaign, now)) if campaign is not None else None


def _rights(session: Session, viewer: Viewer, campaign: Campaign, now: datetime) -> EmbargoRights:
    is_lead = viewer.person_id is not None and actor_roles(session, viewer.person_id).is_lead_of(
        campaign.organisation_id
    )
    return embargo_rights(viewer, facts(campaign.guard), now, is_lead=is_lead)


def campaigns_of(session: Session, viewer: Viewer, campaign_ids: Collection[int]) -> dict[int, Campaign]:
    """Return by id those of the campaigns whose words the viewer may see."""
    query = _guarded().where(Campaign.id.in_(campaign_ids), Campaign.deleted_at.is_(None), readable_clause(viewer))
    return {campaign.id: campaign for campaign in session.scalars(query)}


def open_campaign_titles(session: Session, viewer: Viewer, today: date) -> Sequence[Row[int, str, str]]:
    """Return id, public id and title of campaigns that the viewer may plan for, by day.

    They go on, the viewer may see their words, and an organisation at whose desk the viewer is takes part.
    """
    part = CampaignOrganisation
    takes_part = exists().where(part.campaign_id == Campaign.id, part.organisation_id.in_(sorted(viewer.editor_of)))
    query = select(Campaign.id, Campaign.public_id, Campaign.title).join(Guard, Guard.id == Campaign.guard_id)
    query = query.where(readable_clause(viewer), takes_part, *_on_shelf(viewer, ListTab.OPEN, today, None))
    query = query.order_by(Campaign.first_day.asc().nulls_last(), Campaign.title, Campaign.id)
    return session.execute(query).all()


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
    query = select(Task).where(Task.campaign_id == campaign.id)
    return session.scalars(query.order_by(Task.due_on.asc().nulls_last(), Task.title, Task.id)).all()


def undo_of(session: Session, campaign: Campaign, address: str) -> CampaignUndo | None:
    """Return what can be taken back in a campaign."""
    query = select(CampaignUndo).where(CampaignUndo.addressed(address), CampaignUndo.campaign_id == campaign.id)
    return session.scalar(query)


def undoables_of(session: Session, campaign: Campaign, person_id: int, now: datetime) -> Sequence[CampaignUndo]:
    """Return what a person has done in the last day and not taken back, newest first."""
    query = select(CampaignUndo).where(
        CampaignUndo.campaign_id == campaign.id,
        CampaignUndo.person_id == person_id,
        CampaignUndo.undone_at.is_(None),
        CampaignUndo.created_at > now - UNDOABLE_FOR,
    )
    return session.scalars(query.order_by(CampaignUndo.id.desc()).limit(3)).all()


def permissions_of(session: Session, viewer: Viewer, campaign: Campaign) -> Permissions:
    """Say what somebody who has been let into a campaign may do with it."""
    others = [row.id for row in open_organisations(session)]
    return permissions(viewer, campaign.facts, others, is_open=campaign.joining == Joining.OPEN)


def page_of_campaign(session: Session, viewer: Viewer, public_id: str, now: datetime) -> CampaignPage | None:
    """Return everything about a campaign, the most urgent first; None for whoever may not see its words.

    Whoever is outside the circle but may know of it asks `neutral_of`.
    """
    campaign = campaign_of(session, viewer, public_id)
    return _room(session, viewer, campaign, now) if campaign is not None else None


def _room(session: Session, viewer: Viewer, campaign: Campaign, now: datetime) -> CampaignPage:
    tasks = tasks_of(session, campaign)
    cast = names_for_campaign(session, campaign, tasks, now)
    may = permissions_of(session, viewer, campaign)
    requests = open_requests(session, campaign.id)
    askers = names(session, {row.asked_by for row in requests})
    titles = {task.id: task.title for task in tasks}
    undone = undoables_of(session, campaign, viewer.person_id, now) if viewer.person_id is not None else ()
    name, path = about(session, viewer, [campaign]).get(campaign.id, ("", ""))
    zone = _event_zone(session, viewer, campaign) or cast.organisations[campaign.organisation_id].zone
    return CampaignPage(
        id=campaign.id,
        public_id=campaign.public_id,
        revision=campaign.revision,
        title=campaign.title,
        goal=campaign.goal,
        first_day=campaign.first_day,
        last_day=campaign.last_day,
        zone=zone,
        zone_at=day_start(campaign.first_day, zone) if campaign.first_day is not None else now,
        day=DaySource(_day_kind(campaign), name, path),
        day_lost_at=campaign.day_lost_at,
        cancelled_at=campaign.cancelled_at,
        cancel_reason=campaign.cancel_reason,
        guard_id=campaign.guard_id,
        guard=views.guard_view(campaign.guard, cast),
        rights=_rights(session, viewer, campaign, now),
        accesses=access_lines(session, campaign.guard) if in_embargo_group(viewer, facts(campaign.guard)) else (),
        lead=cast.organisation(campaign.organisation_id),
        organisations=views.organisation_views(campaign, cast),
        joinable=tuple(cast.organisation(i) for i in sorted(may.joinable)),
        askable=tuple(cast.organisation(i) for i in sorted(may.askable - {row.organisation_id for row in requests})),
        requests=views.join_request_views(requests, askers, cast, viewer, decides=may.share),
        owner_id=campaign.owner_id,
        owner=cast.person(campaign.owner_id),
        may=may,
        waiting=views.waiting_rows(campaign, tasks, cast, viewer, now),
        done=views.done_tasks(campaign, tasks, cast, viewer),
        deleted=views.deleted_tasks(campaign, tasks, cast, viewer, now - RESTORABLE_FOR),
        marks=views.marks_of(campaign, tasks),
        history=history_lines(session, viewer, campaign, titles),
        undoable=views.undoables(undone) if may.plan else (),
        followed=viewer.person_id is not None and series_of(campaign.id) in followed(session, viewer.person_id),
    )


def _event_zone(session: Session, viewer: Viewer, campaign: Campaign) -> str | None:
    event = event_by_id(session, viewer, campaign.event_id) if campaign.event_id is not None else None
    return event.zone if event is not None else None


def _day_kind(campaign: Campaign) -> DayKind:
    if campaign.edition_id is not None:
        return DayKind.EDITION
    return DayKind.EVENT if campaign.event_id is not None else DayKind.OWN


def campaigns_page(
    session: Session, viewer: Viewer, wanted: CampaignFilter, page: int, *, now: datetime, today: date
) -> Page[CampaignCard]:
    """Return one page of what the viewer may know of: open ones nearest first, others latest first.

    Whoever is outside a circle gets the neutral face; counts of tasks are of campaigns whose words the viewer sees.
    """
    seen = readable_clause(viewer)
    query = select(Campaign, seen.label("words")).join(Guard, Guard.id == Campaign.guard_id)
    query = query.options(contains_eager(Campaign.guard)).where(*_wanted(viewer, wanted, now, today))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    day = Campaign.first_day
    order = day.asc().nulls_last() if wanted.shelf is ListTab.OPEN else day.desc().nulls_last()
    query = query.order_by(order, Campaign.id).offset(first_row(page, PER_PAGE)).limit(PER_PAGE)
    return Page(_cards(session, viewer, session.execute(query).all(), now), page, PER_PAGE, total)


def campaign_row(session: Session, campaign_id: int) -> Campaign | None:
    """Return a campaign whoever may see it, deleted or not; for services."""
    return session.get(Campaign, campaign_id)


def campaigns_by_id(session: Session, campaign_ids: Collection[int]) -> dict[int, Campaign]:
    """Return campaigns by id whoever may see them, deleted or not; for services."""
    return {row.id: row for row in session.scalars(select(Campaign).where(Campaign.id.in_(campaign_ids)))}


def campaigns_under_embargo(session: Session) -> Sequence[Campaign]:
    """Return the campaigns whose embargo has not lifted, with their guards, deleted ones included; for services."""
    query = _guarded().where(Guard.embargo_at.is_not(None), Guard.revealed_at.is_(None))
    return session.scalars(query.order_by(Campaign.id)).all()


def task_row(session: Session, task_id: int) -> Task | None:
    """Return a task whoever may see it, deleted or not; for services."""
    return session.get(Task, task_id)


def campaigns_on(session: Session, source_kind: str, source_id: int) -> Sequence[Campaign]:
    """Return all campaigns of an edition or event, deleted ones included; for services."""
    column = Campaign.edition_id if source_kind == "edition" else Campaign.event_id
    return session.scalars(select(Campaign).where(column == source_id).order_by(Campaign.id)).all()


def campaigns_with(session: Session, organisation_id: int) -> Sequence[Campaign]:
    """Return all campaigns in which an organisation takes part, except deleted ones; for services."""
    part = and_(
        CampaignOrganisation.campaign_id == Campaign.id, CampaignOrganisation.organisation_id == organisation_id
    )
    query = select(Campaign).where(exists().where(part), Campaign.deleted_at.is_(None))
    return session.scalars(query.order_by(Campaign.id)).all()


def campaigns_with_tasks_of(session: Session, person_id: int) -> Sequence[Campaign]:
    """Return all campaigns, except deleted ones, in which a person has open tasks; for services."""
    mine = exists().where(Task.campaign_id == Campaign.id, Task.assignee_id == person_id, *is_open_task())
    query = select(Campaign).where(mine, Campaign.deleted_at.is_(None))
    return session.scalars(query.order_by(Campaign.id)).all()


def live_tasks(session: Session, campaign_id: int) -> Sequence[Task]:
    """Return a campaign's tasks that are not deleted, done or not; for services."""
    query = select(Task).where(Task.campaign_id == campaign_id, Task.deleted_at.is_(None))
    return session.scalars(query.order_by(Task.id)).all()


def edition_of(session: Session, edition_id: int) -> Edition | None:
    """Return an edition."""
    return session.get(Edition, edition_id)


def about(session: Session, viewer: Viewer, campaigns: Collection[Campaign]) -> dict[int, tuple[str, str]]:
    """Return name and path of what campaigns stand around, by campaign; two queries whatever the number.

    Those with days of their own are left out, and events that the viewer may not know of.
    """
    editions = {row.edition_id for row in campaigns if row.edition_id is not None}
    query = select(Edition.id, Observance.name, Edition.period, Observance.slug).join(Edition.observance)
    found: dict[tuple[str, int | None], tuple[str, str]] = {
        ("edition", ident): (f"{name} {period}", f"/observances/{slug}")
        for ident, name, period, slug in session.execute(query.where(Edition.id.in_(editions)))
    }
    events = events_by_id(session, viewer, {row.event_id for row in campaigns if row.event_id is not None})
    found |= {("event", event.id): (event.title, f"/events/{event.public_id}") for event in events}
    keys = {row.id: ("edition", row.edition_id) if row.edition_id else ("event", row.event_id) for row in campaigns}
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
        clauses.append(_takes_part({wanted.organisation_id}))
    return clauses


def _on_shelf(viewer: Viewer, shelf: ListTab, today: date, now: datetime | None) -> list[ColumnElement[bool]]:
    if shelf is ListTab.DELETED:
        mine = [] if viewer.is_coordinator else [_is_ended_by(viewer)]
        since = [Campaign.deleted_at > now - RESTORABLE_FOR] if now is not None else []
        return [Campaign.deleted_at.is_not(None), *since, *mine]
    kept = Campaign.deleted_at.is_(None)
    if shelf is ListTab.CANCELLED:
        return [kept, Campaign.cancelled_at.is_not(None)]
    over = Campaign.last_day < today
    coming = or_(Campaign.last_day.is_(None), Campaign.last_day >= today)
    return [kept, Campaign.cancelled_at.is_(None), over if shelf is ListTab.PAST else coming]


def _is_ended_by(viewer: Viewer) -> ColumnElement[bool]:
    """Say of which campaigns a viewer is lead or manager, who may delete them and bring them back."""
    manages = and_(Campaign.owner_id == viewer.person_id, _takes_part(viewer.editor_of))
    return or_(Campaign.organisation_id.in_(sorted(viewer.leads)), manages)


def _concerns(viewer: Viewer) -> ColumnElement[bool]:
    person_id = viewer.person_id
    has_task = exists().where(Task.campaign_id == Campaign.id, Task.assignee_id == person_id, *is_open_task())
    return or_(Campaign.owner_id == person_id, _takes_part(viewer.organisations), has_task)


def _takes_part(organisation_ids: Collection[int]) -> ColumnElement[bool]:
    part = CampaignOrganisation
    return exists().where(part.campaign_id == Campaign.id, part.organisation_id.in_(sorted(organisation_ids)))


def _neutral(campaign: Campaign, rights: EmbargoRights) -> NeutralCampaign:
    guard = campaign.guard
    return NeutralCampaign(
        public_id=campaign.public_id,
        title=guard.placeholder_title,
        first_day=campaign.first_day,
        last_day=campaign.last_day,
        embargo_at=guard.embargo_at,
        embargo_zone=guard.embargo_zone,
        held=guard.held,
        rights=rights,
    )


def _cards(session: Session, viewer: Viewer, rows: Sequence[Row[Campaign, bool]], now: datetime) -> list[CampaignCard]:
    readable = [campaign for campaign, words in rows if words]
    organisations = _organisation_names(session, {campaign.organisation_id for campaign in readable})
    counts = task_counts(session, [campaign.id for campaign in readable], now)
    names = about(session, viewer, readable)
    return [_card(campaign, words, organisations, names, counts) for campaign, words in rows]


def _card(
    campaign: Campaign,
    words: bool,  # noqa: FBT001 - a column of the query
    organisations: Mapping[int, str],
    names: Mapping[int, tuple[str, str]],
    counts: Mapping[int, tuple[int, int]],
) -> CampaignCard:
    waiting, overdue = counts.get(campaign.id, (0, 0))
    return CampaignCard(
        public_id=campaign.public_id,
        title=campaign.title if words else campaign.guard.placeholder_title,
        concealed=not words,
        first_day=campaign.first_day,
        last_day=campaign.last_day,
        organisation=organisations.get(campaign.organisation_id, "") if words else "",
        about=names.get(campaign.id, ("", ""))[0],
        cancelled_at=campaign.cancelled_at,
        deleted_at=campaign.deleted_at,
        day_lost_at=campaign.day_lost_at if words else None,
        waiting=waiting,
        overdue=overdue,
    )


def campaigns_guarded_by(session: Session, guards: Select[int]) -> Sequence[Campaign]:
    """Return the campaigns behind some guards, deleted ones included, by id; for services."""
    return session.scalars(select(Campaign).where(Campaign.guard_id.in_(guards)).order_by(Campaign.id)).all()


def campaigns_behind(guards: Select[int]) -> Select[int]:
    """Select the ids of the campaigns behind some guards, deleted ones included."""
    return select(Campaign.id).where(Campaign.guard_id.in_(guards))


def _organisation_names(session: Session, organisation_ids: Collection[int]) -> dict[int, str]:
    query = select(Organisation.id, Organisation.short_name).where(Organisation.id.in_(organisation_ids))
    return {row.id: row.short_name for row in session.execute(query)}
