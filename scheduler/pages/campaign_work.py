"""What the pages of a campaign know of its work: the items that the reader may read, and everything that waits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.reading import organisations_by_id
from scheduler.campaigns.domain.health import CampaignHealth, Need, NeedKind, health
from scheduler.campaigns.domain.todo import Changed, WaitingRow
from scheduler.campaigns.presenters.campaign import CampaignPage
from scheduler.content.domain.next_steps import NextStep
from scheduler.content.domain.signoff import Status
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.permissions import roles
from scheduler.content.presenters.todo import Overview, Waiting, kind_of, overview_of
from scheduler.content.queries.listed import AnySeen, ListedSeen, listed_of_campaign
from scheduler.dates.timezones import day_end
from scheduler.db import AppSession
from scheduler.pages.campaign_todo import lines_of
from scheduler.pages.month import Reader

_NO_DAY, _NO_TIME = date.max, datetime.min.replace(tzinfo=UTC)
_TOWARDS_SIGN_OFF = frozenset(
    {
        NextStep.WRITE,
        NextStep.ASK,
        NextStep.SIGN,
        NextStep.CHECK,
        NextStep.RENEW,
        NextStep.ANSWER_NO,
        NextStep.REPLACE,
        NextStep.NAME_LEAD,
    }
)
_NOT_NEEDED = frozenset({NextStep.REVIEW, NextStep.PITCH, NextStep.LIFT, NextStep.RELEASE})
"""Steps without which an item can be published: a review blocks nothing, and the others go by the clock or a hold."""


@dataclass(frozen=True, slots=True)
class CampaignWork:
    """The items that the reader may read, in order of day, and everything that waits, the most urgent first.

    `own` the reader may change, `pending` are neither out nor given up, by id. `changes` are those since a yes of the
    reader's own organisations, by item.
    """

    seen: tuple[ListedSeen, ...]
    overview: Overview
    own: frozenset[int]
    pending: frozenset[int]
    changes: Mapping[int, tuple[Changed, ...]]
    waits: tuple[WaitingRow, ...]
    health: CampaignHealth

    @property
    def may_change(self) -> bool:
        """May the reader change one of the items?"""
        return bool(self.own)

    @property
    def may_move(self) -> bool:
        """May the reader change one that is neither out nor given up?"""
        return bool(self.own & self.pending)

    @property
    def overdue(self) -> int:
        """How much of what waits is late."""
        return sum(line.is_late for line in self.waits)

    @property
    def on_reader(self) -> int:
        """How much of it waits on the reader."""
        return sum(line.mine for line in self.waits)

    @property
    def without_somebody(self) -> int:
        """How many tasks and items nobody sees to."""
        return sum(is_unassigned(line) for line in self.waits)


def is_unassigned(line: WaitingRow) -> bool:
    """Say whether a line is there because nobody sees to a task or an item."""
    return line.kind == kind_of(NextStep.OWN) or line.needs_somebody


def work_of(
    session: AppSession,
    reader: Reader,
    actor_roles: ActorRoles,
    campaign_page: CampaignPage,
    *,
    with_all_answers: bool = False,
) -> CampaignWork:
    """Return the work in a campaign that the reader has been let into; the number of queries does not grow.

    Its papers and changes are of what is in review, or of everything.
    """
    seen = tuple(sorted(listed_of_campaign(session, reader.viewer, campaign_page.id), key=_place))
    overview = overview_of(session, seen, reader.now, with_all_answers=with_all_answers)
    changes = {one.item.id: tuple(_changes(one, overview, actor_roles)) for one in seen}
    pending = frozenset(one.item.id for one in seen if one.item.state in UNPUBLISHED)
    steps = [one for one in overview.waiting if one.item_id in pending]
    zones = {ident: row.zone for ident, row in organisations_by_id(session).items()}
    changed = [each for found in changes.values() for each in found]
    return CampaignWork(
        seen=seen,
        overview=overview,
        own=frozenset(one.item.id for one in seen if roles(actor_roles, one.item).roles),
        pending=pending,
        changes=changes,
        waits=lines_of(campaign_page.waiting, steps, actor_roles.person_id, changed),
        health=health([*_needs_of_tasks(campaign_page.waiting), *needs_of_items(seen, steps, zones)], reader.now),
    )


def _place(one: ListedSeen) -> tuple[date, datetime, int]:
    return one.item.publish_on or _NO_DAY, one.item.publish_at or _NO_TIME, one.item.id


def _changes(one: ListedSeen, overview: Overview, actor_roles: ActorRoles) -> Iterable[Changed]:
    """Say what changed since the yes of each of the reader's organisations that an edit has made void."""
    papers, own = overview.papers[one.item.id], actor_roles.organisations
    if not any(answer.organisation_id in own for answer in papers.answers):
        return
    for row in papers.signoff_status.organisations:
        mine = row.organisation_id in own
        if not mine or row.status is not Status.VOID or row.answer is None or not row.answer.is_yes:
            continue
        version = overview.version_answered(one.item.id, row.organisation_id, row.answer.text_hash)
        name = overview.organisations[row.organisation_id]
        yield Changed(one.item.public_id, name, version, one.version.number)


def _needs_of_tasks(tasks: Iterable[WaitingRow]) -> Iterable[Need]:
    for row in tasks:
        yield Need(NeedKind.TASK, row.id, row.ends_at, has_owner=not row.needs_somebody)


def needs_of_items(seen: Collection[AnySeen], steps: Iterable[Waiting], zones: Mapping[int, str]) -> Iterable[Need]:
    """Say what publication needs of unpublished items, by what they wait for; `zones` of their organisations, by id."""
    by_id = {one.item.id: one for one in seen}
    for step in steps:
        if step.step in _NOT_NEEDED:
            continue
        one = by_id[step.item_id]
        kind = NeedKind.SIGN_OFF if step.step in _TOWARDS_SIGN_OFF else NeedKind.STEP
        due_at = step.at or (step.due.ends_at if step.due is not None else None)
        yield Need(kind, step.item_id, due_at, published_by(one, zones), has_owner=one.item.owner_id is not None)


def published_by(one: AnySeen, zones: Mapping[int, str]) -> datetime | None:
    """Return the moment at which an item publishes, the end of its organisation's day while it has no time."""
    item = one.item
    if item.publish_at is not None or item.publish_on is None:
        return item.publish_at
    return day_end(item.publish_on, zones.get(item.organisation_id, "UTC"))
