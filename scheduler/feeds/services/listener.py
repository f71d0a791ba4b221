"""What happens to secret addresses when somebody leaves who could read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership, Organisation
from scheduler.accounts.services.actor_roles import actor_roles, leads_of
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import Change, ChangeContext
from scheduler.feeds.models import Feed
from scheduler.feeds.reading import organisation_feeds, personal_feeds
from scheduler.feeds.services.addresses import revoke, rotate
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue

RENEWED = "feeds.renewed"
NAMED_FEEDS = 5
"""So many feeds are named in one sentence; the rest is counted."""


@dataclass(frozen=True, slots=True)
class FeedListener:
    """Renews the addresses that somebody knows who may not read them any more, and ends what nobody may read.

    `secret_key` is the site's key, from which addresses are derived.
    """

    secret_key: str
    follows: ClassVar[frozenset[SourceKind]] = frozenset()

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Nothing: feeds are made from entries each time."""

    def organisation_closed(
        self, session: Session, organisation_id: int, actor_id: int | None, now: datetime
    ) -> Sequence[str]:
        """End the feeds for the organisation's staff, and those of people who belong to nothing any more."""
        for feed in organisation_feeds(session, [organisation_id]):
            revoke(session, feed, actor_id=actor_id, now=now)
        acted = select(Membership.person_id).where(
            Membership.organisation_id == organisation_id, Membership.ended_at.is_(None)
        )
        for person_id in sorted(session.scalars(acted)):
            _end_personal_feeds(session, person_id, actor_id, now)
        return ()

    def membership_ended(
        self, session: Session, person_id: int, organisation_id: int, actor_id: int | None, now: datetime
    ) -> Sequence[str]:
        """Renew the addresses that a lead who has left could see; end the feeds of whoever has left the coalition."""
        ended = _end_personal_feeds(session, person_id, actor_id, now)
        if not _was_lead(session, person_id, organisation_id):
            return ended
        return [*self._renew(session, person_id, organisation_id, actor_id, now), *ended]

    def role_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> Sequence[str]:
        """Renew the addresses that somebody could see who is lead no more; a coordinator who was only that has left."""
        if organisation_id is None:
            return _end_personal_feeds(session, person_id, actor_id, now)
        if actor_roles(session, person_id).is_lead_of(organisation_id):
            return ()
        return self._renew(session, person_id, organisation_id, actor_id, now)

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: nobody signs feeds."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Nothing: no feed holds a name of its reader."""

    def _renew(
        self, session: Session, left_id: int, organisation_id: int, actor_id: int | None, now: datetime
    ) -> Sequence[str]:
        feeds = organisation_feeds(session, [organisation_id])
        for feed in feeds:
            rotate(session, feed, self.secret_key, actor_id=actor_id, now=now, left_id=left_id)
        if not feeds:
            return ()
        _notify_leads(session, feeds, left_id, organisation_id, now)
        return [_renewed_note(session, feeds, organisation_id)]


def _was_lead(session: Session, person_id: int, organisation_id: int) -> bool:
    """Say whether a person was lead when their membership ended."""
    theirs = select(Membership.role).where(
        Membership.person_id == person_id, Membership.organisation_id == organisation_id
    )
    return session.scalar(theirs.order_by(Membership.id.desc()).limit(1)) == MemberRole.LEAD


def _end_personal_feeds(session: Session, person_id: int, actor_id: int | None, now: datetime) -> Sequence[str]:
    """End a person's feeds once they belong to nothing any more: being taken in again brings none of them back."""
    if actor_roles(session, person_id).is_member:
        return ()
    feeds = personal_feeds(session, person_id)
    for feed in feeds:
        revoke(session, feed, actor_id=actor_id, now=now)
    if not feeds:
        return ()
    return [
        ngettext(
            "%(num)s of their calendar feeds was revoked.", "%(num)s of their calendar feeds were revoked.", len(feeds)
        )
    ]


def _notify_leads(session: Session, feeds: Iterable[Feed], left_id: int, organisation_id: int, now: datetime) -> None:
    payload = {"feed_ids": [feed.id for feed in feeds], "left_id": left_id, "organisation_id": organisation_id}
    for lead_id in leads_of(session, organisation_id):
        draft = OutboxDraft(
            stream=Stream.ACCOUNT,
            kind=RENEWED,
            person_id=lead_id,
            payload=payload,
            dedup_key=f"{RENEWED}:{organisation_id}:{left_id}:{lead_id}:{now.isoformat()}",
            due_at=now,
        )
        queue(session, draft, now)


def _renewed_note(session: Session, feeds: Sequence[Feed], organisation_id: int) -> str:
    named = [_("“%(name)s”", name=feed.name) for feed in feeds[:NAMED_FEEDS]]
    if len(feeds) > NAMED_FEEDS:
        named.append(_("%(count)s more", count=len(feeds) - NAMED_FEEDS))
    organisation = session.get_one(Organisation, organisation_id).name
    return ngettext(
        "The staff feed of %(organisation)s has a new secret address: %(feeds)s. Everyone who subscribed to the old "
        "one needs the new one. Leads find it on the feeds page and are notified by email.",
        "The staff feeds of %(organisation)s have new secret addresses: %(feeds)s. Everyone who subscribed to the "
        "old ones needs the new ones. Leads find them on the feeds page and are notified by email.",
        len(feeds),
        organisation=organisation,
        feeds=", ".join(named),
    )
