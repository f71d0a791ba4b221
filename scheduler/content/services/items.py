"""Makes items, changes what is planned of them, deletes them and brings them back."""

import secrets
from dataclasses import replace

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.placeholder_titles import RealTitle
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import Placeholder, check_embargo, check_hand_over
from scheduler.agenda.services.guards import create_guard
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.binding import text_hash
from scheduler.content.domain.errors import NotYoursError, WrongStateError
from scheduler.content.domain.item_text import ItemText, canonical_json, has_text, normalise
from scheduler.content.domain.workflow import SETTLED, UNPUBLISHED, ItemRoles, State
from scheduler.content.models import Item, ItemVersion
from scheduler.content.services.access import EmbargoSettings, new_guard_draft, update_access_for_participants
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.item_plan import ItemPlan, apply_plan, plan_of, sync_channels_signatories_bills
from scheduler.content.services.moved_days import still_publishable
from scheduler.content.services.offsets import keep_step
from scheduler.content.services.revisions import check_revision, lock_any_item, lock_item
from scheduler.content.services.search_texts import keep_search_text
from scheduler.content.services.sent_news import notify_of_outdated
from scheduler.content.services.side_effects import notify_owner, recheck_approval
from scheduler.rows import RESTORABLE_FOR, Sent, TooLateError, once_by_form

DELETABLE = frozenset({*UNPUBLISHED, State.CANCELLED})


def lock_to_write(session: Session, item: Item, by: ItemRoles) -> None:
    """Lock an item for somebody who may write its copy.

    Raises:
        NotYoursError: the person may not.
        RowGoneError: it was deleted meanwhile.
    """
    lock_item(session, item)
    if not by.may(Act.WRITE):
        raise NotYoursError


def create_item(
    session: Session,
    text: ItemText,
    plan: ItemPlan,
    *,
    secrecy: EmbargoSettings | None = None,
    form_id: str | None,
    context: ChangeContext,
    tells_owner: bool = True,
) -> Item:
    """Add an item with its first version and publish it; the same form sent twice adds it once.

    Whoever owns it is told, unless the caller does that.

    Raises:
        NotYoursError: the person plans nothing for that organisation.
        PastLiftError: its embargo is over already.
        RevealingTitleError: the placeholder title gives the title away.
    """
    if context.actor_id is not None:
        who = actor_roles(session, context.actor_id)
        if not may(Act.PLAN_ITEM, who.roles_in(plan.organisation_id)):
            raise NotYoursError
    return once_by_form(
        session,
        Item,
        Sent(form_id, context.actor_id, (text, plan, secrecy)),
        lambda key: _new_item(session, text, plan, context, secrecy=secrecy, form_id=key, tells_owner=tells_owner),
        stands=lambda item: item.deleted_at is None,
    )


def edit_plan(
    session: Session, item: Item, plan: ItemPlan, *, revision: int | None, by: ItemRoles, context: ChangeContext
) -> None:
    """Change what is planned of an item; its text and its sign-offs stay. Saying it again changes nothing.

    Another signatory or another organisation may leave a sign-off lacking: then it goes back to review.

    Raises:
        NotYoursError: the person has no part in it.
        WrongStateError: it was withdrawn or cancelled.
        StaleEditError: somebody else changed it in the meantime.
        MayNotLiftError: it is under embargo, goes to another organisation, and the person may not lift it.
        SkippedError: it is scheduled, and could not be published on its new day.
    """
    lock_item(session, item)
    _require(item, by, Act.CHANGE_PLAN, state_ok=item.state not in SETTLED)
    before = plan_of(session, item)
    if plan == before:
        return
    check_revision(item, revision)
    if plan.organisation_id != before.organisation_id:
        check_hand_over(session, session.get_one(Guard, item.guard_id), before.organisation_id, context)
    with still_publishable(session, item, context.now):
        apply_plan(item, plan)
    if (plan.when, plan.campaign_id) != (before.when, before.campaign_id):
        keep_step(session, item)
    sync_channels_signatories_bills(session, item, plan, context.now)
    _note(session, item, AuditAct.CONTENT_PLANNED, context, {"fields": ",".join(_changed(before, plan))})
    guard = session.get_one(Guard, item.guard_id)
    update_access_for_participants(
        session, guard, before.parties, plan.parties, plan.sharing, actor_id=context.actor_id, now=context.now
    )
    recheck_approval(session, item, context, newly_named=plan.parties.signatories - before.parties.signatories)
    if before.owner_id != plan.owner_id:
        notify_owner(session, item, context)


def delete_item(session: Session, item: Item, *, by: ItemRoles, context: ChangeContext) -> None:
    """Take an item out of everybody's lists; for 30 days it can be brought back. Twice is once.

    Raises:
        NotYoursError: the person has no part in it.
        WrongStateError: it was published; it can be withdrawn.
    """
    lock_any_item(session, item)
    if item.deleted_at is not None:
        return
    _require(item, by, Act.DELETE_ITEM, state_ok=item.state in DELETABLE)
    item.deleted_at = context.now
    item.revision += 1
    _note(session, item, AuditAct.CONTENT_DELETED, context)
    publish_item(session, item, context)
    notify_of_outdated(session, item, context)


def restore_item(session: Session, item: Item, *, by: ItemRoles, context: ChangeContext) -> None:
    """Bring a deleted item back under its old address and UID; twice is once.

    Raises:
        NotYoursError: the person has no part in it.
        TooLateError: it was deleted more than 30 days ago.
    """
    lock_any_item(session, item)
    if item.deleted_at is None:
        return
    _require(item, by, Act.DELETE_ITEM, state_ok=True)
    if item.deleted_at <= context.now - RESTORABLE_FOR:
        raise TooLateError
    item.deleted_at = None
    item.revision += 1
    _note(session, item, AuditAct.CONTENT_BROUGHT_BACK, context)
    publish_item(session, item, context)
    notify_of_outdated(session, item, context)


def _new_item(
    session: Session,
    text: ItemText,
    plan: ItemPlan,
    context: ChangeContext,
    *,
    secrecy: EmbargoSettings | None,
    form_id: str | None,
    tells_owner: bool,
) -> Item:
    if secrecy is not None:
        placeholder = Placeholder(secrecy.placeholder_title, secrecy.reveals_nothing)
        check_embargo(secrecy.embargo, placeholder, RealTitle(text.title, text.hashtags), context.now)
    must_keep_access = plan.parties.must_keep_access | (
        {context.actor_id} if context.actor_id is not None else frozenset()
    )
    guard = create_guard(
        session,
        new_guard_draft(session, replace(plan.parties, must_keep_access=must_keep_access), plan.sharing, secrecy),
    )
    item = Item(public_id=secrets.token_urlsafe(9), form_id=form_id, guard_id=guard.id, created_at=context.now)
    item.created_by = context.actor_id
    item.state = State.DRAFT if has_text(text) else State.IDEA
    item.version_number = 1
    keep_search_text(item, text)
    apply_plan(item, plan)
    session.add(item)
    session.flush()
    session.add(new_version(item, item.version_number, text, context))
    sync_channels_signatories_bills(session, item, plan, context.now)
    _note(session, item, AuditAct.CONTENT_CREATED, context)
    publish_item(session, item, context)
    if tells_owner:
        notify_owner(session, item, context)
    return item


def new_version(item: Item, number: int, text: ItemText, context: ChangeContext) -> ItemVersion:
    """Return one save of the text, in the form in which it is stored and signed."""
    kept = normalise(text)
    return ItemVersion(
        item_id=item.id,
        number=number,
        title=kept.title,
        text=canonical_json(kept),
        text_hash=text_hash(kept),
        author_id=context.actor_id,
        created_at=context.now,
    )


def _require(item: Item, by: ItemRoles, act: Act, *, state_ok: bool) -> None:
    if not by.may(act):
        raise NotYoursError
    if not state_ok:
        raise WrongStateError(item.state)


def _changed(before: ItemPlan, after: ItemPlan) -> list[str]:
    return [name for name in ItemPlan.__dataclass_fields__ if getattr(before, name) != getattr(after, name)]


def _note(
    session: Session, item: Item, act: AuditAct, context: ChangeContext, more: dict[str, Detail] | None = None
) -> None:
    details: dict[str, Detail] = {
        "state": str(item.state),
        "publish_on": item.publish_on.isoformat() if item.publish_on else "",
    }
    record(
        session,
        act,
        (SubjectKind.CONTENT, item.id),
        actor_id=context.actor_id,
        now=context.now,
        details=details | (more or {}),
    )
