"""The list of campaigns, the page of one, and what outsiders see of it before its embargo lifts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from sqlalchemy import Row
from sqlalchemy.orm import Session

from scheduler.accounts.reading import open_organisations, short_names
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.embargo_rights import EmbargoRights, embargo_rights
from scheduler.agenda.domain.visibility import GuardRules, Viewer, in_embargo_group
from scheduler.agenda.queries.guards import access_lines
from scheduler.agenda.services.follows import followed
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.domain.joining import Joining
from scheduler.campaigns.domain.permissions import Permissions, permissions
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.presenters import views
from scheduler.campaigns.presenters.campaign import CampaignCard, CampaignPage, DayKind, DaySource, NeutralCampaign
from scheduler.campaigns.presenters.people import names_for_campaign
from scheduler.campaigns.queries.campaigns import (
    PER_PAGE,
    CampaignFilter,
    about,
    campaign_with_rules,
    listed_campaigns,
    placeholder_campaign,
    series_of,
    tasks_of,
)
from scheduler.campaigns.queries.task_counts import task_counts
from scheduler.dates.timezones import day_start
from scheduler.events.reading import event_names
from scheduler.rows import RESTORABLE_FOR
from scheduler.web.pagination import Page


def neutral_of(session: Session, viewer: Viewer, public_id: str, now: datetime) -> NeutralCampaign | None:
    """Return the placeholder of a concealed campaign to whoever may know of it."""
    campaign = placeholder_campaign(session, viewer, public_id)
    if campaign is None:
        return None
    return _neutral(campaign, _rights(session, viewer, campaign, guard_rules(campaign.guard), now))


def _rights(session: Session, viewer: Viewer, campaign: Campaign, rules: GuardRules, now: datetime) -> EmbargoRights:
    is_lead = viewer.person_id is not None and actor_roles(session, viewer.person_id).is_lead_of(
        campaign.organisation_id
    )
    return embargo_rights(viewer, rules, now, is_lead=is_lead)


def permissions_of(session: Session, viewer: Viewer, campaign: Campaign) -> Permissions:
    """Say what somebody who has been let into a campaign may do with it."""
    others = [row.id for row in open_organisations(session)]
    return permissions(viewer, campaign.roles, others, is_open=campaign.joining == Joining.OPEN)


def page_of_campaign(
    session: Session, viewer: Viewer, public_id: str, now: datetime, *, with_members: bool = False
) -> CampaignPage | None:
    """Return a campaign with its tasks, the most urgent first; None for whoever may not see its text.

    Whoever is outside the embargo group but may know of it asks `neutral_of`. `with_members` is for pages that offer
    tasks to those who take part.
    """
    found = campaign_with_rules(session, viewer, public_id)
    return _page(session, viewer, *found, now=now, with_members=with_members) if found is not None else None


def _page(
    session: Session, viewer: Viewer, campaign: Campaign, rules: GuardRules, *, now: datetime, with_members: bool
) -> CampaignPage:
    tasks = tasks_of(session, campaign)
    cast = names_for_campaign(session, campaign, rules, tasks, now, with_members=with_members)
    may = permissions_of(session, viewer, campaign)
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
        guard=views.guard_view(campaign.guard, rules, cast),
        rules=rules,
        rights=_rights(session, viewer, campaign, rules, now),
        accesses=access_lines(session, campaign.guard) if in_embargo_group(viewer, rules) else (),
        lead=cast.organisation(campaign.organisation_id),
        organisations=views.organisation_views(campaign, cast),
        owner_id=campaign.owner_id,
        owner=cast.person(campaign.owner_id),
        may=may,
        waiting=views.waiting_rows(campaign, tasks, cast, viewer, now),
        done=views.done_tasks(campaign, tasks, cast, viewer),
        deleted=views.deleted_tasks(campaign, tasks, cast, viewer, now - RESTORABLE_FOR),
        marks=partial(views.marks_of, campaign, tasks, cast, now),
        task_titles={task.id: task.title for task in tasks},
        followed=viewer.person_id is not None and series_of(campaign.id) in followed(session, viewer.person_id),
        people=tuple(cast.people.values()),
    )


def _event_zone(session: Session, viewer: Viewer, campaign: Campaign) -> str | None:
    found = event_names(session, viewer, [campaign.event_id]) if campaign.event_id is not None else ()
    return found[0].zone if found else None


def _day_kind(campaign: Campaign) -> DayKind:
    if campaign.edition_id is not None:
        return DayKind.EDITION
    return DayKind.EVENT if campaign.event_id is not None else DayKind.OWN


def campaigns_page(
    session: Session, viewer: Viewer, wanted: CampaignFilter, page: int, *, now: datetime, today: date
) -> Page[CampaignCard]:
    """Return one page of what the viewer may know of: open ones nearest first, others latest first.

    Whoever is outside an embargo group gets the placeholder; counts of tasks are of campaigns that the viewer can read.
    """
    rows, total = listed_campaigns(session, viewer, wanted, page, now=now, today=today)
    return Page(_cards(session, viewer, rows, now), page, PER_PAGE, total)


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
    readable = [campaign for campaign, is_readable in rows if is_readable]
    organisations = short_names(session, {campaign.organisation_id for campaign in readable})
    counts = task_counts(session, [campaign.id for campaign in readable], now)
    names = about(session, viewer, readable)
    return [_card(campaign, is_readable, organisations, names, counts) for campaign, is_readable in rows]


def _card(
    campaign: Campaign,
    is_readable: bool,  # noqa: FBT001 - a column of the query
    organisations: Mapping[int, str],
    names: Mapping[int, tuple[str, str]],
    counts: Mapping[int, tuple[int, int]],
) -> CampaignCard:
    waiting, overdue = counts.get(campaign.id, (0, 0))
    return CampaignCard(
        public_id=campaign.public_id,
        title=campaign.title if is_readable else campaign.guard.placeholder_title,
        concealed=not is_readable,
        first_day=campaign.first_day,
        last_day=campaign.last_day,
        organisation=organisations.get(campaign.organisation_id, "") if is_readable else "",
        about=names.get(campaign.id, ("", ""))[0],
        cancelled_at=campaign.cancelled_at,
        deleted_at=campaign.deleted_at,
        day_lost_at=campaign.day_lost_at if is_readable else None,
        waiting=waiting,
        overdue=overdue,
    )
