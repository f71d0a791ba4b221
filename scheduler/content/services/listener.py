"""Follows what items depend on: campaigns and their days, organisations, and people."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles, coordinators, leads_of
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.reading import guards_opened_by
from scheduler.agenda.services.changes import Change, ChangeContext, ChangeKind, move_details
from scheduler.agenda.services.guards import leave
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.services import Fact, record
from scheduler.campaigns.queries.unguarded import campaign_row, campaigns_on
from scheduler.content.domain.signoff import Status
from scheduler.content.models import Item
from scheduler.content.queries.feedback import open_reviews
from scheduler.content.queries.open_items import (
    items_guarded_by,
    items_naming,
    items_shared_with,
    open_reviews_by,
    pending_of_campaign,
    pending_owned_by,
    pending_signed_by,
)
from scheduler.content.queries.unguarded import has_sign_offs, signatory_ids
from scheduler.content.services.access import remove_organisation_access
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.readers import readers_of
from scheduler.content.services.reviews import withdraw_for_leaver
from scheduler.content.services.revisions import lock_any_item
from scheduler.content.services.signoff_status import signoff_status_of
from scheduler.content.services.signoffs import forget_signer
from scheduler.rows import lock_rows

NOTIFIED_OF = {
    ChangeKind.CREATED: NotificationKind.MOVED,
    ChangeKind.MOVED: NotificationKind.MOVED,
    ChangeKind.CANCELLED: NotificationKind.CANCELLED,
    ChangeKind.REMOVED: NotificationKind.CANCELLED,
    ChangeKind.RESTORED: NotificationKind.RESTORED,
}
"""What owners hear when a campaign changes so; one that gets its first day has moved for them."""

_DAYS_OF_CAMPAIGNS = frozenset({"edition", "event"})


class ContentListener:
    """Tells owners what has become of the days, organisations and people that their items wait for.

    Nothing moves, is approved or is given up by itself.
    """

    def moved(self, session: Session, change: Change, context: ChangeContext) -> None:
        """Tell the owners of items on their way that the day of their campaign moved or is lost."""
        kind = NOTIFIED_OF.get(change.kind)
        if kind is None or change.entry.part:
            return
        openly, privately = _owners_by(session, _campaigns_of(session, change))
        facts = move_details(change.before, change.after)
        key = f"content:{facts.get('to_day', 0)}:{change.entry.sequence}"
        for owners, private in (
            (openly - context.already_notified, False),
            (privately - openly - context.already_notified, True),
        ):
            notice = NotificationDraft(change.entry.id, kind, context.actor_id, tuple(owners), key, facts, private)
            notify(session, notice, context.now)
        context.already_notified.update(openly | privately)

    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Take away the deadlines of an organisation that has closed, and tell the owners what it leaves open."""
        context = ChangeContext((), actor_id, now)
        for item in pending_signed_by(session, organisation_id):
            lock_any_item(session, item)
            publish_item(session, item, context)
            people = _concerned_by_closing(session, item, organisation_id, now)
            facts = {"organisation_id": organisation_id}
            key = f"o{organisation_id}"
            notify_people(session, item, ItemNotice(NotificationKind.ORGANISATION_CLOSED, people, key, facts), context)

    def organisation_left(
        self, session: Session, campaign_id: int, organisation_id: int, context: ChangeContext
    ) -> None:
        """Close the items of a campaign to an organisation that takes part no more; reviewers there are let off."""
        for item in items_shared_with(session, campaign_id, organisation_id):
            lock_any_item(session, item)
            guard, signatories = session.get_one(Guard, item.guard_id), frozenset(signatory_ids(session, item))
            who, now = context.actor_id, context.now
            if not remove_organisation_access(session, guard, organisation_id, signatories, actor_id=who, now=now):
                continue
            publish_item(session, item, context)
            readers = readers_of(session, item)
            for request in open_reviews(session, item):
                if request.reviewer_id not in readers:
                    withdraw_for_leaver(session, item, request, context)

    def membership_ended(
        self, session: Session, person_id: int, organisation_id: int, actor_id: int | None, now: datetime
    ) -> None:
        """Flag items that have lost their owner, let reviewers off who may not read any more, and close the circle."""
        context = ChangeContext((), actor_id, now)
        is_member = actor_roles(session, person_id).is_member
        named = items_naming(session, person_id)
        # Whoever stays in the coalition is named elsewhere for other reasons than this organisation's.
        left = [item for item in named if item.organisation_id == organisation_id or not is_member]
        _leave_guards(session, left, person_id)
        for item in left:
            lock_any_item(session, item)
            publish_item(session, item, context)
        for item in pending_owned_by(session, person_id, organisation_id):
            _lose_owner(session, item, person_id, context)
        for request, item in open_reviews_by(session, person_id):
            if person_id not in readers_of(session, item):
                withdraw_for_leaver(session, item, request, context)
        for item in pending_signed_by(session, organisation_id):
            lock_any_item(session, item)
            publish_item(session, item, context)

    def standing_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> None:
        """Take who is no coordinator any more out of the circles that they had let themselves into.

        Who may sign is looked at again each time.
        """
        if organisation_id is None:
            opened = items_guarded_by(session, guards_opened_by(person_id))
            _leave_guards(session, opened, person_id)
            for item in opened:
                lock_any_item(session, item)
                publish_item(session, item, ChangeContext((), actor_id, now))

    def has_signed(self, session: Session, organisation_id: int) -> bool:
        """Say whether an item was signed, or refused, for an organisation."""
        return has_sign_offs(session, organisation_id)

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Take the name out of what the person has signed; that it was they who did stays, by id."""
        forget_signer(session, person_id)


def _owners_by(session: Session, campaign_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """Return who keeps an item of these campaigns of which the whole coalition may know all, and who keeps another."""
    openly, privately = set[int](), set[int]()
    for campaign_id in campaign_ids:
        campaign = campaign_row(session, campaign_id)
        for item in pending_of_campaign(session, campaign_id):
            is_open = campaign is not None and all(_is_open(session, i) for i in (campaign.guard_id, item.guard_id))
            (openly if is_open else privately).update(keepers_of(session, item))
    return openly, privately


def _is_open(session: Session, guard_id: int) -> bool:
    guard = session.get_one(Guard, guard_id)
    return not concealed(guard) and guard.audience in {Audience.PUBLIC, Audience.COALITION}


def _campaigns_of(session: Session, change: Change) -> Iterable[int]:
    """Return the campaigns whose day this is; what they follow themselves they publish, so that they come by again."""
    entry = change.entry
    if entry.source_kind == "campaign":
        return (entry.source_id,)
    if entry.source_kind in _DAYS_OF_CAMPAIGNS and change.kind not in {ChangeKind.MOVED, ChangeKind.CREATED}:
        return (campaign.id for campaign in campaigns_on(session, entry.source_kind, entry.source_id))
    return ()


def _concerned_by_closing(session: Session, item: Item, organisation_id: int, now: datetime) -> Sequence[int]:
    """Return who has to decide what becomes of an item: nobody if the organisation had said yes to its words."""
    if item.organisation_id == organisation_id:
        return (*keepers_of(session, item), *coordinators(session))
    rows = signoff_status_of(session, item, now).organisations
    lacking = any(row.organisation_id == organisation_id and row.status is Status.CLOSED for row in rows)
    return keepers_of(session, item) if lacking else ()


def _lose_owner(session: Session, item: Item, person_id: int, context: ChangeContext) -> None:
    lock_any_item(session, item)
    item.owner_id = None
    item.revision += 1
    facts: dict[str, Fact] = {"person_id": person_id}
    subject = ("content", item.id)
    record(session, "content.owner_left", subject, actor_id=context.actor_id, now=context.now, facts=facts)
    publish_item(session, item, context)
    people = set(leads_of(session, item.organisation_id)) - {person_id}
    news = ItemNotice(NotificationKind.NEEDS_SOMEBODY, people, f"r{item.revision}", {"person_id": person_id})
    notify_people(session, item, news, context)


def _leave_guards(session: Session, items: Sequence[Item], person_id: int) -> None:
    """Take a person who has left the coalition out of every audience and circle that names them."""
    for guard in lock_rows(session, Guard, {item.guard_id for item in items}):
        leave(session, guard, person_id)
    session.flush()
