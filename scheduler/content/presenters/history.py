"""What happened to an item, in words: from the audit trail, which holds ids alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.audit.models import AuditRow
from scheduler.web.template_filters import day_short

ACTS = {
    "content.created": _l("created the item"),
    "content.planned": _l("edited the details"),
    "content.shifted": _l("moved it to %(day)s"),
    "content.handed_over": _l("reassigned it"),
    "content.put_back": _l("undid a change to several items"),
    "content.text_saved": _l("saved version %(version)s"),
    "content.start_draft": _l("started a draft"),
    "content.send_to_review": _l("requested sign-off of version %(version)s"),
    "content.back_to_draft": _l("returned it to draft"),
    "content.approve": _l("completed the approval of version %(version)s"),
    "content.fell_back": _l("returned it to review, because a sign-off was missing"),
    "content.schedule": _l("marked it as scheduled"),
    "content.unschedule": _l("unscheduled it"),
    "content.publish": _l("marked it as published"),
    "content.linked": _l("updated publication links"),
    "content.correct": _l("published a correction as version %(version)s"),
    "content.withdraw": _l("retracted it"),
    "content.cancel": _l("cancelled it"),
    "content.reopen": _l("reinstated it"),
    "content.deleted": _l("deleted it"),
    "content.brought_back": _l("restored it"),
    "content.said_yes": _l("signed off version %(version)s for %(organisation)s"),
    "content.said_no": _l("requested changes to version %(version)s for %(organisation)s"),
    "content.signatory_removed": _l("removed %(organisation)s as a signatory"),
    "content.review_asked": _l("requested a review"),
    "content.review_withdrawn": _l("withdrew a review request"),
    "content.review_yes": _l("reviewed it: looks good"),
    "content.review_no": _l("reviewed it: suggested changes"),
    "content.comment_deleted": _l("deleted a comment"),
    "content.owner_left": _l("noted that the owner left"),
    "guard.changed": _l("changed access or the embargo"),
    "guard.held": _l("placed it on hold"),
    "guard.released": _l("released the hold"),
    "guard.lifted": _l("lifted the embargo on time"),
    "guard.advanced": _l("lifted the embargo early"),
    "guard.glass_broken": _l("used emergency access under embargo"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act: when, by whom (empty for the scheduler itself), and what."""

    at: datetime
    who: str
    text: str


def history_lines(session: Session, rows: Sequence[AuditRow]) -> tuple[HistoryLine, ...]:
    """Return in words what is on record of an item and its guard, in the order of the rows."""
    people = names_with_organisations(session, {row.actor_id for row in rows if row.actor_id is not None})
    organisations = organisation_names(session, _organisations(rows))
    return tuple(_line(row, people, organisations) for row in rows)


def _organisations(rows: Iterable[AuditRow]) -> set[int]:
    return {row.facts["organisation_id"] for row in rows if isinstance(row.facts.get("organisation_id"), int)}


def _line(row: AuditRow, people: Mapping[int, str], organisations: Mapping[int, str]) -> HistoryLine:
    told: dict[str, Any] = {
        "version": row.facts.get("version", ""),
        "organisation": organisations.get(row.facts.get("organisation_id", 0), _("an organisation")),
        "day": _day(row.facts.get("publish_on")),
    }
    return HistoryLine(row.at, people.get(row.actor_id or 0, ""), str(ACTS[row.act]) % told)


def _day(text: object) -> str:
    return day_short(date.fromisoformat(text)) if isinstance(text, str) and text else "–"
