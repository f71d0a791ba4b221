"""Feeds and their secret addresses: make, change, rotate, revoke."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation, Person
from scheduler.agenda.reading import Selection
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import touch
from scheduler.feeds.domain.options import FeedOptions
from scheduler.feeds.domain.tokens import token_of
from scheduler.feeds.models import Feed, FeedKind, FeedProgram, FormerAddress
from scheduler.feeds.reading import organisation_feeds, personal_feeds
from scheduler.feeds.services.contents import LANGUAGE, feed_language
from scheduler.rows import RowGoneError, Sent, StaleEditError, lock_row, once_by_form
from scheduler.secret_tokens import hash_of
from scheduler.web.translations import LOCALE

MAX_FEEDS_EACH = 20
"""How many open feeds a person, or an organisation, may have."""


@dataclass(frozen=True, slots=True)
class FeedDraft:
    """A feed as asked for; exactly one of `person_id` (personal) and `organisation_id` (for its staff) is set.

    `selection` holds filters and options, by name.
    """

    name: str
    selection: Mapping[str, Collection[str]]
    person_id: int | None = None
    organisation_id: int | None = None
    form_id: str | None = None


class TooManyFeedsError(ValueError):
    """The person or organisation has `MAX_FEEDS_EACH` open feeds."""


def make_feed(session: Session, draft: FeedDraft, secret_key: str, *, actor_id: int, now: datetime) -> Feed:
    """Add a feed with an address of its own; the same form sent twice adds it once.

    Raises:
        TooManyFeedsError: there are enough of them.
    """
    # Whose it is is locked, so that many at once cannot slip past the limit.
    if draft.person_id is not None:
        lock_row(session, Person, draft.person_id)
    if draft.organisation_id is not None:
        lock_row(session, Organisation, draft.organisation_id)
    return once_by_form(
        session,
        Feed,
        Sent(draft.form_id, actor_id, draft),
        lambda form_id: _add(session, draft, form_id, secret_key, actor_id=actor_id, now=now),
        stands=lambda feed: feed.revoked_at is None,
    )


def _add(
    session: Session, draft: FeedDraft, form_id: str | None, secret_key: str, *, actor_id: int, now: datetime
) -> Feed:
    if len(_open_feeds(session, draft)) >= MAX_FEEDS_EACH:
        raise TooManyFeedsError
    feed = Feed(name=draft.name, selection=_stored(draft.selection), form_id=form_id, made_by=actor_id)
    feed.kind = FeedKind.PERSONAL if draft.person_id is not None else FeedKind.ORGANISATION
    feed.person_id, feed.organisation_id, feed.created_at = draft.person_id, draft.organisation_id, now
    # The token holds the row's id, so the row comes first, under a hash that no token has.
    feed.nonce, feed.token_hash = secrets.token_hex(16), secrets.token_hex(32)
    session.add(feed)
    session.flush()
    feed.token_hash = hash_of(token_of(secret_key, feed.id, feed.nonce))
    touch(session, feed)
    record(session, AuditAct.FEED_MADE, (SubjectKind.FEED, feed.id), actor_id=actor_id, now=now, details=_whose(feed))
    return feed


def _open_feeds(session: Session, draft: FeedDraft) -> list[Feed]:
    if draft.person_id is not None:
        return personal_feeds(session, draft.person_id)
    return organisation_feeds(session, [draft.organisation_id] if draft.organisation_id is not None else [])


def _stored(selection: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    chosen = {name: sorted(values) for name, values in Selection.parse(selection).values.items()}
    spoken = {LANGUAGE: [language]} if (language := feed_language(selection)) != LOCALE else {}
    return chosen | FeedOptions.parse(selection).stored() | spoken


def change_feed(
    session: Session,
    feed: Feed,
    name: str,
    selection: Mapping[str, Collection[str]],
    *,
    revision: int | None,
    actor_id: int,
    now: datetime,
) -> None:
    """Change what a feed is called and holds; its address stays. Saying again what is said already changes nothing.

    Raises:
        RowGoneError: it was ended meanwhile.
        StaleEditError: `revision` is not the feed's.
    """
    _lock_open(session, feed)
    wanted = _stored(selection)
    if (name, wanted) == (feed.name, feed.selection):
        return
    if revision != feed.revision:
        raise StaleEditError
    feed.name, feed.selection, feed.revision = name, wanted, feed.revision + 1
    touch(session, feed)
    record(
        session, AuditAct.FEED_CHANGED, (SubjectKind.FEED, feed.id), actor_id=actor_id, now=now, details=_whose(feed)
    )


def rotate(
    session: Session, feed: Feed, secret_key: str, *, actor_id: int | None, now: datetime, left_id: int | None = None
) -> None:
    """Give a feed a new address; the old one answers "gone" from now on.

    Args:
        session: the database session.
        feed: the feed; it is locked until the transaction ends.
        secret_key: the site's key, from which the address is derived.
        actor_id: who asked for it, or whose act made it necessary.
        now: aware UTC.
        left_id: who could see the old address and may not any more, when that is why.

    Raises:
        RowGoneError: the feed was ended meanwhile.
    """
    _lock_open(session, feed)
    former = FormerAddress(token_hash=feed.token_hash, feed_id=feed.id, ended_at=now, left_id=left_id)
    former.last_fetch_at, former.last_agent, former.fetches = feed.last_fetch_at, feed.last_agent, feed.fetches
    session.add(former)
    feed.nonce, feed.rotated_at = secrets.token_hex(16), now
    feed.token_hash = hash_of(token_of(secret_key, feed.id, feed.nonce))
    feed.last_fetch_at, feed.last_agent, feed.fetches = None, "", 0
    # Those that still ask for an older address are known on.
    present = (FeedProgram.feed_id == feed.id, FeedProgram.is_former.is_(False))
    session.execute(delete(FeedProgram).where(*present))
    touch(session, feed)
    details = {**_whose(feed), "person_id": left_id} if left_id is not None else _whose(feed)
    record(session, AuditAct.FEED_ROTATED, (SubjectKind.FEED, feed.id), actor_id=actor_id, now=now, details=details)


def revoke(session: Session, feed: Feed, *, actor_id: int | None, now: datetime) -> None:
    """End a feed; its address answers "gone" from now on. Twice is once."""
    lock_row(session, Feed, feed.id)
    if feed.revoked_at is not None:
        return
    feed.revoked_at = now
    session.execute(delete(FeedProgram).where(FeedProgram.feed_id == feed.id))
    touch(session, feed)
    record(
        session, AuditAct.FEED_REVOKED, (SubjectKind.FEED, feed.id), actor_id=actor_id, now=now, details=_whose(feed)
    )


def _whose(feed: Feed) -> dict[str, Detail]:
    return {"organisation_id": feed.organisation_id} if feed.organisation_id is not None else {}


def _lock_open(session: Session, feed: Feed) -> None:
    if lock_row(session, Feed, feed.id).revoked_at is not None:
        raise RowGoneError(f"feed {feed.id} has ended")
