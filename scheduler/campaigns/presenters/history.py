"""What happened to a campaign, in words: from the audit trail, which holds ids alone."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.audit.models import AuditRow
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.presenters.campaign import HistoryLine
from scheduler.campaigns.queries.history import MOVED, acts_of
from scheduler.web.template_filters import day_short

SHOWN = 60

ACTS = {
    "campaign.created": _l("created the campaign"),
    "campaign.changed": _l("edited the details"),
    MOVED: _l("moved the campaign from %(before)s to %(after)s (tasks moved along: %(count)s)"),
    "campaign.dated": _l("set the date: %(after)s (tasks dated: %(count)s)"),
    "campaign.day_lost": _l("noted that the observance is cancelled"),
    "campaign.day_back": _l("noted that the observance is reinstated"),
    "campaign.cancelled": _l("cancelled the campaign"),
    "campaign.restored": _l("reinstated the campaign"),
    "campaign.deleted": _l("deleted the campaign"),
    "campaign.brought_back": _l("restored the campaign"),
    "campaign.opened": _l("read it under embargo"),
    "campaign.joined": _l("added %(organisation)s"),
    "campaign.left": _l("removed %(organisation)s"),
    "campaign.join_asked": _l("asked for %(organisation)s to join"),
    "campaign.join_declined": _l("declined the request of %(organisation)s to join"),
    "campaign.join_withdrawn": _l("withdrew the request of %(organisation)s"),
    "campaign.lost_somebody": _l("noted that %(person)s has left (unassigned tasks: %(count)s)"),
    "campaign.lost_organisation": _l("noted that %(organisation)s has left (unassigned tasks: %(count)s)"),
    "task.added": _l("added “%(task)s”"),
    "task.changed": _l("edited “%(task)s”"),
    "task.done": _l("completed “%(task)s”"),
    "task.reopened": _l("reopened “%(task)s”"),
    "task.deleted": _l("deleted “%(task)s”"),
    "task.brought_back": _l("restored “%(task)s”"),
    "tasks.shifted": _l("moved %(count)s tasks by %(days)s days"),
    "tasks.assigned": _l("assigned %(count)s tasks to %(person)s"),
    "tasks.unassigned": _l("unassigned %(count)s tasks"),
    "tasks.done": _l("completed %(count)s tasks"),
    "tasks.deleted": _l("deleted %(count)s tasks"),
    "tasks.undone": _l("undid a change to %(count)s tasks"),
    "guard.changed": _l("changed access or the embargo"),
    "guard.held": _l("placed it on hold"),
    "guard.released": _l("released the hold"),
    "guard.lifted": _l("lifted the embargo on time"),
    "guard.advanced": _l("lifted the embargo early"),
    "guard.glass_broken": _l("used emergency access under embargo"),
}


def history_lines(
    session: Session, viewer: Viewer, campaign: Campaign, task_titles: Mapping[int, str]
) -> tuple[HistoryLine, ...]:
    """Return what happened to a campaign, its tasks and its guard as far as the viewer may read it, newest first."""
    rows = acts_of(session, viewer, campaign, ACTS, limit=SHOWN)
    people = names_with_organisations(
        session, _ids(rows, "person_id") | {row.actor_id for row in rows if row.actor_id is not None}
    )
    organisations = organisation_names(session, _ids(rows, "organisation_id"))
    return tuple(_line(row, people, organisations, task_titles) for row in rows)


def _ids(rows: Iterable[AuditRow], fact: str) -> set[int]:
    return {row.facts[fact] for row in rows if isinstance(row.facts.get(fact), int)}


def _line(
    row: AuditRow, people: Mapping[int, str], organisations: Mapping[int, str], titles: Mapping[int, str]
) -> HistoryLine:
    facts = row.facts
    words = {
        "person": people.get(facts.get("person_id", 0), ""),
        "organisation": organisations.get(facts.get("organisation_id", 0), ""),
        "task": titles.get(facts.get("task_id", 0), "…"),
        "count": facts.get("count", 0),
        "days": facts.get("days", 0),
        "before": _day(facts.get("before")),
        "after": _day(facts.get("after")),
    }
    return HistoryLine(row.at, people.get(row.actor_id or 0, ""), str(ACTS[row.act]) % words)


def _day(text: object) -> str:
    return day_short(date.fromisoformat(text)) if isinstance(text, str) and text else "–"
