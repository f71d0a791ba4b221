"""Saves an item's text: every change is a version, and nobody overwrites anybody unseen."""

from sqlalchemy.orm import Session

from scheduler.agenda.domain.placeholder_titles import RealTitle
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import Placeholder, check_placeholder
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.item_text import ItemText, canonical_json, has_text, text_from_json
from scheduler.content.domain.workflow import Action, ItemRoles, State, TransitionInput, moved
from scheduler.content.models import Item, ItemVersion
from scheduler.content.services.items import new_version
from scheduler.content.services.revisions import check_revision, lock_item
from scheduler.content.services.search_texts import keep_search_text
from scheduler.content.services.side_effects import text_changed
from scheduler.content.services.signoff_status import LoadedItem


def save_text(
    session: Session,
    item: Item,
    text: ItemText,
    *,
    revision: int | None,
    by: ItemRoles,
    context: ChangeContext,
    reveals_nothing: bool = False,
) -> ItemVersion:
    """Save text that is not out yet; the same text as before makes no new version.

    What was approved or scheduled goes back to review, and whoever signed the old text is notified.

    Raises:
        ActionRefusedError: the person may not write here, or the text is out (it can be corrected).
        StaleEditError: somebody else saved other text in the meantime.
        RevealingTitleError: the placeholder title would give the new title away, and nobody has said that it may.
    """
    lock_item(session, item)
    moved(State(item.state), Action.EDIT_TEXT, by, TransitionInput())
    loaded = LoadedItem(session, item, context.now)
    old = loaded.version
    if canonical_json(text) == old.text:
        return old
    check_revision(item, revision)
    check_title(session, item, old, text, reveals_nothing=reveals_nothing)
    new = add_version(session, item, text, context)
    if item.state == State.IDEA and has_text(text):
        item.state = State.DRAFT
    text_changed(session, loaded, new, context)
    return new


def check_title(session: Session, item: Item, old: ItemVersion, text: ItemText, *, reveals_nothing: bool) -> None:
    """Refuse a new title that a locked item's placeholder title gives away; what it told of the old one was accepted.

    Raises:
        RevealingTitleError: see there.
    """
    guard, before = session.get_one(Guard, item.guard_id), text_from_json(old.text)
    if concealed(guard):
        check_placeholder(Placeholder(guard.placeholder_title, reveals_nothing), real_title(text), real_title(before))


def real_title(text: ItemText) -> RealTitle:
    """Return what a placeholder title stands in for."""
    return RealTitle(text.title, text.hashtags)


def add_version(session: Session, item: Item, text: ItemText, context: ChangeContext) -> ItemVersion:
    """Store a text as the item's present one, without asking or telling anybody; the item must be held."""
    item.version_number += 1
    keep_search_text(item, text)
    new = new_version(item, item.version_number, text, context)
    session.add(new)
    session.flush()
    details = {"version": new.number}
    record(
        session,
        AuditAct.CONTENT_TEXT_SAVED,
        (SubjectKind.CONTENT, item.id),
        actor_id=context.actor_id,
        now=context.now,
        details=details,
    )
    return new
