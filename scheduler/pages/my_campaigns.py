"""The campaigns that concern a person, each on time, at risk or late, by what the next days need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.accounts.reading import organisations_by_id
from scheduler.campaigns.domain.health import RISK, CampaignHealth, Need, health
from scheduler.campaigns.queries.campaigns import campaigns_in_hand
from scheduler.campaigns.queries.task_counts import near_tasks
from scheduler.content.presenters.todo import NearItems, Waiting
from scheduler.content.queries.open_items import NOT_NEAR, NearIn
from scheduler.dates.timezones import day_of
from scheduler.db import AppSession
from scheduler.pages.campaign_work import needs_of_items
from scheduler.pages.month import Reader

MOST_CAMPAIGNS = 5
# A day ends up to a day later, or sooner, where somebody else is.
_NEAR = RISK + timedelta(days=2)


@dataclass(frozen=True, slots=True)
class CampaignInHand:
    """A campaign that goes on; days inclusive, None while not announced."""

    id: int
    public_id: str
    title: str
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class NearWork:
    """The nearest campaigns of a person, their tasks near enough to count for their health, and which items are."""

    campaigns: tuple[CampaignInHand, ...]
    tasks: Mapping[int, Sequence[Need]]
    items: NearIn


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign in the list of a person."""

    public_id: str
    title: str
    first_day: date | None
    last_day: date | None
    health: CampaignHealth


def near_work(session: AppSession, reader: Reader) -> NearWork:
    """Return the nearest campaigns that concern the reader, with their near work; two statements at most."""
    today = day_of(reader.now, reader.zone)
    rows = campaigns_in_hand(session, reader.viewer, today, limit=MOST_CAMPAIGNS)
    found = tuple(CampaignInHand(*row) for row in rows)
    if not found:
        return NearWork((), {}, NOT_NEAR)
    ids, until = [one.id for one in found], today + _NEAR
    return NearWork(found, near_tasks(session, ids, until, reader.now), NearIn(ids, until))


def campaign_lines(session: AppSession, reader: Reader, near: NearWork, loaded: NearItems) -> tuple[CampaignLine, ...]:
    """Return the campaigns with their health, which is that of their own pages; `loaded` are their near items.

    What is neither late nor near puts nothing at risk, so it is not looked at.
    """
    zones = {ident: row.zone for ident, row in organisations_by_id(session).items()} if near.campaigns else {}
    steps: dict[int, list[Waiting]] = {}
    for one in loaded.waiting:
        steps.setdefault(one.item_id, []).append(one)
    lines = []
    for campaign in near.campaigns:
        items = [one for one in loaded.items if one.item.campaign_id == campaign.id]
        waits = [step for one in items for step in steps.get(one.item.id, ())]
        needs = [*near.tasks.get(campaign.id, ()), *needs_of_items(items, waits, zones)]
        stands = health(needs, reader.now)
        lines.append(CampaignLine(campaign.public_id, campaign.title, campaign.first_day, campaign.last_day, stands))
    return tuple(lines)
