"""What a partner gets by their link: what is open at that moment, and of the rest only when it opens."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_among
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.content.channels.rendering import Publication, publications
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.post_text import call_text, hashtag_line
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.models import Item
from scheduler.content.queries.items import Seen, channels_of_all
from scheduler.content.queries.outside import open_for_outside, rows_for_outside
from scheduler.content.queries.pictures import TextPicture, item_of_picture, picture_rows, seen_pictures
from scheduler.content.queries.pitches import ExclusiveEnd, exclusive_ends
from scheduler.content.queries.reading_ahead import read_ahead
from scheduler.content.services.check_overrides import failed_checks
from scheduler.content.services.picture_status import row_fault, today_of
from scheduler.content.services.quotes import faulty_quotes
from scheduler.dates.timezones import day_of
from scheduler.kits.domain.availability import Availability, ItemStatus, availability
from scheduler.kits.domain.dealing import dealt
from scheduler.kits.models import Kit, KitItem, KitLink
from scheduler.kits.queries.kits import Opened, items_of, links_of

WITHOUT_CHANNEL = ("website",)
"""As what the copy of an item is written that names no channel."""

MOST_ZIP_BYTES = 200_000_000
"""How many bytes of pictures one ZIP takes."""


class Fault(StrEnum):
    """Why an open item is not given out all the same."""

    QUOTE = "quote"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Opening:
    """A moment (aware UTC) at which more opens, and its zone."""

    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class KitEntry:
    """One open item: the texts that this partner posts, and what goes with them.

    `publish_on` is set where there is a day without a time; `publish_at` is aware UTC.
    """

    title: str
    kind: str
    texts: tuple[Publication, ...]
    hashtags: str
    call: str
    link: str
    pictures: tuple[TextPicture, ...]
    publish_at: datetime | None
    publish_zone: str
    publish_on: date | None


@dataclass(frozen=True, slots=True)
class PartnerKit:
    """A kit as one partner gets it. While anything in it is closed, it has neither title nor introduction nor name.

    `organisation` is empty while nobody may know of the campaign. `opens` are the moments at which more opens, and
    `opens_some_day` says that there is something without one; neither says how much. `has_ended_pictures` says that
    consent for a picture is over, also for one that is in no copy any more: partners may have it still.
    """

    title: str
    introduction: str
    partner: str
    organisation: str
    expires_on: date
    zone: str
    opens: tuple[Opening, ...]
    opens_some_day: bool
    is_revised: bool
    is_stopped: bool
    has_ended_pictures: bool
    entries: tuple[KitEntry, ...]

    @property
    def is_closed(self) -> bool:
        """Say whether something in it is still kept back."""
        return bool(self.opens) or self.opens_some_day

    @property
    def picture_bytes(self) -> int:
        """Return how large all pictures are together."""
        return sum(one.row.stored.size for entry in self.entries for one in entry.pictures)

    @property
    def has_all_in_zip(self) -> bool:
        """Say whether the pictures fit into the ZIP."""
        return self.picture_bytes <= MOST_ZIP_BYTES


def organisation_outside(session: Session, campaign: Campaign) -> str:
    """Return whom a partner may ask; empty while the campaign is kept back, and nobody outside may know whose it is."""
    if concealed(campaign.guard):
        return ""
    return organisations_among(session, (campaign.organisation_id,))[campaign.organisation_id].name


def is_over(session: Session, kit: Kit, campaign: Campaign, now: datetime) -> bool:
    """Say whether a kit has expired: its last day is over where the organisation works that leads the campaign."""
    zone = organisations_among(session, (campaign.organisation_id,))[campaign.organisation_id].zone
    return day_of(now, zone) > kit.expires_on


def partner_kit(
    session: Session, opened: Opened, now: datetime, *, revealed: Mapping[int, Seen] | None = None
) -> PartnerKit:
    """Return what a link gives at a moment.

    For a preview, `revealed` are items by id, which whoever looks may read: these count as not kept back any more, and
    so does the campaign. A partner is never given any.
    """
    kit, campaign, link = opened.kit, opened.campaign, opened.link
    look = _look(session, kit, campaign, now, revealed=revealed)
    rows, found, is_hidden = look.rows, look.found, revealed is None and concealed(campaign.guard)
    moments = [_opening(item, look.ends.get(item.id)) for item in rows if found[item.id] is Availability.CLOSED]
    opens = sorted(
        {one for one in moments if one is not None} | set(_campaign_opening(campaign) if is_hidden else ()),
        key=lambda one: (one.at, one.zone),
    )
    undated = None in moments or (is_hidden and not _campaign_opening(campaign))
    is_closed = bool(opens) or undated
    entries = tuple(_entries(session, kit, link, look.given, now))
    owner = organisations_among(session, (campaign.organisation_id,))[campaign.organisation_id]
    return PartnerKit(
        title="" if is_closed else kit.title,
        introduction="" if is_closed else kit.introduction,
        partner="" if is_closed else link.partner,
        organisation=organisation_outside(session, campaign) if revealed is None else owner.name,
        expires_on=kit.expires_on,
        zone=owner.zone,
        opens=tuple(opens),
        opens_some_day=undated,
        is_revised=not is_hidden and Availability.REVISED in found.values(),
        is_stopped=not is_hidden and Availability.STOPPED in found.values(),
        has_ended_pictures=not is_hidden and _has_ended_pictures(session, rows, found, now),
        entries=entries,
    )


def partner_picture(session: Session, opened: Opened, address: str, now: datetime) -> TextPicture | None:
    """Return a picture that a link gives at a moment, by its address; of the kit only its item is looked at.

    Where posts are dealt out, whose turn it is depends on all that are open.
    """
    item_id = item_of_picture(session, address)
    if item_id is None:
        return None
    look = _look(session, opened.kit, opened.campaign, now, only=None if opened.kit.is_dealt else item_id)
    entries = _entries(session, opened.kit, opened.link, look.given, now)
    found = (one for entry in entries for one in entry.pictures if one.row.picture.address == address)
    return next(found, None)


@dataclass(frozen=True, slots=True)
class _Look:
    """The items of a kit at a moment, with what a partner gets of each, and those that are given with their text."""

    rows: Sequence[Item]
    ends: Mapping[int, ExclusiveEnd]
    found: Mapping[int, Availability]
    given: Sequence[Seen]


def _look(
    session: Session,
    kit: Kit,
    campaign: Campaign,
    now: datetime,
    *,
    only: int | None = None,
    revealed: Mapping[int, Seen] | None = None,
) -> _Look:
    """Return what of a kit is open, or of one item in it; `revealed` is as in `partner_kit`."""
    seen = revealed or {}
    chosen = {row.item_id: row for row in items_of(session, kit) if only in (None, row.item_id)}
    rows = rows_for_outside(session, list(chosen))
    ends = exclusive_ends(session, rows)
    status = {item.id: item_status(kit, item, chosen[item.id], ends.get(item.id)) for item in rows}
    status |= {
        ident: replace(status[ident], is_concealed=False, exclusive_until=None) for ident in status.keys() & seen.keys()
    }
    found = {ident: availability(one, now) for ident, one in status.items()}
    read_ahead(session, rows)
    given = [] if revealed is None and concealed(campaign.guard) else _given(session, found, seen, now)
    found |= dict.fromkeys(_open(found) - {seen.item.id for seen in given}, Availability.REVISED)
    return _Look(rows, ends, found, given)


def _has_ended_pictures(
    session: Session, items: Sequence[Item], found: Mapping[int, Availability], now: datetime
) -> bool:
    """Say whether consent for a picture is over that partners may have; of what is closed nothing is told."""
    given = [item for item in items if found[item.id] is not Availability.CLOSED]
    return any(
        row_fault(row, today_of(session, item, now)) is not None
        for item in given
        for row in picture_rows(session, item).values()
    )


def item_status(kit: Kit, item: Item, chosen: KitItem, exclusive: ExclusiveEnd | None) -> ItemStatus:
    """Return what decides whether an item of a kit goes out."""
    guard = item.guard
    return ItemStatus(
        is_concealed=concealed(guard),
        exclusive_until=exclusive.at if exclusive is not None else None,
        state=State(item.state),
        audience=Audience(guard.audience),
        chosen=Audience(chosen.audience),
        is_in_campaign=item.campaign_id == kit.campaign_id,
    )


def _opening(item: Item, exclusive: ExclusiveEnd | None) -> Opening | None:
    """Return when a closed item opens, as far as is known; while it is under embargo, no exclusive is told of."""
    guard = item.guard
    if concealed(guard):
        return (
            None if guard.held or guard.embargo_at is None else Opening(guard.embargo_at, guard.embargo_zone or "UTC")
        )
    return Opening(exclusive.at, exclusive.zone) if exclusive is not None else None


def _campaign_opening(campaign: Campaign) -> tuple[Opening, ...]:
    lift = _lift(campaign.guard) if concealed(campaign.guard) else None
    return (lift,) if lift is not None else ()


def _lift(guard: Guard) -> Opening | None:
    """Return when an embargo lifts; None if it is on hold, or has no moment."""
    if guard.held or guard.embargo_at is None:
        return None
    return Opening(guard.embargo_at, guard.embargo_zone or "UTC")


def _open(found: Mapping[int, Availability]) -> frozenset[int]:
    return frozenset(ident for ident, available in found.items() if available is Availability.OPEN)


def _given(
    session: Session, found: Mapping[int, Availability], revealed: Mapping[int, Seen], now: datetime
) -> list[Seen]:
    """Return what is open with its text, but for what may not be published."""
    known = [revealed[ident] for ident in sorted(_open(found) & revealed.keys())]
    given = [*open_for_outside(session, _open(found) - revealed.keys()), *known]
    given.sort(key=lambda seen: (seen.item.publish_on or date.max, seen.item.id))
    return [seen for seen in given if fault_of(session, seen, now) is None]


def fault_of(session: Session, seen: Seen, now: datetime) -> Fault | None:
    """Say whether a required check finds something, or a speaker who is quoted no longer agrees, published or not."""
    if faulty_quotes(session, seen.item, seen.text, now):
        return Fault.QUOTE
    is_kept = seen.item.state in UNPUBLISHED and bool(failed_checks(session, seen.item, seen.text, now))
    return Fault.CHECK if is_kept else None


def _entries(session: Session, kit: Kit, link: KitLink, items: Sequence[Seen], now: datetime) -> Iterator[KitEntry]:
    """Yield what is given. Of posts the partner gets their share alone, if the kit deals them out."""
    channels = channels_of_all(session, items)
    texts = {seen.item.id: _texts(seen, channels.get(seen.item.id, ())) for seen in items}
    share = _share(kit, _turn(session, kit, link), items, texts)
    for seen in items:
        theirs = tuple(one for one in texts[seen.item.id] if _is_theirs(seen, one, share))
        if theirs:
            yield _entry(session, seen, theirs, now)


def _texts(seen: Seen, channels: Sequence[str]) -> tuple[Publication, ...]:
    """Return what is posted where; texts of single organisations of the coalition are for none of the partners.

    What is too long for a channel is left out where there is another text for it that is not.
    """
    pasted = publications(seen.text, channels or WITHOUT_CHANNEL, Kind(seen.item.kind))
    found = [one for one in pasted if one.organisation_id is None and one.text]
    too_long = {(one.channel.slug, one.language) for one in found if one.count.over}
    fitting = {one.channel.slug for one in found if (one.channel.slug, one.language) not in too_long}
    return tuple(
        one for one in found if (one.channel.slug, one.language) not in too_long or one.channel.slug not in fitting
    )


def _turn(session: Session, kit: Kit, link: KitLink) -> int:
    return [one.id for one in links_of(session, kit)].index(link.id)


def _share(
    kit: Kit, turn: int, items: Sequence[Seen], texts: dict[int, tuple[Publication, ...]]
) -> dict[int, frozenset[tuple[str, str]]] | None:
    """Return for which places the partner gets which post; None if everybody gets all."""
    if not kit.is_dealt:
        return None
    posts = sorted(seen.item.id for seen in items if Kind(seen.item.kind) is Kind.POST)
    return dict(dealt([(post, {(one.channel.slug, one.language) for one in texts[post]}) for post in posts], turn))


def _is_theirs(seen: Seen, one: Publication, share: dict[int, frozenset[tuple[str, str]]] | None) -> bool:
    if share is None or Kind(seen.item.kind) is not Kind.POST:
        return True
    return (one.channel.slug, one.language) in share.get(seen.item.id, ())


def _entry(session: Session, seen: Seen, texts: tuple[Publication, ...], now: datetime) -> KitEntry:
    item, text = seen.item, seen.text
    today = today_of(session, item, now)
    return KitEntry(
        title=text.title,
        kind=item.kind,
        texts=texts,
        hashtags=hashtag_line(text.hashtags),
        call=call_text(text),
        link=text.call_to_action_link,
        pictures=tuple(one for one in seen_pictures(session, seen) if row_fault(one.row, today) is None),
        publish_at=item.publish_at,
        publish_zone=item.publish_zone or "UTC",
        publish_on=item.publish_on if item.publish_at is None else None,
    )
