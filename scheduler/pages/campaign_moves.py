"""What a campaign's move left behind: items on their way that still have the day from before."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scheduler.campaigns.domain.days import Move, days_to_shift
from scheduler.campaigns.presenters.campaign import CampaignPage
from scheduler.campaigns.queries.history import moves_of
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.queries.listed import ListedItem, ListedSeen
from scheduler.content.services.audit_trail import redated_at
from scheduler.db import AppSession
from scheduler.pages.campaign_work import CampaignWork
from scheduler.pages.month import Reader

MOVED_LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class UnshiftedItems:
    """Items that stand so many days from where they stood before the campaign moved; `own` the reader may shift."""

    days: int
    count: int
    own: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LateMoves:
    """The moves of late, oldest first, and the items that stayed where they were."""

    moves: tuple[Move, ...] = ()
    unshifted_items: tuple[UnshiftedItems, ...] = ()


def late_moves(session: AppSession, reader: Reader, campaign_page: CampaignPage, work: CampaignWork) -> LateMoves:
    """Return the moves of a campaign that is not cancelled."""
    if campaign_page.cancelled_at is not None:
        return LateMoves()
    since = reader.now - MOVED_LATELY
    moves = moves_of(session, reader.viewer, campaign_page.id, campaign_page.guard_id, since)
    return LateMoves(moves, _left_behind(session, moves, work.seen, work.own) if moves else ())


def _left_behind(
    session: AppSession, moves: Sequence[Move], seen: Iterable[ListedSeen], own: Collection[int]
) -> tuple[UnshiftedItems, ...]:
    """Return items on their way that were given their day before the campaign moved, by how far it went on."""
    dated = [one.item for one in seen if one.item.state in UNPUBLISHED and one.item.publish_on is not None]
    redated = redated_at(session, [item.id for item in dated], moves[0].at)
    groups: dict[int, list[ListedItem]] = {}
    for item in dated:
        days = days_to_shift(moves, redated.get(item.id, item.created_at))
        if days:
            groups.setdefault(days, []).append(item)
    return tuple(
        UnshiftedItems(days, len(items), tuple(item.public_id for item in items if item.id in own))
        for days, items in sorted(groups.items())
    )
