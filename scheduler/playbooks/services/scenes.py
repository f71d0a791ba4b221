"""What a plan is applied to: the campaign as whoever applies it may read and change it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.accounts.reading import organisations_among
from scheduler.agenda.domain.visibility import Viewer
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.campaigns import made_from_plans
from scheduler.campaigns.services.candidates import candidates_for
from scheduler.campaigns.services.rights import TaskRights
from scheduler.content.queries.channel_zones import channel_zones
from scheduler.content.queries.items import items_of_campaign
from scheduler.dates.public_holidays import days_off
from scheduler.dates.working_days import LONGEST_BREAK, DaysOff
from scheduler.playbooks.domain.planning import STAND_IN_DAYS, MadeKey, Party, Scene
from scheduler.playbooks.domain.slots import Plan, SlotKind


def scene_of(
    session: Session, viewer: Viewer, campaign: Campaign, plan: Plan, *, now: datetime, language: str
) -> Scene:
    """Return what a plan meets in a campaign that the viewer has been let into; holidays are named in a language."""
    people = candidates_for(session, campaign.guard_id, campaign.organisation_ids)
    zones = channel_zones(session, campaign.organisation_ids)
    places = organisations_among(session, campaign.organisation_ids).values()
    reach = _reach(campaign.first_day, plan)
    return Scene(
        first_day=campaign.first_day,
        now=now,
        lead_id=campaign.organisation_id,
        manager_id=campaign.owner_id,
        parties=tuple(
            _party(row, TaskRights(campaign.roles, viewer), viewer, zones.get(row.id, {}), _off(row, reach, language))
            for row in places
            if row.id in campaign.organisation_ids and row.closed_at is None
        ),
        members={one.person_id: one.viewer.organisations for one in people},
        editors={one.person_id: one.viewer.editor_of for one in people},
        made=_made(session, viewer, campaign),
    )


def _made(session: Session, viewer: Viewer, campaign: Campaign) -> Collection[MadeKey]:
    """Return what has been made from plans before and is still there, as far as the viewer may read it."""
    tasks = made_from_plans(session, campaign)
    found: set[MadeKey] = {(SlotKind.TASK.value, made_from, place, "") for made_from, place in tasks}
    for seen in items_of_campaign(session, viewer, campaign.id):
        item = seen.item
        if item.made_from:
            zones = {"", item.publish_zone or item.offset_zone or ""}
            found |= {(SlotKind.CONTENT.value, item.made_from, item.organisation_id, zone) for zone in zones}
    return found


def _party(row: Organisation, rights: TaskRights, viewer: Viewer, zones: Mapping[str, str], off: DaysOff) -> Party:
    return Party(
        organisation_id=row.id,
        name=row.name,
        zone=row.zone,
        days_off=off,
        channel_zones=zones,
        may_give_tasks=rights.may_plan_for(row.id),
        may_plan_content=may(Act.PLAN_ITEM, viewer.roles_in(row.id)),
    )


def _off(row: Organisation, reach: tuple[date, date] | None, language: str) -> DaysOff:
    return days_off(row.country, *reach, language) if reach is not None else DaysOff()


def _reach(first_day: date | None, plan: Plan) -> tuple[date, date] | None:
    """Return the first and last day on which anything of a plan can fall; None while there is no day."""
    if first_day is None or not plan.slots:
        return None
    offsets = [slot.offset_days for slot in plan.slots]
    before = min(offsets) - STAND_IN_DAYS - LONGEST_BREAK
    return _later(first_day, before), _later(first_day, max(offsets))


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
