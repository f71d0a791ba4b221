"""Makes the tasks and items of a plan in a campaign: what was seen in the preview, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.campaigns.services.planned_tasks import PlannedTask, add_planned_tasks
from scheduler.content.services.offsets import Offset
from scheduler.content.services.planned_items import PlannedItem, add_planned_item
from scheduler.playbooks.domain.planning import MAX_LINES, PlannedLine, count_lines, fingerprint, planned_lines
from scheduler.playbooks.domain.slots import Plan, SlotKind
from scheduler.playbooks.models import PlaybookUse
from scheduler.playbooks.services.scenes import scene_of
from scheduler.playbooks.services.wording import titled
from scheduler.rows import Sent, StaleEditError, once_by_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A plan as somebody wants it applied: the lines ticked, by key, and the `fingerprint` of all that were shown.

    `language` is that of the names of holidays in the preview.
    """

    plan: Plan
    ticked: frozenset[str]
    fingerprint: str
    form_id: str
    language: str


class TooManyLinesError(ValueError):
    """A plan would make more than anybody can look through, for the organisations that take part."""


def previewed(
    session: Session, viewer: Viewer, campaign: Campaign, plan: Plan, *, now: datetime, language: str
) -> Sequence[PlannedLine]:
    """Return the lines that a plan would make now, in a campaign that the viewer has been let into.

    Raises:
        TooManyLinesError: they would be more than `MAX_LINES`.
    """
    scene = scene_of(session, viewer, campaign, plan, now=now, language=language)
    if count_lines(plan, scene) > MAX_LINES:
        raise TooManyLinesError
    return [titled(line) for line in planned_lines(plan, scene)]


def apply_plan(
    session: Session, campaign: Campaign, wanted: Application, viewer: Viewer, context: ChangeContext
) -> PlaybookUse:
    """Make the ticked lines of a plan, all or none; the same form sent twice makes them once.

    Raises:
        StaleEditError: what would be made is not what the preview showed: the day moved, somebody else applied it, an
            organisation left or closed.
        TooManyLinesError: as `previewed`.
    """
    lock_campaign(session, campaign)
    sent = Sent(wanted.form_id, context.actor_id, (campaign.id, wanted.plan.source, wanted.ticked))

    def make(form_id: str | None) -> PlaybookUse:
        use = _apply(session, campaign, wanted, viewer, context)
        use.form_id = form_id
        session.add(use)
        session.flush()
        return use

    return once_by_form(session, PlaybookUse, sent, make)


def _apply(
    session: Session, campaign: Campaign, wanted: Application, viewer: Viewer, context: ChangeContext
) -> PlaybookUse:
    lines = previewed(session, viewer, campaign, wanted.plan, now=context.now, language=wanted.language)
    if fingerprint(lines) != wanted.fingerprint:
        raise StaleEditError
    chosen = [line for line in lines if line.key in wanted.ticked and not line.is_blocked]
    tasks = [line for line in chosen if line.kind is SlotKind.TASK]
    items = [line for line in chosen if line.kind is SlotKind.CONTENT]
    add_planned_tasks(session, campaign, [_task(line) for line in tasks], context)
    for line in items:
        add_planned_item(session, campaign, _item(line), context)
    if chosen:
        note(session, campaign, AuditAct.CAMPAIGN_PLANNED, context, count=len(tasks), items=len(items))
    use = PlaybookUse(campaign_id=campaign.id, source=wanted.plan.source, at=context.now)
    use.person_id, use.tasks, use.items = context.actor_id, len(tasks), len(items)
    return use


def _task(line: PlannedLine) -> PlannedTask:
    return PlannedTask(
        title=line.title,
        note=line.note,
        offset_days=line.offset_days,
        organisation_id=line.organisation_id,
        assignee_id=line.person_id,
        made_from=line.made_from,
    )


def _item(line: PlannedLine) -> PlannedItem:
    has_time = line.slot.at_time is not None
    return PlannedItem(
        title=line.title,
        kind=line.item_kind,
        organisation_id=line.organisation_id,
        owner_id=line.person_id,
        channels=line.channels,
        offset=Offset(line.offset_days, line.slot.at_time, line.zone if has_time else None),
        own_only=line.slot.own_only,
        made_from=line.made_from,
    )
