"""Sign-offs: organisations are asked for a yes to exact text, answer, and are taken off the list."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Role
from scheduler.accounts.services.actor_roles import actor_roles, leads_by_organisation, names
from scheduler.accounts.services.naming import acting_for
from scheduler.accounts.services.people import FORMER_MEMBER
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.binding import same_texts
from scheduler.content.domain.signoff import AnswerRole, may_answer, may_second_check
from scheduler.content.domain.workflow import Action, ActionRefusedError, ItemRoles, Refusal, RefusalCode, State, moved
from scheduler.content.models import Answer, Item, ItemVersion, SignOff
from scheduler.content.queries.feedback import version_with_hash
from scheduler.content.queries.unguarded import signatory_ids
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.item_plan import plan_of
from scheduler.content.services.items import edit_plan
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.revisions import lock_item
from scheduler.content.services.side_effects import recheck_approval
from scheduler.content.services.signatory_editors import SignatoryEditors
from scheduler.content.services.signoff_status import LoadedItem, last_editor
from scheduler.content.services.transitions import move_item, transition_input
from scheduler.rows import Sent, found_by_form

ASKABLE = frozenset({State.IDEA, State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED})
ANSWERABLE = frozenset({State.IN_REVIEW, State.APPROVED, State.SCHEDULED})
_ANSWERED = {Answer.YES: AuditAct.CONTENT_SAID_YES, Answer.NO: AuditAct.CONTENT_SAID_NO}
_ANYBODY = ItemRoles(is_lead=True)
"""The last yes approves, whoever gives it: the rule of approval asks for a role, which a signatory does not have."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Whose yes is wanted besides the owning organisation's, and until the end of which day."""

    signatories: frozenset[int]
    due_on: date


@dataclass(frozen=True, slots=True)
class SignOffDraft:
    """An organisation's answer; `text_hash` is of the text that the person has read."""

    organisation_id: int
    is_yes: bool
    text_hash: str
    comment: str = ""


class CannotSignReason(StrEnum):
    """Why somebody may not answer for an organisation."""

    NOT_ASKED = "not_asked"
    NOT_A_SIGNER = "not_a_signer"
    OWN_TEXT = "own_text"


class MayNotSignError(PermissionError):
    """The person may not give this answer; `bar` says why."""

    def __init__(self, bar: CannotSignReason) -> None:
        super().__init__(bar)
        self.bar = bar


class TextChangedError(ValueError):
    """The text is not the one that was read; `read` is None when it never was this item's."""

    def __init__(self, read: ItemVersion | None, current: ItemVersion) -> None:
        super().__init__(f"the text changed to version {current.number}")
        self.read = read
        self.current = current


class NobodyToSignError(ValueError):
    """These organisations have no lead who could sign."""

    def __init__(self, organisation_ids: tuple[int, ...]) -> None:
        super().__init__(f"no lead in {organisation_ids}")
        self.organisation_ids = organisation_ids


def ask_for_signoffs(
    session: Session, item: Item, asking: Asking, *, revision: int | None, by: ItemRoles, context: ChangeContext
) -> None:
    """Name the signatories and the day, send a draft to review, and ask everybody whose yes is lacking.

    Signatories come to know of the item, and under embargo belong to its group: nobody can sign what they cannot read.

    Raises:
        NotYoursError: the person has no part in the item.
        ActionRefusedError: the text is not ready, or it is out.
        NobodyToSignError: an organisation newly named has no lead.
        StaleEditError: somebody else changed the item in the meantime.
    """
    lock_item(session, item)
    if item.state not in ASKABLE:
        raise ActionRefusedError(Action.SEND_TO_REVIEW, (Refusal(RefusalCode.WRONG_STATE, state=State(item.state)),))
    _refuse_without_lead(session, asking.signatories - set(signatory_ids(session, item)))
    planned = replace(plan_of(session, item), signatories=asking.signatories, signoff_due_on=asking.due_on)
    edit_plan(session, item, planned, revision=revision, by=by, context=context)
    if item.state == State.IDEA:
        move_item(session, item, Action.START_DRAFT, by=by, context=context)
    if item.state == State.DRAFT:
        move_item(session, item, Action.SEND_TO_REVIEW, by=by, context=context)
    _approve_if_all_agree(session, item, context)


def give_signoff(
    session: Session,
    item: Item,
    draft: SignOffDraft,
    *,
    form_id: str,
    context: ChangeContext,
    loaded: LoadedItem | None = None,
    who: ActorRoles | None = None,
) -> SignOff:
    """Record an organisation's yes or no to the text as it is now; the same form sent twice answers once.

    With another answer or comment it is another answer, also from the same page: the last one counts. A yes that was
    the last one lacking approves the item; a no takes an approved or scheduled one back to review. `loaded` is what the
    caller has read of the item since it locked it, `who` what the person is in this transaction.

    Raises:
        TextChangedError: the text is not the one that was read; nothing is recorded.
        MayNotSignError: the person cannot answer for the organisation, or nobody has asked.
        ValueError: nobody is logged in.
    """
    lock_item(session, item)
    loaded = loaded or LoadedItem(session, item, context.now)
    latest = {row.organisation_id: row.id for row in loaded.sign_offs}
    sent = Sent(form_id, context.actor_id, (item.id, draft))
    # Yes, then no, then yes again are three answers.
    found, key = found_by_form(session, SignOff, sent, stands=lambda row: row.id == latest.get(row.organisation_id))
    return found or _new_signoff(session, loaded, draft, key, context=context, who=who)


def remove_signatory(
    session: Session, item: Item, organisation_id: int, *, revision: int | None, by: ItemRoles, context: ChangeContext
) -> None:
    """Ask an organisation for its yes no more; if all others have agreed, this act approves the item. Twice is once.

    Raises:
        NotYoursError: the person has no part in the item.
        StaleEditError: somebody else changed the item in the meantime.
    """
    lock_item(session, item)
    planned = plan_of(session, item)
    if organisation_id not in planned.signatories:
        return
    planned = replace(planned, signatories=planned.signatories - {organisation_id})
    edit_plan(session, item, planned, revision=revision, by=by, context=context)
    _note(session, item, AuditAct.CONTENT_SIGNATORY_REMOVED, organisation_id, context)
    _approve_if_all_agree(session, item, context)


def signing_role(
    item: Item, signatory: SignatoryEditors, author: int | None, who: ActorRoles
) -> AnswerRole | CannotSignReason:
    """Return in what capacity a person may answer for an organisation that an item concerns, or why not.

    Args:
        item: the item.
        signatory: the owning organisation's, or a signatory's.
        author: who wrote the text last.
        who: the person.
    """
    if item.state not in ANSWERABLE:
        return CannotSignReason.NOT_ASKED
    known, person = signatory.organisation, who.person_id
    is_owner = known.organisation_id == item.organisation_id
    if may_answer(known, person, Role.LEAD if is_owner else Role.SIGNATORY):
        if is_owner and person == author:
            return CannotSignReason.OWN_TEXT
        return AnswerRole.LEAD if person in known.leads else AnswerRole.DEPUTY
    if is_owner and may_second_check(known, author, person, is_coordinator=who.is_coordinator):
        return AnswerRole.COORDINATOR
    return CannotSignReason.NOT_A_SIGNER


def _new_signoff(
    session: Session,
    loaded: LoadedItem,
    draft: SignOffDraft,
    form_id: str | None,
    *,
    context: ChangeContext,
    who: ActorRoles | None,
) -> SignOff:
    item, current = loaded.item, loaded.version
    if context.actor_id is None:
        raise ValueError("a sign-off is given by a person")
    if draft.organisation_id not in {item.organisation_id, *loaded.signatories}:
        raise MayNotSignError(CannotSignReason.NOT_ASKED)
    signatory = loaded.editors[draft.organisation_id]
    who = who or actor_roles(session, context.actor_id)
    capacity = signing_role(item, signatory, last_editor(current), who)
    if isinstance(capacity, CannotSignReason):
        raise MayNotSignError(capacity)
    if not same_texts(current.signed_hash, draft.text_hash):
        raise TextChangedError(version_with_hash(session, item, draft.text_hash), current)
    row = SignOff(form_id=form_id, item_id=item.id, version_number=current.number, text_hash=current.signed_hash)
    row.organisation_id, row.person_id, row.as_role = draft.organisation_id, context.actor_id, capacity
    if capacity is AnswerRole.DEPUTY:
        row.on_behalf_of = signatory.stands_in_for[context.actor_id]
    row.answer = Answer.YES if draft.is_yes else Answer.NO
    row.comment, row.at = draft.comment, context.now
    _keep_names(session, row, signatory, who)
    session.add(row)
    session.flush()
    _follow_answer(session, loaded.with_answer(row), row, context)
    return row


def _keep_names(session: Session, row: SignOff, signatory: SignatoryEditors, who: ActorRoles) -> None:
    """Write down what everybody is called now: whatever they are called later, this is what was agreed to."""
    # Not from the session: it may know them from before the lock, and they may have taken another name since.
    known = names(session, [ident for ident in (row.person_id, row.on_behalf_of) if ident is not None])
    acts_for = acting_for(session, [who.person_id])[who.person_id]
    row.person_name = known[row.person_id]
    row.on_behalf_name = known[row.on_behalf_of] if row.on_behalf_of is not None else None
    row.person_places, row.person_acts_for = ", ".join(acts_for.organisations), acts_for.stored()
    row.organisation_name = signatory.name


def forget_signer(session: Session, person_id: int) -> None:
    """Take the name of an anonymised person out of what they have signed, or was signed for them."""
    signed, for_them = SignOff.person_id == person_id, SignOff.on_behalf_of == person_id
    nowhere: dict[str, str | None] = {"person_places": "", "person_acts_for": None}
    session.execute(update(SignOff).where(signed).values(person_name=FORMER_MEMBER, **nowhere))
    session.execute(update(SignOff).where(for_them).values(on_behalf_name=FORMER_MEMBER))


def _follow_answer(session: Session, loaded: LoadedItem, row: SignOff, context: ChangeContext) -> None:
    item = loaded.item
    _note(session, item, _ANSWERED[Answer(row.answer)], row.organisation_id, context)
    if not _approve_if_all_agree(session, item, context, loaded):
        recheck_approval(session, item, context, loaded=loaded)
    details = {"organisation_id": row.organisation_id, "sign_off_id": row.id, "is_yes": int(row.answer == Answer.YES)}
    news = ItemNotice(NotificationKind.SIGNED, keepers_of(session, item), f"s{row.id}", details=details)
    notify_people(session, item, news, context)


def _approve_if_all_agree(
    session: Session, item: Item, context: ChangeContext, loaded: LoadedItem | None = None
) -> bool:
    """Approve an item in review once nothing is lacking; says whether it did."""
    loaded = loaded or LoadedItem(session, item, context.now)
    known = transition_input(session, item, context.now, loaded=loaded)
    try:
        after = moved(State(item.state), Action.APPROVE, _ANYBODY, known)
    except ActionRefusedError:
        return False
    item.state = after
    details: dict[str, Detail] = {"from": State.IN_REVIEW, "to": after, "version": item.version_number}
    record(
        session,
        AuditAct.CONTENT_APPROVE,
        (SubjectKind.CONTENT, item.id),
        actor_id=context.actor_id,
        now=context.now,
        details=details,
    )
    publish_item(session, item, context, loaded)
    return True


def _refuse_without_lead(session: Session, organisation_ids: frozenset[int]) -> None:
    leads = leads_by_organisation(session, organisation_ids)
    without = tuple(ident for ident in sorted(organisation_ids) if not leads[ident])
    if without:
        raise NobodyToSignError(without)


def _note(session: Session, item: Item, act: AuditAct, organisation_id: int, context: ChangeContext) -> None:
    details: dict[str, Detail] = {"organisation_id": organisation_id, "version": item.version_number}
    record(session, act, (SubjectKind.CONTENT, item.id), actor_id=context.actor_id, now=context.now, details=details)
