"""What happened to an item, in words: from the audit trail, which holds ids alone."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.presenters import HistoryLine, day_named, history_line, ids_named

ACTS: Mapping[AuditAct, LazyString] = {
    AuditAct.CONTENT_CREATED: _l("created the item"),
    AuditAct.CONTENT_PLANNED: _l("edited the details"),
    AuditAct.CONTENT_SHIFTED: _l("moved it to %(day)s"),
    AuditAct.CONTENT_FOLLOWED: _l("moved it along with the campaign, to %(day)s"),
    AuditAct.CONTENT_DAY_KEPT: _l("kept its date though the campaign moved"),
    AuditAct.CONTENT_HANDED_OVER: _l("reassigned it"),
    AuditAct.CONTENT_PUT_BACK: _l("undid a change to several items"),
    AuditAct.CONTENT_TEXT_SAVED: _l("saved version %(version)s"),
    AuditAct.CONTENT_PICTURE_ADDED: _l("added a picture"),
    AuditAct.CONTENT_PICTURE_CHANGED: _l("edited the licence or consent of a picture"),
    AuditAct.CONTENT_PICTURE_REMOVED: _l("removed a picture"),
    AuditAct.CONTENT_CONSENT_WITHDRAWN: _l("withdrew the consent for a picture"),
    AuditAct.CONTENT_CONSENT_GIVEN_AGAIN: _l("recorded a new consent for a picture whose consent was withdrawn"),
    AuditAct.CONTENT_PICTURE_STOPPED: _l("returned it to review, because the consent for a picture was withdrawn"),
    AuditAct.CONTENT_PITCHED: _l("added a pitch"),
    AuditAct.CONTENT_PITCH_CHANGED: _l("edited a pitch"),
    AuditAct.CONTENT_PITCH_REMOVED: _l("removed a pitch"),
    AuditAct.CONTENT_QUOTE_CONSENT: _l("recorded consent for a quote"),
    AuditAct.CONTENT_QUOTE_STOPPED: _l(
        "returned it to review, because the consent for a quote was withdrawn or ends too early"
    ),
    AuditAct.CONTENT_START_DRAFT: _l("started a draft"),
    AuditAct.CONTENT_SEND_TO_REVIEW: _l("requested sign-off of version %(version)s"),
    AuditAct.CONTENT_BACK_TO_DRAFT: _l("returned it to draft"),
    AuditAct.CONTENT_APPROVE: _l("completed the approval of version %(version)s"),
    AuditAct.CONTENT_FELL_BACK: _l("returned it to review, because a sign-off was missing"),
    AuditAct.CONTENT_SCHEDULE: _l("marked it as scheduled"),
    AuditAct.CONTENT_UNSCHEDULE: _l("unscheduled it"),
    AuditAct.CONTENT_PUBLISH: _l("marked it as published"),
    AuditAct.CONTENT_LINKED: _l("updated publication links"),
    AuditAct.CONTENT_CORRECT: _l("published a correction as version %(version)s"),
    AuditAct.CONTENT_WITHDRAW: _l("retracted it"),
    AuditAct.CONTENT_CANCEL: _l("cancelled it"),
    AuditAct.CONTENT_REOPEN: _l("reinstated it"),
    AuditAct.CONTENT_DELETED: _l("deleted it"),
    AuditAct.CONTENT_BROUGHT_BACK: _l("restored it"),
    AuditAct.CONTENT_BILLS_CHECKED: _l("confirmed that it agrees with its bills and facts"),
    AuditAct.CONTENT_FACT_LINKED: _l("linked a fact"),
    AuditAct.CONTENT_FACT_UNLINKED: _l("unlinked a fact"),
    AuditAct.CONTENT_SENT_TO: _l("recorded who was sent version %(version)s"),
    AuditAct.CONTENT_SENT_TO_CORRECTED: _l("corrected who was sent version %(version)s"),
    AuditAct.CONTENT_SENT_TO_REMOVED: _l("removed an entry of who was sent the copy"),
    AuditAct.CONTENT_SENT_TO_INFORMED: _l("confirmed that everyone who was sent the copy is informed"),
    AuditAct.CONTENT_SAID_YES: _l("signed off version %(version)s for %(organisation)s"),
    AuditAct.CONTENT_SAID_NO: _l("requested changes to version %(version)s for %(organisation)s"),
    AuditAct.CONTENT_SIGNATORY_REMOVED: _l("removed %(organisation)s as a signatory"),
    AuditAct.CONTENT_REVIEW_ASKED: _l("requested a review"),
    AuditAct.CONTENT_SIGN_OFF_OVERDUE: _l("asked %(people)s, because %(organisation)s had not responded by %(due)s"),
    AuditAct.CONTENT_REVIEW_OVERDUE: _l("asked %(people)s, because a review was not given by %(due)s"),
    AuditAct.CONTENT_REVIEW_WITHDRAWN: _l("withdrew a review request"),
    AuditAct.CONTENT_REVIEW_YES: _l("reviewed it: looks good"),
    AuditAct.CONTENT_REVIEW_NO: _l("reviewed it: suggested changes"),
    AuditAct.CONTENT_SUGGESTION_ACCEPTED: _l("accepted a suggestion"),
    AuditAct.CONTENT_SUGGESTION_DECLINED: _l("declined a suggestion"),
    AuditAct.CONTENT_COMMENT_RESOLVED: _l("resolved a comment"),
    AuditAct.CONTENT_COMMENT_REOPENED: _l("reopened a comment"),
    AuditAct.CONTENT_CHECK_OVERRIDDEN: _l("overrode a required check for version %(version)s"),
    AuditAct.CONTENT_COMMENT_DELETED: _l("deleted a comment"),
    AuditAct.CONTENT_OWNER_LEFT: _l("noted that the owner left"),
    AuditAct.GUARD_CHANGED: _l("changed access or the embargo"),
    AuditAct.GUARD_HELD: _l("placed it on hold"),
    AuditAct.GUARD_RELEASED: _l("released the hold"),
    AuditAct.GUARD_LIFTED: _l("lifted the embargo on time"),
    AuditAct.GUARD_ADVANCED: _l("lifted the embargo early"),
    AuditAct.GUARD_GLASS_BROKEN: _l("used emergency access under embargo"),
}


def history_lines(session: Session, rows: Sequence[AuditRow]) -> tuple[HistoryLine, ...]:
    """Return in words what is on record of an item and its guard, in the order of the rows."""
    named = {row.actor_id for row in rows if row.actor_id is not None}.union(*(_people(row) for row in rows))
    people = names_with_organisations(session, named)
    organisations = organisation_names(session, ids_named(rows, "organisation_id"))
    return tuple(_line(row, people, organisations) for row in rows)


def _line(row: AuditRow, people: Mapping[int, str], organisations: Mapping[int, str]) -> HistoryLine:
    values = {
        "version": row.details.get("version", ""),
        "organisation": organisations.get(row.details.get("organisation_id", 0), _("an organisation")),
        "day": day_named(row, "publish_on"),
        "due": day_named(row, "due_on"),
        "people": ", ".join(people[one] for one in _people(row) if one in people),
    }
    return history_line(row, people.get(row.actor_id or 0, ""), ACTS, values)


def _people(row: AuditRow) -> tuple[int, ...]:
    """Return the people whom an act names."""
    return tuple(int(ident) for ident in str(row.details.get("people", "")).split())
