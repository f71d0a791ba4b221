"""What organisations share, line by line, for coordinators: lead organisation, days, status, and whether it is on time.

How a campaign or an item stands is worked out of what these lines hold and, for campaigns, of their open tasks: of
nothing under embargo, and of nothing that an organisation keeps to itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from scheduler.agenda.domain.visibility import Viewer
from scheduler.campaigns.domain.health import RISK, CampaignHealth, Health, Need, NeedKind, health
from scheduler.campaigns.queries.overview import SharedCampaign, shared_campaigns
from scheduler.campaigns.queries.task_counts import near_tasks
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.queries.overview import SharedItem, shared_items
from scheduler.dates.timezones import day_end, day_of
from scheduler.db import AppSession
from scheduler.web.badges import badge_of
from scheduler.web.csv_cells import table

MOST_LOADED = 2000
"""So many campaigns, and so many items, are looked at; the nearest ones."""

OPEN, CANCELLED = "open", "cancelled"
STATUSES = (OPEN, *State)
_UNSIGNED = frozenset({State.IDEA, State.DRAFT, State.IN_REVIEW})
# A day ends up to a day later, or sooner, where somebody else is.
_NEAR = RISK + timedelta(days=2)
_URGENCY = {Health.LATE: 0, Health.AT_RISK: 1}


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A campaign or an item; days inclusive, None while there are none.

    Title and path are empty where the reader may not read the title. `health` is None for what is over or out;
    its reasons are only those of campaigns that the reader may read.
    """

    organisation_id: int
    organisation: str
    first_day: date | None
    last_day: date | None
    signoff_due_on: date | None
    state: str
    health: CampaignHealth | None
    title: str = ""
    path: str = ""
    is_without_day: bool = False

    @property
    def stands(self) -> str:
        """How it stands, as filters call it; empty for what is over or out."""
        return str(self.health.state) if self.health is not None else ""


@dataclass(frozen=True, slots=True)
class SharedAsked:
    """What of it an address asks for; an empty string narrows nothing."""

    organisation: str = ""
    status: str = ""
    health: str = ""

    @classmethod
    def parse(cls, arguments: Mapping[str, str], organisations: Iterable[str]) -> "SharedAsked":
        """Read an address; what makes no sense narrows nothing."""
        offered: dict[str, set[str]] = {
            "organisation": set(organisations),
            "status": set(STATUSES),
            "health": set(Health),
        }
        found = {name: arguments.get(name, "") for name in offered}
        return cls(**{name: value for name, value in found.items() if value in offered[name]})

    def arguments(self) -> dict[str, str]:
        """Return what an address carries of it."""
        every = {"organisation": self.organisation, "status": self.status, "health": self.health}
        return {name: value for name, value in every.items() if value}

    def fits(self, line: SharedLine) -> bool:
        """Say whether a line is asked for."""
        pairs = ((self.organisation, str(line.organisation_id)), (self.status, line.state), (self.health, line.stands))
        return all(not asked or asked == own for asked, own in pairs)


@dataclass(frozen=True, slots=True)
class SharedWork:
    """The lines that are asked for, what is late first, then what is at risk, then the nearest."""

    campaigns: Sequence[SharedLine]
    items: Sequence[SharedLine]
    has_more: bool


def shared_work(session: AppSession, viewer: Viewer, asked: SharedAsked, now: datetime, zone: str) -> SharedWork:
    """Return what organisations share; three statements, whatever there is."""
    today = day_of(now, zone)
    campaigns = shared_campaigns(session, viewer, today, limit=MOST_LOADED + 1, with_readable=True)
    items = shared_items(session, viewer, today, limit=MOST_LOADED + 1, with_readable=True)
    tasks = near_tasks(session, [one.id for one in campaigns], today + _NEAR, now) if campaigns else {}
    needs: dict[int | None, list[Need]] = {}
    for one in items:
        needs.setdefault(one.campaign_id, []).extend(_needs(one))
    campaign_lines = [
        _campaign_line(one, [*tasks.get(one.id, ()), *needs.get(one.id, ())], now) for one in campaigns[:MOST_LOADED]
    ]
    has_more = max(len(campaigns), len(items)) > MOST_LOADED
    item_lines = [_item_line(one, now) for one in items[:MOST_LOADED]]
    return SharedWork(_in_order(campaign_lines, asked), _in_order(item_lines, asked), has_more)


def _in_order(lines: Iterable[SharedLine], asked: SharedAsked) -> list[SharedLine]:
    kept = (line for line in lines if asked.fits(line))
    return sorted(kept, key=lambda line: _URGENCY.get(line.health.state, 2) if line.health else 2)


def _campaign_line(campaign: SharedCampaign, needs: Iterable[Need], now: datetime) -> SharedLine:
    stands = None if campaign.is_cancelled else health(needs, now)
    if stands is not None and campaign.title is None:
        # How many of its tasks are late is not for whoever may not read them.
        stands = CampaignHealth(stands.state)
    return SharedLine(
        organisation_id=campaign.organisation_id,
        organisation=campaign.organisation,
        first_day=campaign.first_day,
        last_day=campaign.last_day,
        signoff_due_on=None,
        state=CANCELLED if campaign.is_cancelled else OPEN,
        health=stands,
        title=campaign.title or "",
        path=f"/campaigns/{campaign.public_id}" if campaign.public_id else "",
        is_without_day=campaign.is_without_day,
    )


def _item_line(item: SharedItem, now: datetime) -> SharedLine:
    needs = _needs(item)
    return SharedLine(
        organisation_id=item.organisation_id,
        organisation=item.organisation,
        first_day=item.publish_on,
        last_day=item.publish_on,
        signoff_due_on=item.signoff_due_on if item.state in _UNSIGNED else None,
        state=item.state,
        health=health(needs, now) if needs else None,
        title=(item.title or _("Untitled")) if item.public_id else "",
        path=f"/content/{item.public_id}" if item.public_id else "",
    )


def _needs(item: SharedItem) -> tuple[Need, ...]:
    """Return what an item needs by which day, as far as days and status say it; nothing once it is out or given up."""
    if item.state not in UNPUBLISHED:
        return ()
    is_unsigned = item.state in _UNSIGNED
    due_on = item.signoff_due_on if is_unsigned else None
    publishes_at = item.publish_at
    if publishes_at is None and item.publish_on is not None:
        publishes_at = day_end(item.publish_on, item.zone)
    due_at = day_end(due_on, item.zone) if due_on is not None else None
    kind = NeedKind.SIGN_OFF if is_unsigned else NeedKind.STEP
    return (Need(kind, item.id, due_at, publishes_at, has_owner=item.has_owner),)


def shared_csv(work: SharedWork) -> str:
    """Return the lines as a table."""
    head = (_("What"), _("Title"), _("Lead organisation"), _("First day"), _("Last day"))
    lines = ((_("Campaign"), work.campaigns), (_("Content"), work.items))
    rows = (_cells(what, line) for what, found in lines for line in found)
    return table([(*head, _("Sign-off due"), _("Status"), _("Health")), *rows])


def _cells(what: str, line: SharedLine) -> tuple[str, ...]:
    days = (day.isoformat() if day else "" for day in (line.first_day, line.last_day, line.signoff_due_on))
    labels = (str(badge_of(word).label) if word else "" for word in (line.state, line.stands))
    return (what, line.title, line.organisation, *days, *labels)
