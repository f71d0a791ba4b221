"""Moves items through their life: review, approval, schedule, publication, correction, withdrawal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import lifts_at
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.item_text import ItemText, canonical_json, has_text, text_from_json
from scheduler.content.domain.kinds import Kind, LinkRule, link_rule, missing_fields
from scheduler.content.domain.signoff import Blocker
from scheduler.content.domain.workflow import (
    TRANSITIONS,
    WITH_LINK,
    Action,
    ActionRefusedError,
    ItemRoles,
    Refusal,
    Requirement,
    State,
    TransitionInput,
    moved,
    refusals,
)
from scheduler.content.models import Item, ItemChannel
from scheduler.content.queries.unguarded import channels_of, current_version
from scheduler.content.services.access import make_public
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.check_overrides import failed_checks
from scheduler.content.services.item_text import add_version, check_title
from scheduler.content.services.picture_status import faulty_pictures
from scheduler.content.services.quotes import faulty_quotes
from scheduler.content.services.revisions import check_revision, lock_item
from scheduler.content.services.sent_news import notify_of_outdated
from scheduler.content.services.side_effects import ask_for_sign_offs, is_joint, notify_participants, valid_approvals
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.rows import StaleEditError

NO_CHANNEL = ""
"""Stands for the channel of an item that names none."""

_RECORDED = {
    Action.START_DRAFT: AuditAct.CONTENT_START_DRAFT,
    Action.SEND_TO_REVIEW: AuditAct.CONTENT_SEND_TO_REVIEW,
    Action.BACK_TO_DRAFT: AuditAct.CONTENT_BACK_TO_DRAFT,
    Action.APPROVE: AuditAct.CONTENT_APPROVE,
    Action.SCHEDULE: AuditAct.CONTENT_SCHEDULE,
    Action.UNSCHEDULE: AuditAct.CONTENT_UNSCHEDULE,
    Action.PUBLISH: AuditAct.CONTENT_PUBLISH,
    Action.CORRECT: AuditAct.CONTENT_CORRECT,
    Action.WITHDRAW: AuditAct.CONTENT_WITHDRAW,
    Action.CANCEL: AuditAct.CONTENT_CANCEL,
    Action.REOPEN: AuditAct.CONTENT_REOPEN,
}
"""What stands on record of each action that leads to another state."""

_NOTIFIED = {Action.CANCEL: NotificationKind.CANCELLED, Action.WITHDRAW: NotificationKind.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class PublishedLink:
    """Where an item came out on one channel: its web address, or why it has none; and when, None for just now."""

    link: str = ""
    reason: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublishedLinks:
    """Where an item came out, by channel; a channel left out is still to come."""

    by_channel: Mapping[str, PublishedLink] = field(default_factory=dict)

    @property
    def typed(self) -> dict[str, PublishedLink]:
        """Return the channels for which something was filled in."""
        return {slug: outcome for slug, outcome in self.by_channel.items() if outcome.link or outcome.reason}


class UnderEmbargoError(ValueError):
    """The text is kept back until then (None: until a hold is released), so it cannot be out."""

    def __init__(self, until: datetime | None) -> None:
        super().__init__("the text is under embargo")
        self.until = until


def published_links(session: Session, item: Item) -> dict[str, PublishedLink]:
    """Return where an item was published so far, by channel; one row of `NO_CHANNEL` for an item without channels."""
    rows = channels_of(session, item)
    known = {row.channel: PublishedLink(row.published_url, row.no_link_reason, row.published_at) for row in rows}
    return known or {NO_CHANNEL: PublishedLink(item.published_url, "", item.published_at)}


def move_item(
    session: Session, item: Item, action: Action, *, by: ItemRoles, context: ChangeContext, note: str = ""
) -> None:
    """Do what needs no more than a note: everything but publishing and correcting.

    Raises:
        ActionRefusedError: with every reason why not.
    """
    lock_item(session, item)
    loaded = LoadedItem(session, item, context.now)
    given = transition_input(session, item, context.now, note=note, loaded=loaded)
    if Requirement.CHECKS in TRANSITIONS[action].requirements:
        given = with_checks(session, item, given, context.now)
    after = moved(State(item.state), action, by, given)
    _enter(session, item, action, after, context, note=note, loaded=loaded)
    if action is Action.SEND_TO_REVIEW:
        ask_for_sign_offs(session, loaded, context)
    if action in _NOTIFIED:
        notify_participants(session, item, _NOTIFIED[action], context)
    if action in _NOTIFIED or action is Action.REOPEN:
        notify_of_outdated(session, item, context)


def mark_published(
    session: Session, item: Item, outcomes: PublishedLinks, *, by: ItemRoles, context: ChangeContext
) -> None:
    """Record that an item is out, and where; with "public once published" everybody may know of it from now on.

    Of several channels one is enough: the others can be added when they follow.

    Raises:
        ActionRefusedError: with every reason why not.
        UnderEmbargoError: the text is kept back still.
    """
    lock_item(session, item)
    guard = session.get_one(Guard, item.guard_id)
    _refuse_outcomes(session, item, outcomes, by, context)
    _refuse_embargo(guard, context.now)
    _keep_outcomes(session, item, outcomes, context)
    if item.public_when_published:
        make_public(session, guard, actor_id=context.actor_id, now=context.now)
    _enter(session, item, Action.PUBLISH, State.PUBLISHED, context)
    notify_participants(session, item, NotificationKind.PUBLISHED, context)


def check_publishable(session: Session, item: Item, *, by: ItemRoles, now: datetime) -> None:
    """Say before anything is filled in what stands in the way of publication.

    Raises:
        ActionRefusedError, UnderEmbargoError: as `mark_published`, whatever the addresses will be.
    """
    found = refusals(State(item.state), Action.PUBLISH, by, _with_link(session, item, now))
    if found:
        raise ActionRefusedError(Action.PUBLISH, found)
    _refuse_embargo(session.get_one(Guard, item.guard_id), now)


def add_outcomes(
    session: Session,
    item: Item,
    outcomes: PublishedLinks,
    *,
    by: ItemRoles,
    context: ChangeContext,
    revision: int | None = None,
) -> None:
    """Change where a published item came out; what is left empty stays as it was. Saying it again changes nothing.

    `revision` is that of the item when the form was made, None where nobody has seen one.

    Raises:
        ActionRefusedError: the person has no part in it, it is not out, or an address is none.
        StaleEditError: the item was changed since, and this would change it again.
    """
    lock_item(session, item)
    found = refusals(
        State(item.state), Action.CORRECT, by, TransitionInput(note="-", published_link="https://x.example")
    )
    links = [refusal for slug, outcome in outcomes.typed.items() for refusal in link_refusals(item, slug, outcome)]
    if found or links:
        raise ActionRefusedError(Action.CORRECT, (*found, *links))
    before = published_links(session, item)
    _keep_outcomes(session, item, outcomes, context)
    if published_links(session, item) == before:
        return
    if revision not in (None, item.revision):
        raise StaleEditError
    item.revision += 1
    _note(session, item, AuditAct.CONTENT_LINKED, context, before=item.state)
    publish_item(session, item, context)


def correct_item(
    session: Session,
    item: Item,
    text: ItemText,
    note: str,
    *,
    revision: int | None,
    by: ItemRoles,
    context: ChangeContext,
    reveals_nothing: bool = False,
) -> None:
    """Replace the text of an item that is out; the note says what was wrong, and everybody concerned is told.

    The same correction sent twice is made once.

    Raises:
        ActionRefusedError: with every reason why not.
        StaleEditError: somebody else saved other text in the meantime.
        RevealingTitleError: as `save_text`.
    """
    lock_item(session, item)
    given = replace(_input_from_text(item, text, note=note), is_joint=is_joint(LoadedItem(session, item, context.now)))
    after = moved(State(item.state), Action.CORRECT, by, given)
    old = current_version(session, item)
    has_new_text = canonical_json(text) != old.text
    if not has_new_text and (item.state, item.state_note) == (after, note):
        return
    check_revision(item, revision)
    signed = {row.person_id for row in valid_approvals(session, item, old)}
    if has_new_text:
        check_title(session, item, old, text, reveals_nothing=reveals_nothing)
        add_version(session, item, text, context)
    _enter(session, item, Action.CORRECT, after, context, note=note, counted=True)
    notify_participants(session, item, NotificationKind.CORRECTED, context, also=signed)
    notify_of_outdated(session, item, context)


def transition_input(
    session: Session, item: Item, now: datetime, *, note: str = "", loaded: LoadedItem | None = None
) -> TransitionInput:
    """Return what the rules of an item's life have to know of it, checks aside; `loaded` is what is known of it."""
    loaded = loaded or LoadedItem(session, item, now)
    text = text_from_json(loaded.version.text)
    pictures, quotes = faulty_pictures(session, item, text, now), faulty_quotes(session, item, text, now)
    given = transition_input_by(item, text, blockers=loaded.status.blockers, is_joint=is_joint(loaded), note=note)
    return replace(given, faulty_pictures=pictures, faulty_quotes=quotes)


def with_checks(session: Session, item: Item, given: TransitionInput, now: datetime) -> TransitionInput:
    """Return the same with the required checks that stand in the way."""
    text = text_from_json(current_version(session, item).text)
    return replace(given, failed_checks=failed_checks(session, item, text, now))


def transition_input_by(
    item: Item, text: ItemText, *, blockers: tuple[Blocker, ...], is_joint: bool, note: str = ""
) -> TransitionInput:
    """Return what `transition_input` does, by what is known of an item."""
    return TransitionInput(
        is_joint=is_joint,
        has_text=has_text(text),
        missing_fields=missing_fields(Kind(item.kind), text),
        has_publish_time=item.publish_at is not None,
        blockers=blockers,
        link_rule=link_rule(Kind(item.kind), NO_CHANNEL),
        published_link=item.published_url,
        note=note,
    )


def link_refusals(item: Item, channel: str, outcome: PublishedLink) -> tuple[Refusal, ...]:
    """Return what is wrong with what was filled in for a channel of an item that may otherwise be published."""
    anybody = ItemRoles(is_lead=True)
    details = TransitionInput(
        link_rule=link_rule(Kind(item.kind), channel), published_link=outcome.link, no_link_reason=outcome.reason
    )
    return refusals(State.SCHEDULED, Action.PUBLISH, anybody, details)


def channels_or_none(session: Session, item: Item) -> tuple[str, ...]:
    """Return the slugs of an item's channels, or the one that stands for none."""
    return tuple(row.channel for row in channels_of(session, item)) or (NO_CHANNEL,)


def _refuse_outcomes(
    session: Session, item: Item, outcomes: PublishedLinks, by: ItemRoles, context: ChangeContext
) -> None:
    typed = outcomes.typed or {channels_or_none(session, item)[0]: PublishedLink()}
    found = list(refusals(State(item.state), Action.PUBLISH, by, _with_link(session, item, context.now)))
    if not found or State(item.state) not in WITH_LINK:
        found += [refusal for slug, outcome in typed.items() for refusal in link_refusals(item, slug, outcome)]
    if found:
        raise ActionRefusedError(Action.PUBLISH, tuple(found))


def _with_link(session: Session, item: Item, now: datetime) -> TransitionInput:
    """Return what the rules have to know of an item, its addresses aside."""
    given = with_checks(session, item, transition_input(session, item, now), now)
    return replace(given, published_link="https://x.example")


def _refuse_embargo(guard: Guard, now: datetime) -> None:
    at = lifts_at(guard)
    if concealed(guard) and (guard.held or (at is not None and at > now)):
        raise UnderEmbargoError(None if guard.held else at)


def _keep_outcomes(session: Session, item: Item, outcomes: PublishedLinks, context: ChangeContext) -> None:
    """Write down what was filled in; the item came out when its first channel did."""
    typed, rows = outcomes.typed, channels_of(session, item)
    for row in rows:
        outcome = typed.get(row.channel)
        if outcome is not None:
            _keep_outcome(row, outcome, context)
    links = [row.published_url for row in rows if row.published_url]
    own = typed.get(NO_CHANNEL, PublishedLink())
    item.published_url = (links or [own.link or item.published_url])[0]
    moments = [row.published_at for row in rows if row.published_at is not None]
    item.published_at = min(moments) if moments else _moment(own, item.published_at, context.now)


def _keep_outcome(row: ItemChannel, outcome: PublishedLink, context: ChangeContext) -> None:
    at = _moment(outcome, row.published_at, context.now)
    known, told = (row.published_url, row.no_link_reason, row.published_at), (outcome.link, outcome.reason, at)
    if known != told:
        row.published_url, row.no_link_reason, row.published_at = told
        row.published_by, row.recorded_at = context.actor_id, context.now


def _moment(outcome: PublishedLink, known: datetime | None, now: datetime) -> datetime:
    """Return when it came out; forms know minutes alone, so one in the minute that is known is the known moment."""
    if outcome.at is None:
        return known or now
    return known if known is not None and known.replace(second=0, microsecond=0) == outcome.at else outcome.at


def _input_from_text(item: Item, text: ItemText, *, note: str) -> TransitionInput:
    """Return what a correction has to know: a link, or a reason for none, has been recorded at publication."""
    return TransitionInput(
        has_text=has_text(text),
        missing_fields=missing_fields(Kind(item.kind), text),
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
    context: ChangeContext,
    *,
    note: str = "",
    counted: bool = False,
    loaded: LoadedItem | None = None,
) -> None:
    before, item.state, item.state_note = item.state, after, note
    item.revision += 0 if counted else 1
    _note(session, item, _RECORDED[action], context, before=before)
    publish_item(session, item, context, loaded)


def _note(session: Session, item: Item, act: AuditAct, context: ChangeContext, *, before: str) -> None:
    details: dict[str, Detail] = {"from": str(before), "to": str(item.state), "version": item.version_number}
    record(session, act, (SubjectKind.CONTENT, item.id), actor_id=context.actor_id, now=context.now, details=details)
