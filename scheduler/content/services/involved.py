"""Whom an item concerns: whom its news goes to, and who in its embargo group has heard of it."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import leads_by_organisation, leads_of
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import NO_DAY, Entry, Guard
from scheduler.agenda.services.embargo import embargo_group_of
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import history
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.deadline_parts import LIFT, REVIEW, SIGN_OFF
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.queries.feedback import reviewers_of
from scheduler.content.queries.unguarded import sign_offs_of
from scheduler.outbox.models import Message

_UNHEARD_OF = frozenset({State.IDEA, State.DRAFT})
_ASKING = frozenset({NotificationKind.SIGNOFF_ASKED, NotificationKind.REVIEW_ASKED})
_HELD_BACK = frozenset({NotificationKind.HELD, NotificationKind.RELEASED})
_OF_MOMENTS = frozenset({NotificationKind.MOVED, NotificationKind.CLOCKS_CHANGED})
_HAS_ASKED = frozenset({AuditAct.CONTENT_SEND_TO_REVIEW, AuditAct.CONTENT_REVIEW_ASKED})


def keepers_of(session: Session, item: Item) -> tuple[int, ...]:
    """Return whom an item's news goes to: its owner, or the leads of its organisation while it has none."""
    return (item.owner_id,) if item.owner_id is not None else leads_of(session, item.organisation_id)


def embargo_group_of_item(session: Session, item: Item) -> frozenset[int]:
    """Return everybody in the embargo group of an item, and whom its news goes to."""
    return embargo_group_of(session, guard_rules(session.get_one(Guard, item.guard_id))) | set(
        keepers_of(session, item)
    )


def informed_of_item(session: Session, item: Item) -> frozenset[int]:
    """Return whoever in the embargo group has heard of an item: all, while it is out of its draft.

    Of a draft they are those whom its news goes to, whoever has ever been asked to sign off or to review it (those who
    have answered and those who were asked before it became a draft again included), and whoever has asked them.
    """
    embargo_group = embargo_group_of_item(session, item)
    if item.state not in _UNHEARD_OF:
        return embargo_group
    heard = _written_to(session, item) | reviewers_of(session, item) | _askers(session, item) | _signers(session, item)
    return embargo_group & (heard | set(keepers_of(session, item)))


def _written_to(session: Session, item: Item) -> set[int]:
    """Return who has mail that asks for something, or says when the embargo lifts: it would be wrong after a change."""
    query = select(Message.person_id, Message.kind, Message.payload, Entry.part)
    query = query.join(Entry, Entry.id == Message.entry_id).where(Message.person_id.is_not(None))
    query = query.where(Entry.source_kind == SourceKind.CONTENT, Entry.source_id == item.id)
    of_deadline = or_(Entry.part == LIFT, *(Entry.part.startswith(f"{part}:") for part in (SIGN_OFF, REVIEW)))
    rows = session.execute(query.where(or_(of_deadline, Message.kind.in_(_ASKING | _HELD_BACK | _OF_MOMENTS))))
    # A day that moved is told in the same kinds, to whoever follows it.
    is_own = {"", NO_DAY}
    return {
        row.person_id
        for row in rows
        if row.part not in is_own or row.kind not in _OF_MOMENTS or "was_at" in row.payload
    }


def _askers(session: Session, item: Item) -> set[int]:
    """Return who has asked others: nobody is sent what they have done themselves."""
    rows = history(session, (SubjectKind.CONTENT, item.id), AuditRow.act.in_(_HAS_ASKED))
    return {row.actor_id for row in rows if row.actor_id is not None}


def _signers(session: Session, item: Item) -> set[int]:
    """Return who can sign for the organisations that have answered, and who did."""
    rows = sign_offs_of(session, item)
    leads = leads_by_organisation(session, {row.organisation_id for row in rows}).values()
    return {row.person_id for row in rows}.union(*leads)
