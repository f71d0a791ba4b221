"""From rows of a campaign to what its page shows of them."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.accounts.queries.people import Profile
from scheduler.agenda.domain.visibility import GuardRules, Viewer
from scheduler.agenda.models import Guard
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.domain.permissions import roles_to_task
from scheduler.campaigns.domain.timeline import MarkKind, MarkState, TimelineMark
from scheduler.campaigns.domain.todo import TASK, Due, Urgency, WaitingRow, by_urgency, due
from scheduler.campaigns.models import Campaign, CampaignUndo, JoinRequest, Task, path_of
from scheduler.campaigns.presenters.campaign import FinishedTask, GuardView, JoinRequestView, OrganisationView, Undoable
from scheduler.web.template_filters import day_short

_UNDOABLE: Mapping[str, LazyString] = {
    AuditAct.TASKS_SHIFTED: _l("Moved"),
    AuditAct.TASKS_ASSIGNED: _l("Assigned"),
    AuditAct.TASKS_UNASSIGNED: _l("Unassigned"),
    AuditAct.TASKS_DONE: _l("Done"),
    AuditAct.TASKS_DELETED: _l("Deleted"),
}


@dataclass(frozen=True, slots=True)
class Away:
    """Until when (inclusive) somebody is away, and who stands in; `""` for nobody."""

    until: date
    deputy: str


@dataclass(frozen=True, slots=True)
class PageNames:
    """The people and organisations that a page names, by id, and who of them is away."""

    people: Mapping[int, Profile]
    organisations: Mapping[int, Organisation]
    away: Mapping[int, Away] = field(default_factory=dict)

    def person(self, person_id: int | None) -> str:
        """Return a name; `""` for nobody."""
        person = self.people.get(person_id) if person_id is not None else None
        return person.name if person is not None else ""

    def on_whom(self, person_id: int | None) -> tuple[str, ...]:
        """Return on whom something waits: of somebody away until when, and who stands in; nobody is empty."""
        name, away = self.person(person_id), self.away.get(person_id or 0)
        if not name or away is None:
            return (name,) if name else ()
        absent = _("%(name)s (away until %(day)s)", name=name, day=day_short(away.until))
        return (absent, _("%(name)s covering", name=away.deputy)) if away.deputy else (absent,)

    def organisation(self, organisation_id: int) -> OrganisationView:
        """Return an organisation as pages show it."""
        row = self.organisations[organisation_id]
        return OrganisationView(row.id, row.name, row.short_name, row.closed_at is not None)

    def zone_of(self, task: Task) -> str:
        """Return the zone in which a task's day ends: that of whoever does it, else of its organisation."""
        person = self.people.get(task.assignee_id) if task.assignee_id is not None else None
        return person.zone if person is not None else self.organisations[task.organisation_id].zone


def people_named(guard: GuardRules, campaign: Campaign, tasks: Iterable[Task]) -> set[int]:
    """Return the ids of everyone whom the page of a campaign names."""
    ids = {campaign.owner_id, *guard.audience_people, *guard.embargo_group_people}
    for task in tasks:
        ids |= {person for person in (task.assignee_id, task.former_assignee_id, task.done_by_id) if person is not None}
    return ids


def guard_view(guard: Guard, rules: GuardRules, cast: PageNames) -> GuardView:
    """Return who may see what stands behind a guard, by name; `rules` is what it says."""
    return GuardView(
        audience=rules.audience,
        audience_names=_names(rules.audience_organisations, rules.audience_people - rules.embargo_group_people, cast),
        embargo_at=guard.embargo_at,
        embargo_zone=guard.embargo_zone,
        held=guard.held,
        revealed_at=guard.revealed_at,
        embargo_group_names=_names(rules.embargo_group_organisations, rules.embargo_group_people, cast),
    )


def _names(organisation_ids: Collection[int], person_ids: Collection[int], cast: PageNames) -> tuple[str, ...]:
    organisations = sorted(cast.organisation(i).name for i in organisation_ids)
    return (*organisations, *sorted(cast.person(i) for i in person_ids))


def organisation_views(campaign: Campaign, cast: PageNames) -> tuple[OrganisationView, ...]:
    """Return the organisations taking part: the one that leads first, then in order of name."""
    names = [cast.organisation(i) for i in campaign.organisation_ids]
    return tuple(sorted(names, key=lambda name: (name.id != campaign.organisation_id, name.name.casefold())))


def waiting_rows(
    campaign: Campaign, tasks: Iterable[Task], cast: PageNames, viewer: Viewer, now: datetime
) -> tuple[WaitingRow, ...]:
    """Return the open tasks, the most urgent first."""
    live = [task for task in tasks if task.deleted_at is None and task.done_at is None]
    # Hundreds wait until the same few days.
    until = cache(partial(due, now=now))
    return by_urgency(_waiting_row(campaign, task, cast, viewer, until) for task in live)


def _waiting_row(
    campaign: Campaign, task: Task, cast: PageNames, viewer: Viewer, until: Callable[[date, str], Due]
) -> WaitingRow:
    return WaitingRow(
        kind=TASK,
        id=task.id,
        title=task.title,
        path=path_of(campaign, task),
        on_whom=cast.on_whom(task.assignee_id),
        organisation=cast.organisation(task.organisation_id).short_name,
        due=until(task.due_on, cast.zone_of(task)) if task.due_on is not None else None,
        note=task.note,
        needs_somebody=task.assignee_id is None,
        former=cast.person(task.former_assignee_id),
        offset_days=task.offset_days,
        revision=task.revision,
        mine=viewer.person_id is not None and task.assignee_id == viewer.person_id,
        address=task.address,
        is_theirs=_is_theirs(campaign, task, viewer),
    )


def done_tasks(campaign: Campaign, tasks: Iterable[Task], cast: PageNames, viewer: Viewer) -> tuple[FinishedTask, ...]:
    """Return what has been done, the latest first."""
    rows = [
        _finished(task, cast.person(task.done_by_id), task.done_at, is_theirs=_is_theirs(campaign, task, viewer))
        for task in tasks
        if task.deleted_at is None and task.done_at is not None
    ]
    return tuple(sorted(rows, key=lambda row: (row.at, row.id), reverse=True))


def deleted_tasks(
    campaign: Campaign, tasks: Iterable[Task], cast: PageNames, viewer: Viewer, since: datetime
) -> tuple[FinishedTask, ...]:
    """Return what has been deleted after a moment and can be brought back by the viewer, the latest first."""
    rows = [
        _finished(task, cast.person(task.assignee_id), task.deleted_at, is_theirs=True)
        for task in tasks
        if task.deleted_at is not None and task.deleted_at > since and _is_theirs(campaign, task, viewer)
    ]
    return tuple(sorted(rows, key=lambda row: (row.at, row.id), reverse=True))


def join_request_views(
    requests: Iterable[JoinRequest], askers: Mapping[int, str], cast: PageNames, viewer: Viewer, *, decides: bool
) -> tuple[JoinRequestView, ...]:
    """Return who asks to take part: all to whoever decides, those of their own organisations to others."""
    return tuple(
        JoinRequestView(
            row.address,
            cast.organisation(row.organisation_id),
            askers.get(row.asked_by, ""),
            row.asked_at,
            is_theirs=may(Act.ASK_TO_JOIN, viewer.roles_in(row.organisation_id)),
        )
        for row in requests
        if decides or row.organisation_id in viewer.organisations
    )


def _finished(task: Task, who: str, at: datetime, *, is_theirs: bool) -> FinishedTask:
    return FinishedTask(task.id, task.address, task.title, who, at, task.due_on, is_theirs)


def _is_theirs(campaign: Campaign, task: Task, viewer: Viewer) -> bool:
    return may(Act.CHANGE_TASK, roles_to_task(viewer, campaign.roles, task.roles))


def marks_of(campaign: Campaign, tasks: Iterable[Task], cast: PageNames, now: datetime) -> tuple[TimelineMark, ...]:
    """Return the tasks that have a day as they stand on the timeline."""
    return tuple(
        TimelineMark(
            MarkKind.TASK,
            task.due_on,
            task.title,
            path_of(campaign, task),
            cast.organisation(task.organisation_id).short_name,
            _mark_state(task, task.due_on, cast.zone_of(task), now),
        )
        for task in tasks
        if task.deleted_at is None and task.due_on is not None
    )


def _mark_state(task: Task, due_on: date, zone: str, now: datetime) -> MarkState:
    if task.done_at is not None:
        return MarkState.DONE
    return MarkState.LATE if due(due_on, zone, now).urgency is Urgency.OVERDUE else MarkState.OPEN


def undoables(rows: Sequence[CampaignUndo]) -> tuple[Undoable, ...]:
    """Return what can be taken back."""
    return tuple(
        Undoable(row.address, str(_UNDOABLE.get(row.act, _l("Changed"))), len(row.rows), row.created_at) for row in rows
    )
