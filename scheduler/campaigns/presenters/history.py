"""What happened to a campaign, in words: from the audit trail, which holds ids alone."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.presenters import HistoryLine, day_named, history_line, ids_named
from scheduler.campaigns.queries.history import acts_of

SHOWN = 60

ACTS: Mapping[AuditAct, LazyString] = {
    AuditAct.CAMPAIGN_CREATED: _l("created the campaign"),
    AuditAct.CAMPAIGN_CHANGED: _l("edited the details"),
    AuditAct.CAMPAIGN_MOVED: _l("moved the campaign from %(before)s to %(after)s (tasks moved along: %(count)s)"),
    AuditAct.CAMPAIGN_DATED: _l("set the date: %(after)s (tasks dated: %(count)s)"),
    AuditAct.CAMPAIGN_DAY_LOST: _l("noted that the observance is cancelled"),
    AuditAct.CAMPAIGN_DAY_BACK: _l("noted that the observance is reinstated"),
    AuditAct.CAMPAIGN_CANCELLED: _l("cancelled the campaign"),
    AuditAct.CAMPAIGN_RESTORED: _l("reinstated the campaign"),
    AuditAct.CAMPAIGN_DELETED: _l("deleted the campaign"),
    AuditAct.CAMPAIGN_BROUGHT_BACK: _l("restored the campaign"),
    AuditAct.CAMPAIGN_PLANNED: _l("applied a playbook (tasks: %(count)s, content: %(items)s)"),
    AuditAct.CAMPAIGN_KIT_MADE: _l("made a partner kit (links: %(count)s)"),
    AuditAct.CAMPAIGN_KIT_CHANGED: _l("edited a partner kit"),
    AuditAct.CAMPAIGN_KIT_WITHDRAWN: _l("withdrew a partner kit"),
    AuditAct.CAMPAIGN_KIT_LINK_WITHDRAWN: _l("withdrew a link to a partner kit"),
    AuditAct.CAMPAIGN_MESSAGE_SENT: _l("sent a message to those concerned"),
    AuditAct.CAMPAIGN_OPENED: _l("read it under embargo"),
    AuditAct.CAMPAIGN_JOINED: _l("added %(organisation)s"),
    AuditAct.CAMPAIGN_LEFT: _l("removed %(organisation)s"),
    AuditAct.CAMPAIGN_JOIN_ASKED: _l("asked for %(organisation)s to join"),
    AuditAct.CAMPAIGN_JOIN_DECLINED: _l("declined the request of %(organisation)s to join"),
    AuditAct.CAMPAIGN_JOIN_WITHDRAWN: _l("withdrew the request of %(organisation)s"),
    AuditAct.CAMPAIGN_LOST_SOMEBODY: _l("noted that %(person)s has left (unassigned tasks: %(count)s)"),
    AuditAct.CAMPAIGN_LOST_ORGANISATION: _l("noted that %(organisation)s has left (unassigned tasks: %(count)s)"),
    AuditAct.TASK_ADDED: _l("added “%(task)s”"),
    AuditAct.TASK_CHANGED: _l("edited “%(task)s”"),
    AuditAct.TASK_DONE: _l("completed “%(task)s”"),
    AuditAct.TASK_REOPENED: _l("reopened “%(task)s”"),
    AuditAct.TASK_DELETED: _l("deleted “%(task)s”"),
    AuditAct.TASK_BROUGHT_BACK: _l("restored “%(task)s”"),
    AuditAct.TASKS_SHIFTED: _l("moved %(count)s tasks by %(days)s days"),
    AuditAct.TASKS_ASSIGNED: _l("assigned %(count)s tasks to %(person)s"),
    AuditAct.TASKS_UNASSIGNED: _l("unassigned %(count)s tasks"),
    AuditAct.TASKS_DONE: _l("completed %(count)s tasks"),
    AuditAct.TASKS_DELETED: _l("deleted %(count)s tasks"),
    AuditAct.TASKS_UNDONE: _l("undid a change to %(count)s tasks"),
    AuditAct.GUARD_CHANGED: _l("changed access or the embargo"),
    AuditAct.GUARD_HELD: _l("placed it on hold"),
    AuditAct.GUARD_RELEASED: _l("released the hold"),
    AuditAct.GUARD_LIFTED: _l("lifted the embargo on time"),
    AuditAct.GUARD_ADVANCED: _l("lifted the embargo early"),
    AuditAct.GUARD_GLASS_BROKEN: _l("used emergency access under embargo"),
}


def history_lines(
    session: Session, viewer: Viewer, campaign_id: int, guard_id: int, task_titles: Mapping[int, str]
) -> tuple[HistoryLine, ...]:
    """Return what happened to a campaign, its tasks and its guard as far as the viewer may read it, newest first."""
    rows = acts_of(session, viewer, campaign_id, guard_id, ACTS, limit=SHOWN)
    people = names_with_organisations(
        session, ids_named(rows, "person_id") | {row.actor_id for row in rows if row.actor_id is not None}
    )
    organisations = organisation_names(session, ids_named(rows, "organisation_id"))
    return tuple(_line(row, people, organisations, task_titles) for row in rows)


def _line(
    row: AuditRow, people: Mapping[int, str], organisations: Mapping[int, str], titles: Mapping[int, str]
) -> HistoryLine:
    details = row.details
    values = {
        "person": people.get(details.get("person_id", 0), ""),
        "organisation": organisations.get(details.get("organisation_id", 0), ""),
        "task": titles.get(details.get("task_id", 0), "…"),
        "count": details.get("count", 0),
        "items": details.get("items", 0),
        "days": details.get("days", 0),
        "before": day_named(row, "before"),
        "after": day_named(row, "after"),
    }
    return history_line(row, people.get(row.actor_id or 0, ""), ACTS, values)
