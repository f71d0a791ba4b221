"""Saves an item's words: every change is a version, and nobody overwrites anybody unseen."""

from sqlalchemy.orm import Session

from scheduler.agenda.services.entries import Telling
from scheduler.audit.services import record
from scheduler.content.domain.words import Words, has_words, words_hash
from scheduler.content.domain.workflow import Action, ItemFacts, RoleFacts, State, moved
from scheduler.content.models import Item, ItemVersion
from scheduler.content.reading import current_version
from scheduler.content.services.consequences import words_changed
from scheduler.content.services.items import new_version
from scheduler.content.services.revisions import hold_item, take_revision


def save_words(
    session: Session, item: Item, words: Words, *, revision: int | None, by: RoleFacts, telling: Telling
) -> ItemVersion:
    """Save words that are not out yet; the same words as before make no new version.

    What was approved or scheduled goes back to review, and whoever signed the old words is told.

    Raises:
        ActionRefusedError: the person may not write here, or the words are out (they can be corrected).
        StaleEditError: somebody else saved other words in the meantime.
    """
    hold_item(session, item)
    moved(State(item.state), Action.EDIT_WORDS, by, ItemFacts())
    old = current_version(session, item)
    if words_hash(words) == old.words_hash:
        return old
    take_revision(session, item, revision)
    new = add_version(session, item, words, telling)
    if item.state == State.IDEA and has_words(words):
        item.state = State.DRAFT
    words_changed(session, item, old, new, telling)
    return new


def add_version(session: Session, item: Item, words: Words, telling: Telling) -> ItemVersion:
    """Store words as the item's present ones, without asking or telling anybody; the item must be held."""
    item.version_number += 1
    new = new_version(item, item.version_number, words, telling)
    session.add(new)
    session.flush()
    facts = {"version": new.number}
    record(
        session,
        "content.words_saved",
        ("content", item.id),
        actor_id=telling.actor_id,
        now=telling.now,
        facts={**facts},
    )
    return new
