"""The plan of an earlier campaign, as far as somebody may read it: titles and where they stood, never text."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_among
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.queries.campaigns import tasks_of
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope
from scheduler.content.domain.workflow import SETTLED
from scheduler.content.queries.items import Seen, channels_of_all, items_of_campaign
from scheduler.playbooks.domain.slots import FURTHEST_DAYS, MAX_TITLE_CHARS, Owner, Plan, Slot, SlotKind, in_order

PRIVATE = frozenset({ShareScope.OWN, ShareScope.PEOPLE})


def plan_of_campaign(session: Session, viewer: Viewer, campaign: Campaign) -> Plan:
    """Return the plan of a campaign that the viewer has been let into; what they may not read is no part of it.

    Tasks and content without a day have no place in a plan. Content under embargo has no title, so it is called by its
    kind: whoever applies the plan cannot say who will read it.
    """
    slots = [*_tasks(session, campaign), *_items(session, viewer, campaign)]
    return Plan(source=f"campaign:{campaign.public_id}", name=campaign.title, slots=in_order(tuple(slots)))


def _tasks(session: Session, campaign: Campaign) -> Iterator[Slot]:
    for task in tasks_of(session, campaign):
        days = task.offset_days if task.offset_days is not None else _distance(task.due_on, campaign.first_day)
        if task.deleted_at is None and days is not None and abs(days) <= FURTHEST_DAYS:
            yield _task_slot(task, days)


def _task_slot(task: Task, days: int) -> Slot:
    return Slot(
        key=f"t{task.address}",
        kind=SlotKind.TASK,
        title=_short(task.title),
        offset_days=days,
        owner=Owner(organisation_id=task.organisation_id, person_id=task.assignee_id),
    )


def _items(session: Session, viewer: Viewer, campaign: Campaign) -> Iterator[Slot]:
    seen = items_of_campaign(session, viewer, campaign.id)
    channels, places = channels_of_all(session, seen), {one.item.organisation_id for one in seen}
    zones = {row.id: row.zone for row in organisations_among(session, places).values()}
    for one in seen:
        item = one.item
        days = item.offset_days if item.publish_on is None else _distance(item.publish_on, campaign.first_day)
        if item.state not in SETTLED and days is not None and abs(days) <= FURTHEST_DAYS:
            yield _item_slot(one, days, channels.get(item.id, ()), zones.get(item.organisation_id, ""))


def _item_slot(seen: Seen, days: int, channels: tuple[str, ...], own_zone: str) -> Slot:
    item = seen.item
    kind = Kind(item.kind)
    is_timed = item.publish_local is not None
    zone = (item.publish_zone if is_timed else item.offset_zone) or ""
    return Slot(
        key=f"i{item.public_id}",
        kind=SlotKind.CONTENT,
        title="" if concealed(item.guard) else _short(seen.version.title),
        offset_days=days,
        owner=Owner(organisation_id=item.organisation_id, person_id=item.owner_id),
        at_time=item.publish_local.time() if item.publish_local is not None else item.offset_time,
        zone="" if zone == own_zone else zone,
        item_kind=kind,
        channels=channels,
        own_only=item.shared_with in PRIVATE,
    )


def _distance(day: date | None, first_day: date | None) -> int | None:
    return (day - first_day).days if day is not None and first_day is not None else None


def _short(title: str) -> str:
    return title if len(title) <= MAX_TITLE_CHARS else f"{title[: MAX_TITLE_CHARS - 1]}…"
