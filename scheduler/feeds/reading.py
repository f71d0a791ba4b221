"""What the pages about feeds show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.feeds.domain.links import SubscribeLinks, subscribe_links
from scheduler.feeds.domain.tokens import token_of
from scheduler.feeds.models import Feed, FeedKind, FeedProgram, FormerAddress

SHOWN_FOR = timedelta(days=30)
"""How long the page says that an address was renewed, and who has to be told."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """An address that was renewed because somebody left who knew it, and who fetched it last."""

    ended_at: datetime
    who: str
    last_fetch_at: datetime | None
    program: str
    fetches: int


@dataclass(frozen=True, slots=True)
class FeedCard:
    """One feed with the addresses to subscribe to it; `reader` is the organisation it is for, if any.

    `programs` fetch it, `left_behind` have asked for an address that was renewed lately; both latest first.
    """

    feed: Feed
    links: SubscribeLinks
    reader: str
    renewal: Renewal | None
    programs: Sequence[FeedProgram] = ()
    left_behind: Sequence[FeedProgram] = ()


@dataclass(frozen=True, slots=True)
class AddressMaker:
    """Where the site is, and the key that secret addresses are made with."""

    base_url: str
    secret_key: str

    def links(self, feed: Feed) -> SubscribeLinks:
        """Return the addresses to subscribe to a feed."""
        return subscribe_links(self.base_url + address_path(self.secret_key, feed), feed.name)


def cards(session: Session, actor_roles: ActorRoles, addresses: AddressMaker, now: datetime) -> list[FeedCard]:
    """Return a person's own feeds, then those of the organisations that they lead."""
    own = personal_feeds(session, actor_roles.person_id)
    led = organisation_feeds(session, actor_roles.where(Act.MAKE_STAFF_FEED))
    return cards_of(session, [*own, *led], addresses, now)


def cards_of(session: Session, feeds: Sequence[Feed], addresses: AddressMaker, now: datetime) -> list[FeedCard]:
    """Return a card for each of some feeds, in their order."""
    since = now - SHOWN_FOR
    names = organisation_names(session, [feed.organisation_id for feed in feeds if feed.organisation_id is not None])
    renewals = _renewals(session, [feed.id for feed in feeds if feed.organisation_id is not None], since)
    programs = _programs(session, [feed.id for feed in feeds])
    return [
        FeedCard(
            feed=feed,
            links=addresses.links(feed),
            reader=names.get(feed.organisation_id or 0, ""),
            renewal=renewals.get(feed.id),
            programs=[one for one in programs.get(feed.id, ()) if not one.is_former],
            left_behind=[one for one in programs.get(feed.id, ()) if one.is_former and one.last_at > since],
        )
        for feed in feeds
    ]


def _programs(session: Session, feed_ids: Sequence[int]) -> dict[int, list[FeedProgram]]:
    query = select(FeedProgram).where(FeedProgram.feed_id.in_(feed_ids))
    found: dict[int, list[FeedProgram]] = {}
    for row in session.scalars(query.order_by(FeedProgram.last_at.desc(), FeedProgram.program)):
        found.setdefault(row.feed_id, []).append(row)
    return found


def _renewals(session: Session, feed_ids: Sequence[int], since: datetime) -> dict[int, Renewal]:
    """Return by feed the last address that was renewed after a moment because somebody left."""
    query = select(FormerAddress).where(
        FormerAddress.feed_id.in_(feed_ids), FormerAddress.left_id.is_not(None), FormerAddress.ended_at > since
    )
    rows = session.scalars(query.order_by(FormerAddress.ended_at)).all()
    people = names_with_organisations(session, {row.left_id for row in rows if row.left_id is not None})
    return {
        row.feed_id: Renewal(
            row.ended_at, people.get(row.left_id or 0, ""), row.last_fetch_at, row.last_agent or "", row.fetches or 0
        )
        for row in rows
    }


def led_organisations(session: Session, actor_roles: ActorRoles) -> list[tuple[int, str]]:
    """Return id and name of the organisations for which the person may make staff feeds, by name."""
    names = organisation_names(session, sorted(actor_roles.where(Act.MAKE_STAFF_FEED)))
    return sorted(names.items(), key=lambda row: row[1].casefold())


def own_feed(session: Session, actor_roles: ActorRoles, feed_id: int) -> Feed | None:
    """Return an open feed that the person may change: their own, or one of an organisation that they lead."""
    feed = session.get(Feed, feed_id)
    if feed is None or feed.revoked_at is not None:
        return None
    mine = feed.kind == FeedKind.PERSONAL and feed.person_id == actor_roles.person_id
    return feed if mine or (feed.organisation_id in actor_roles.where(Act.MAKE_STAFF_FEED)) else None


def personal_feeds(session: Session, person_id: int) -> list[Feed]:
    """Return a person's open feeds, oldest first."""
    query = select(Feed).where(Feed.person_id == person_id, Feed.revoked_at.is_(None))
    return list(session.scalars(query.order_by(Feed.id)))


def organisation_feeds(session: Session, organisation_ids: Collection[int]) -> list[Feed]:
    """Return the open feeds for the staff of some organisations, by organisation and age."""
    query = select(Feed).where(Feed.organisation_id.in_(sorted(organisation_ids)), Feed.revoked_at.is_(None))
    return list(session.scalars(query.order_by(Feed.organisation_id, Feed.id)))


def open_feeds(session: Session, feed_ids: Collection[int]) -> Sequence[Feed]:
    """Return those of some feeds that are open, oldest first."""
    query = select(Feed).where(Feed.id.in_(feed_ids), Feed.revoked_at.is_(None))
    return session.scalars(query.order_by(Feed.id)).all()


def address_path(secret_key: str, feed: Feed, suffix: str = "ics") -> str:
    """Return the path of a feed's present address, as iCalendar or in another format."""
    return f"/feeds/{token_of(secret_key, feed.id, feed.nonce)}.{suffix}"
