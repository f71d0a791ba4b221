"""Moves items through their life: review, approval, schedule, publication, correction, withdrawal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.guards import lifts_at
from scheduler.agenda.services.notifications import NoticeKind
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.services import Fact, record
from scheduler.content.domain.item_text import Words, canonical_json, has_words, words_from_json
from scheduler.content.domain.kinds import Kind, LinkRule, link_rule, missing_fields
from scheduler.content.domain.workflow import (
    WITH_LINK,
    Action,
    ActionRefusedError,
    ItemFacts,
    Refusal,
    RoleFacts,
    State,
    moved,
    refusals,
)
from scheduler.content.models import Item
from scheduler.content.queries.items import channels_of, current_version
from scheduler.content.services.access import open_to_all
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.item_text import add_version, check_title
from scheduler.content.services.revisions import check_revision, lock_item
from scheduler.content.services.side_effects import ask_for_sign_offs, is_joint, tell_parties, yes_to
from scheduler.content.services.signoff_status import standing_of

NO_CHANNEL = ""
"""Stands for the channel of an item that names none."""

_TOLD = {Action.CANCEL: NoticeKind.CANCELLED, Action.WITHDRAW: NoticeKind.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an item came out on one channel: its web address, or why it has none."""

    link: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Where an item came out, by channel; a channel left out is still to come."""

    by_channel: Mapping[str, Outcome] = field(default_factory=dict)

    @property
    def typed(self) -> dict[str, Outcome]:
        """Return the channels for which something was filled in."""
        return {slug: outcome for slug, outcome in self.by_channel.items() if outcome.link or outcome.reason}


class UnderEmbargoError(ValueError):
    """The words are kept back until then (None: until a hold is released), so they cannot be out."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("the words are under embargo")
        self.until = until


def move_item(session: Session, item: Item, action: Action, *, by: RoleFacts, telling: Telling, note: str = "") -> None:
    """Do what needs no more than a note: everything but publishing and correcting.

    Raises:
        ActionRefusedError: with every reason why not.
    """
    lock_item(session, item)
    after = moved(State(item.state), action, by, item_facts(session, item, telling.now, note=note))
    _enter(session, item, action, after, telling, note=note)
    if action is Action.SEND_TO_REVIEW:
        ask_for_sign_offs(session, item, telling)
    if action in _TOLD:
        tell_parties(session, item, _TOLD[action], telling)


def mark_published(session: Session, item: Item, outcomes: Outcomes, *, by: RoleFacts, telling: Telling) -> None:
    """Record that an item is out, and where; with "public once published" everybody may know of it from now on.

    Of several channels one is enough: the others can be added when they follow.

    Raises:
        ActionRefusedError: with every reason why not.
        UnderEmbargoError: the words are kept back still.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    _refuse_outcomes(session, item, outcomes, by, telling)
    _refuse_embargo(guard, telling.now)
    _keep_outcomes(session, item, outcomes, telling)
    item.published_at = telling.now
    if item.public_when_published:
        open_to_all(session, guard, actor_id=telling.actor_id, now=telling.now)
    _enter(session, item, Action.PUBLISH, State.PUBLISHED, telling)
    tell_parties(session, item, NoticeKind.PUBLISHED, telling)


def check_publishable(session: Session, item: Item, *, by: RoleFacts, now: datetime) -> None:
    """Say before anything is filled in what stands in the way of publication.

    Raises:
        ActionRefusedError, UnderEmbargoError: as `mark_published`, whatever the addresses will be.
    """
    found = refusals(State(item.state), Action.PUBLISH, by, _with_link(session, item, now))
    if found:
        raise ActionRefusedError(Action.PUBLISH, found)
    _refuse_embargo(session.get_one(Guard, item.guard_id), now)


def add_outcomes(session: Session, item: Item, outcomes: Outcomes, *, by: RoleFacts, telling: Telling) -> None:
    """Change where a published item came out; what is left empty stays as it was.

    Raises:
        ActionRefusedError: the person has no part in it, it is not out, or an address is none.
    """
    lock_item(session, item)
    found = refusals(State(item.state), Action.CORRECT, by, ItemFacts(note="-", published_link="https://x.example"))
    links = [refusal for slug, outcome in outcomes.typed.items() for refusal in link_refusals(item, slug, outcome)]
    if found or links:
        raise ActionRefusedError(Action.CORRECT, (*found, *links))
    _keep_outcomes(session, item, outcomes, telling)
    item.revision += 1
    _note(session, item, "content.linked", telling, before=item.state)
    publish_item(session, item, telling)


def correct_item(
    session: Session,
    item: Item,
    words: Words,
    note: str,
    *,
    revision: int | None,
    by: RoleFacts,
    telling: Telling,
    tells_nothing: bool = False,
) -> None:
    """Replace the words of an item that is out; the note says what was wrong, and everybody concerned is told.

    The same correction sent twice is made once.

    Raises:
        ActionRefusedError: with every reason why not.
        StaleEditError: somebody else saved other words in the meantime.
        TellingTitleError: as `save_words`.
    """
    lock_item(session, item)
    facts = replace(_facts_of_words(item, words, note=note), is_joint=is_joint(session, item))
    after = moved(State(item.state), Action.CORRECT, by, facts)
    old = current_version(session, item)
    has_new_words = canonical_json(words) != old.words
    if not has_new_words and (item.state, item.state_note) == (after, note):
        return
    check_revision(item, revision)
    signed = {row.person_id for row in yes_to(session, item, old)}
    if has_new_words:
        check_title(session, item, old, words, tells_nothing=tells_nothing)
        add_version(session, item, words, telling)
    _enter(session, item, Action.CORRECT, after, telling, note=note, counted=True)
    tell_parties(session, item, NoticeKind.CORRECTED, telling, also=signed)


def item_facts(session: Session, item: Item, now: datetime, *, note: str = "") -> ItemFacts:
    """Return what the rules of an item's life have to know of it as it stands."""
    words = words_from_json(current_version(session, item).words)
    return ItemFacts(
        is_joint=is_joint(session, item),
        has_words=has_words(words),
        missing_fields=missing_fields(Kind(item.kind), words),
        has_publish_time=item.publish_at is not None,
        lacks=standing_of(session, item, now).lacks,
        link_rule=link_rule(Kind(item.kind), NO_CHANNEL),
        published_link=item.published_url,
        note=note,
    )


def link_refusals(item: Item, channel: str, outcome: Outcome) -> tuple[Refusal, ...]:
    """Return what is wrong with what was filled in for a channel of an item that may otherwise be published."""
    anybody = RoleFacts(is_lead=True)
    facts = ItemFacts(
        link_rule=link_rule(Kind(item.kind), channel), published_link=outcome.link, no_link_reason=outcome.reason
    )
    return refusals(State.SCHEDULED, Action.PUBLISH, anybody, facts)


def channels_or_none(session: Session, item: Item) -> tuple[str, ...]:
    """Return the slugs of an item's channels, or the one that stands for none."""
    return tuple(row.channel for row in channels_of(session, item)) or (NO_CHANNEL,)


def _refuse_outcomes(session: Session, item: Item, outcomes: Outcomes, by: RoleFacts, telling: Telling) -> None:
    typed = outcomes.typed or {channels_or_none(session, item)[0]: Outcome()}
    found = list(refusals(State(item.state), Action.PUBLISH, by, _with_link(session, item, telling.now)))
    if not found or State(item.state) not in WITH_LINK:
        found += [refusal for slug, outcome in typed.items() for refusal in link_refusals(item, slug, outcome)]
    if found:
        raise ActionRefusedError(Action.PUBLISH, tuple(found))


def _with_link(session: Session, item: Item, now: datetime) -> ItemFacts:
    """Return what the rules have to know of an item, its addresses aside."""
    return replace(item_facts(session, item, now), published_link="https://x.example")


def _refuse_embargo(guard: Guard, now: datetime) -> None:
    at = lifts_at(guard)
    if concealed(guard) and (guard.held or (at is not None and at > now)):
        raise UnderEmbargoError(None if guard.held else at)


def _keep_outcomes(session: Session, item: Item, outcomes: Outcomes, telling: Telling) -> None:
    typed = outcomes.typed
    for row in channels_of(session, item):
        outcome = typed.get(row.channel)
        if outcome is not None:
            row.published_url, row.no_link_reason = outcome.link, outcome.reason
            row.published_at = row.published_at or telling.now
    links = [row.published_url for row in channels_of(session, item) if row.published_url]
    own = typed.get(NO_CHANNEL, Outcome())
    item.published_url = (links or [own.link or item.published_url])[0]


def _facts_of_words(item: Item, words: Words, *, note: str) -> ItemFacts:
    """Return what a correction has to know: a link, or a reason for none, has been recorded at publication."""
    return ItemFacts(
        has_words=has_words(words),
        missing_fields=missing_fields(Kind(item.kind), words),
        link_rule=LinkRule.LINK_OR_REASON,
        published_link=item.published_url,
        no_link_reason="-",
        note=note,
    )


def _enter(
    session: Session,
    item: Item,
    action: Action,
    after: State,
    telling: Telling,
    *,
    note: str = "",
    counted: bool = False,
) -> None:
    before, item.state, item.state_note = item.state, after, note
    item.revision += 0 if counted else 1
    _note(session, item, f"content.{action}", telling, before=before)
    publish_item(session, item, telling)


def _note(session: Session, item: Item, act: str, telling: Telling, *, before: str) -> None:
    facts: dict[str, Fact] = {"from": str(before), "to": str(item.state), "version": item.version_number}
    record(session, act, ("content", item.id), actor_id=telling.actor_id, now=telling.now, facts=facts)
