"""What chat rooms follow: content that is published, and organisations that close."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Entry, EntryKind, EntryOrganisation
from scheduler.agenda.services.changes import Change, ChangeContext
from scheduler.agenda.services.own_things import OwnThingsListener
from scheduler.chat.domain.rooms import ChatKind, Topic
from scheduler.chat.queries.rooms import rooms_told_of
from scheduler.chat.services.rooms import forget_rooms_at
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue_all

_NEWS_FOR = timedelta(days=1)


class ChatListener(OwnThingsListener):
    """Has rooms told of their organisation's content as it is published; an organisation that closes has none left."""

    follows: ClassVar[frozenset[SourceKind]] = frozenset({SourceKind.CONTENT})

    @override
    def forget(self, session: Session, person_id: int) -> None:
        """Nothing: rooms are their organisation's."""

    @override
    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Queue a message for each room of the organisations to which published content belongs, once for each."""
        drafts: list[OutboxDraft] = []
        for entry in (change.entry for change in changes if _is_published(change)):
            shared = select(EntryOrganisation.organisation_id).where(EntryOrganisation.entry_id == entry.id)
            concerned = {entry.organisation_id, *session.scalars(shared)} - {None}
            rooms = rooms_told_of(session, Topic.PUBLISHED, {ident for ident in concerned if ident is not None})
            drafts += [_draft(room.id, entry, context.now) for room in rooms]
        queue_all(session, drafts, context.now)

    @override
    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Delete its rooms."""
        forget_rooms_at(session, organisation_id)


def _is_published(change: Change) -> bool:
    """Say whether readers see since this change that content is published; under embargo they do not."""
    is_content = change.entry.kind == EntryKind.CONTENT and not change.entry.concealed
    return is_content and change.entry.state == "published" != change.state_before


def _draft(room_id: int, entry: Entry, now: datetime) -> OutboxDraft:
    return OutboxDraft(
        stream=Stream.CHAT,
        kind=ChatKind.PUBLISHED,
        room_id=room_id,
        entry_id=entry.id,
        dedup_key=f"{ChatKind.PUBLISHED}:{room_id}:{entry.id}",
        due_at=now,
        expires_at=now + _NEWS_FOR,
    )
