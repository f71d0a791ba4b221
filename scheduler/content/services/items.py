"""Makes items, changes what is planned of them, deletes them and brings them back."""

import secrets
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.services.actor_roles import standing
from scheduler.agenda.domain.placeholder_titles import RealTitle
from scheduler.agenda.models import Guard
from scheduler.agenda.services.embargo import Placeholder, check_embargo, check_hand_over
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.guards import create_guard
from scheduler.audit.services import Fact, record
from scheduler.content.domain.binding import words_hash
from scheduler.content.domain.item_text import Words, canonical_json, has_words, normalise
from scheduler.content.domain.workflow import UNPUBLISHED, RoleFacts, State
from scheduler.content.models import Item, ItemVersion
from scheduler.content.services.access import Secrecy, follow_parties, new_guard_draft
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.item_plan import Facts, facts_of, fill_item, fill_lists
from scheduler.content.services.revisions import check_revision, lock_any_item, lock_item
from scheduler.content.services.side_effects import reconsider, tell_owner
from scheduler.rows import Sent, once_by_form

RESTORABLE_FOR = timedelta(days=30)
DELETABLE = frozenset({*UNPUBLISHED, State.CANCELLED})
SETTLED = frozenset({State.WITHDRAWN, State.CANCELLED})


class NotYoursError(PermissionError):
    """Only the owner and the desk of the organisation may do this."""


class WrongStateError(ValueError):
    """In this state it cannot be done: what is out is withdrawn, never deleted, and what is over stays as it was."""

    def __init__(self, state: str) -> None:
        super().__init__(f"not while it is {state}")
        self.state = State(state)


class TooLateError(ValueError):
    """It was deleted more than 30 days ago."""


def create_item(
    session: Session, words: Words, facts: Facts, *, secrecy: Secrecy | None = None, form_id: str, telling: Telling
) -> Item:
    """Add an item with its first version and publish it; the same form sent twice adds it once.

    Raises:
        NotYoursError: the person plans nothing for that organisation.
        PastLiftError: its embargo is over already.
        TellingTitleError: the safe title gives the title away.
    """
    if telling.actor_id is not None:
        who = standing(session, telling.actor_id)
        if not may(Act.PLAN_ITEM, who.roles_in(facts.organisation_id)):
            raise NotYoursError
    return once_by_form(
        session,
        Item,
        Sent(form_id, telling.actor_id, (words, facts, secrecy)),
        lambda key: _new_item(session, words, facts, telling, secrecy=secrecy, form_id=key),
        stands=lambda item: item.deleted_at is None,
    )


def edit_facts(
    session: Session, item: Item, facts: Facts, *, revision: int | None, by: RoleFacts, telling: Telling
) -> None:
    """Change what is planned of an item; its words and their sign-offs stay. Saying it again changes nothing.

    Another signatory or another organisation may leave a sign-off lacking: then it goes back to review.

    Raises:
        NotYoursError: the person has no part in it.
        WrongStateError: it was withdrawn or cancelled.
        StaleEditError: somebody else changed it in the meantime.
        MayNotLiftError: it is under embargo, goes to another organisation, and the person may not lift it.
    """
    lock_item(session, item)
    _require(item, by, Act.CHANGE_PLAN, state_ok=item.state not in SETTLED)
    before = facts_of(session, item)
    if facts == before:
        return
    check_revision(item, revision)
    if facts.organisation_id != before.organisation_id:
        check_hand_over(session, session.get_one(Guard, item.guard_id), before.organisation_id, telling)
    fill_item(item, facts)
    fill_lists(session, item, facts, telling.now)
    _note(session, item, "content.planned", telling, {"fields": ",".join(_changed(before, facts))})
    guard = session.get_one(Guard, item.guard_id)
    follow_parties(
        session, guard, before.parties, facts.parties, facts.sharing, actor_id=telling.actor_id, now=telling.now
    )
    reconsider(session, item, telling, newly_named=facts.parties.signatories - before.parties.signatories)
    if before.owner_id != facts.owner_id:
        tell_owner(session, item, telling)


def delete_item(session: Session, item: Item, *, by: RoleFacts, telling: Telling) -> None:
    """Take an item out of everybody's sight; for 30 days it can be brought back. Twice is once.

    Raises:
        NotYoursError: the person has no part in it.
        WrongStateError: it was published; it can be withdrawn.
    """
    lock_any_item(session, item)
    if item.deleted_at is not None:
        return
    _require(item, by, Act.DELETE_ITEM, state_ok=item.state in DELETABLE)
    item.deleted_at = telling.now
    item.revision += 1
    _note(session, item, "content.deleted", telling)
    publish_item(session, item, telling)


def restore_item(session: Session, item: Item, *, by: RoleFacts, telling: Telling) -> None:
    """Bring a deleted item back under its old address and UID; twice is once.

    Raises:
        NotYoursError: the person has no part in it.
        TooLateError: it was deleted more than 30 days ago.
    """
    lock_any_item(session, item)
    if item.deleted_at is None:
        return
    _require(item, by, Act.DELETE_ITEM, state_ok=True)
    if item.deleted_at <= telling.now - RESTORABLE_FOR:
        raise TooLateError
    item.deleted_at = None
    item.revision += 1
    _note(session, item, "content.brought_back", telling)
    publish_item(session, item, telling)


def _new_item(
    session: Session, words: Words, facts: Facts, telling: Telling, *, secrecy: Secrecy | None, form_id: str | None
) -> Item:
    if secrecy is not None:
        placeholder = Placeholder(secrecy.safe_title, secrecy.tells_nothing)
        check_embargo(secrecy.embargo, placeholder, RealTitle(words.title, words.hashtags), telling.now)
    keepers = facts.parties.keepers | ({telling.actor_id} if telling.actor_id is not None else frozenset())
    guard = create_guard(
        session, new_guard_draft(session, replace(facts.parties, keepers=keepers), facts.sharing, secrecy)
    )
    item = Item(public_id=secrets.token_urlsafe(9), form_id=form_id, guard_id=guard.id, created_at=telling.now)
    item.created_by = telling.actor_id
    item.state = State.DRAFT if has_words(words) else State.IDEA
    fill_item(item, facts)
    session.add(item)
    session.flush()
    session.add(new_version(item, 1, words, telling))
    fill_lists(session, item, facts, telling.now)
    _note(session, item, "content.created", telling)
    publish_item(session, item, telling)
    tell_owner(session, item, telling)
    return item


def new_version(item: Item, number: int, words: Words, telling: Telling) -> ItemVersion:
    """Return one save of the words, in the form in which they are stored and signed."""
    kept = normalise(words)
    return ItemVersion(
        item_id=item.id,
        number=number,
        title=kept.title,
        words=canonical_json(kept),
        words_hash=words_hash(kept),
        author_id=telling.actor_id,
        created_at=telling.now,
    )


def _require(item: Item, by: RoleFacts, act: Act, *, state_ok: bool) -> None:
    if not by.may(act):
        raise NotYoursError
    if not state_ok:
        raise WrongStateError(item.state)


def _changed(before: Facts, after: Facts) -> list[str]:
    return [name for name in Facts.__dataclass_fields__ if getattr(before, name) != getattr(after, name)]


def _note(session: Session, item: Item, act: str, telling: Telling, more: dict[str, Fact] | None = None) -> None:
    facts: dict[str, Fact] = {
        "state": str(item.state),
        "publish_on": item.publish_on.isoformat() if item.publish_on else "",
    }
    record(session, act, ("content", item.id), actor_id=telling.actor_id, now=telling.now, facts=facts | (more or {}))
