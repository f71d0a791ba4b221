"""Follows what items depend on: campaigns and their days, organisations, and people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles, coordinators, leads_by_organisation, leads_of
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.queries.guards import guards_opened_by
from scheduler.agenda.services.changes import (
    Change,
    ChangeContext,
    ChangeKind,
    already_notified,
    mark_notified,
    move_details,
)
from scheduler.agenda.services.entry_drafts import first_day
from scheduler.agenda.services.guards import leave
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify_all
from scheduler.agenda.visibility_sql import concealed, known_to_coordinators
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.unguarded import Day, campaign_row, campaigns_around
from scheduler.content.domain.signoff import Status
from scheduler.content.models import Item
from scheduler.content.queries.feedback import open_reviews
from scheduler.content.queries.open_items import (
    items_guarded_by,
    items_naming,
    items_shared_with,
    open_reviews_by,
    pending_of_campaigns,
    pending_owned_by,
    pending_signed_by,
)
from scheduler.content.queries.unguarded import has_sign_offs, signatory_ids
from scheduler.content.services.access import remove_organisation_access
from scheduler.content.services.bill_news import notify_of_milestones
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.campaign_days import follow_campaign
from scheduler.content.services.fact_news import notify_of_facts
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.readers import is_reader, readers_of
from scheduler.content.services.reviews import withdraw_for_leaver
from scheduler.content.services.revisions import lock_any_item
from scheduler.content.services.signoff_status import LoadedItem
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


_DAYS = frozenset({SourceKind.EDITION, SourceKind.EVENT, SourceKind.CAMPAIGN})


class ContentListener:
    """Notify owners of what has become of the days, organisations and people that their items wait for.

    Items at a distance from their campaign's day move along while nobody has relied on theirs. Nothing is approved or
    given up by itself.
    """

    follows = _DAYS | {SourceKind.MILESTONE, SourceKind.FACT}

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Notify owners when days of their campaigns moved or are lost, and when their bills and facts changed."""
        moved = {change.entry.source_id for change in changes if change.entry.source_kind == SourceKind.MILESTONE}
        if moved:
            notify_of_milestones(session, moved, context)
        facts = {change.entry.source_id for change in changes if change.entry.source_kind == SourceKind.FACT}
        if facts:
            notify_of_facts(session, facts, context)
        days = [change for change in changes if _is_of_day(change) and change.kind in NOTIFIED_OF]
        self._days_changed(session, days, context)

    def _days_changed(self, session: Session, days: Sequence[Change], context: ChangeContext) -> None:
        campaigns = _campaigns_of(session, days)
        known = {row.id: row for rows in campaigns for row in rows}
        items = pending_of_campaigns(session, known.keys()) if known else {}
        owners = _owners_by_campaign(session, known, items)
        notices: list[NotificationDraft] = []
        for change, concerned in zip(days, campaigns, strict=True):
            following = replace(context, origin=change.origin)
            already = already_notified(session, following)
            openly = frozenset[int]().union(*(owners[row.id].openly for row in concerned))
            privately = frozenset[int]().union(*(owners[row.id].privately for row in concerned)) - openly
            notices += _notices(change, openly - already, privately - already, context)
            mark_notified(session, frozenset().union(*(owners[row.id].known for row in concerned)), following)
        notify_all(session, notices, context.now)
        for change, concerned in zip(days, campaigns, strict=True):
            _follow(session, change, concerned, items, context)

    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Take away the deadlines of an organisation that has closed, and notify the owners of what it leaves open."""
        context = ChangeContext((), actor_id, now)
        for item in pending_signed_by(session, organisation_id):
            lock_any_item(session, item)
            publish_item(session, item, context)
            people = _concerned_by_closing(session, item, organisation_id, now)
            details = {"organisation_id": organisation_id}
            key = f"o{organisation_id}"
            notify_people(
                session, item, ItemNotice(NotificationKind.ORGANISATION_CLOSED, people, key, details), context
            )

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
        """Flag items that lost their owner, let reviewers off who may not read, and close the embargo group."""
        context = ChangeContext((), actor_id, now)
        who = actor_roles(session, person_id)
        named = items_naming(session, person_id)
        # Whoever stays in the coalition is named elsewhere for other reasons than this organisation's.
        left = [item for item in named if item.organisation_id == organisation_id or not who.is_member]
        _leave_guards(session, left, person_id)
        for item in left:
            lock_any_item(session, item)
            publish_item(session, item, context)
        for item in pending_owned_by(session, person_id, organisation_id):
            _lose_owner(session, item, person_id, context)
        for request, item in open_reviews_by(session, person_id):
            if not is_reader(session, item, who):
                withdraw_for_leaver(session, item, request, context)
        for item in pending_signed_by(session, organisation_id):
            lock_any_item(session, item)
            publish_item(session, item, context)

    def role_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> None:
        """Take who is no coordinator any more out of the embargo groups that they had let themselves into.

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


@dataclass(frozen=True, slots=True)
class _Owners:
    """Who keeps an item of a campaign of which the whole coalition may know all, and who keeps another.

    `known` are those of either who keep one of which coordinators may know that it is there.
    """

    openly: frozenset[int]
    privately: frozenset[int]
    known: frozenset[int]


def _follow(
    session: Session,
    change: Change,
    campaigns: Sequence[Campaign],
    items: Mapping[int, Sequence[Item]],
    context: ChangeContext,
) -> None:
    """Let the items of a campaign that got another first day follow it."""
    if change.entry.source_kind != SourceKind.CAMPAIGN or change.kind not in {ChangeKind.MOVED, ChangeKind.CREATED}:
        return
    for campaign in campaigns:
        before = first_day(change.before) if change.before is not None else campaign.first_day
        if campaign.first_day is not None and before is not None:
            moved_by = (campaign.first_day - before).days
            following = replace(context, origin=change.origin)
            follow_campaign(session, items.get(campaign.id, ()), campaign.first_day, moved_by, following)


def _owners_by_campaign(
    session: Session, campaigns: Mapping[int, Campaign], items: Mapping[int, Sequence[Item]]
) -> dict[int, _Owners]:
    leads = leads_by_organisation(session, {row.organisation_id for rows in items.values() for row in rows})
    found: dict[int, _Owners] = {}
    for ident, campaign in campaigns.items():
        openly, privately, known = set[int](), set[int](), set[int]()
        for item in items.get(ident, ()):
            guards = [session.get_one(Guard, guard_id) for guard_id in (campaign.guard_id, item.guard_id)]
            keepers = leads[item.organisation_id] if item.owner_id is None else (item.owner_id,)
            (openly if all(map(_is_open, guards)) else privately).update(keepers)
            owned = zip(guards, (campaign.organisation_id, item.organisation_id), strict=True)
            if all(known_to_coordinators(guard, organisation_id) for guard, organisation_id in owned):
                known.update(keepers)
        found[ident] = _Owners(frozenset(openly), frozenset(privately), frozenset(known))
    return found


def _is_open(guard: Guard) -> bool:
    return not concealed(guard) and guard.audience in {Audience.PUBLIC, Audience.COALITION}


def _campaigns_of(session: Session, changes: Sequence[Change]) -> list[Sequence[Campaign]]:
    """Return the campaigns whose day each change is; what they follow themselves, they have published by now."""
    days = {_day(change) for change in changes if _is_lost_or_back(change)}
    around = campaigns_around(session, days) if days else {}
    found: list[Sequence[Campaign]] = []
    for change in changes:
        # Whoever published it has it in this session.
        is_own = change.entry.source_kind == SourceKind.CAMPAIGN
        campaign = campaign_row(session, change.entry.source_id) if is_own else None
        found.append([campaign] if campaign else around.get(_day(change), ()) if _is_lost_or_back(change) else ())
    return found


def _is_of_day(change: Change) -> bool:
    return change.entry.source_kind in _DAYS and not change.entry.part


def _is_lost_or_back(change: Change) -> bool:
    """Say whether a day that campaigns stand around is not held, or held after all."""
    is_day = change.entry.source_kind in {SourceKind.EDITION, SourceKind.EVENT}
    return is_day and change.kind not in {ChangeKind.MOVED, ChangeKind.CREATED}


def _day(change: Change) -> Day:
    return change.entry.source_kind, change.entry.source_id


def _notices(
    change: Change, openly: frozenset[int], privately: frozenset[int], context: ChangeContext
) -> list[NotificationDraft]:
    details = move_details(change.before, change.after)
    key, kind = f"content:{details.get('to_day', 0)}:{change.entry.sequence}", NOTIFIED_OF[change.kind]
    return [
        NotificationDraft(change.entry.id, kind, context.actor_id, tuple(owners), key, details, private)
        for owners, private in ((openly, False), (privately, True))
        if owners
    ]


def _concerned_by_closing(session: Session, item: Item, organisation_id: int, now: datetime) -> Sequence[int]:
    """Return who has to decide what becomes of an item: nobody if the organisation had said yes to its text."""
    if item.organisation_id == organisation_id:
        return (*keepers_of(session, item), *coordinators(session))
    rows = LoadedItem(session, item, now).status.organisations
    lacking = any(row.organisation_id == organisation_id and row.status is Status.CLOSED for row in rows)
    return keepers_of(session, item) if lacking else ()


def _lose_owner(session: Session, item: Item, person_id: int, context: ChangeContext) -> None:
    lock_any_item(session, item)
    item.owner_id = None
    item.revision += 1
    details: dict[str, Detail] = {"person_id": person_id}
    subject = (SubjectKind.CONTENT, item.id)
    record(session, AuditAct.CONTENT_OWNER_LEFT, subject, actor_id=context.actor_id, now=context.now, details=details)
    publish_item(session, item, context)
    people = set(leads_of(session, item.organisation_id)) - {person_id}
    news = ItemNotice(NotificationKind.NEEDS_SOMEBODY, people, f"r{item.revision}", {"person_id": person_id})
    notify_people(session, item, news, context)


def _leave_guards(session: Session, items: Sequence[Item], person_id: int) -> None:
    """Take a person who has left the coalition out of every audience and embargo group that names them."""
    for guard in lock_rows(session, Guard, {item.guard_id for item in items}):
        leave(session, guard, person_id)
    session.flush()
