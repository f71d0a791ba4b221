"""The coalition of the tests of campaigns, and plans that are applied to its campaigns."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.content.domain.kinds import Kind
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.listener import ContentListener
from scheduler.playbooks.domain.planning import PlannedLine, fingerprint
from scheduler.playbooks.domain.slots import Owner, OwnerRole, Plan, Slot, SlotKind, ZoneRule
from scheduler.playbooks.models import PlaybookUse
from scheduler.playbooks.services.apply import Application, apply_plan, previewed
from tests.campaigns import conftest as campaigns
from tests.campaigns.conftest import Coalition, viewer
from tests.fakes import Follower

build_coalition = campaigns.build_coalition
coalition = campaigns.coalition
edition = campaigns.edition
follower = campaigns.follower
start = campaigns.start

SOCIAL = ("bluesky", "facebook")
PLAN = Plan(
    source="trial",
    name="Trial",
    slots=(
        Slot(key="brief", kind=SlotKind.TASK, title="Brief staff", offset_days=-5, owner=Owner(role=OwnerRole.EACH)),
        Slot(
            key="call", kind=SlotKind.TASK, title="Call partners", offset_days=-1, owner=Owner(role=OwnerRole.MANAGER)
        ),
        Slot(
            key="release",
            kind=SlotKind.CONTENT,
            title="Press release",
            offset_days=-1,
            at_time=time(17),
            item_kind=Kind.PRESS_RELEASE,
            channels=("press_list",),
        ),
        Slot(
            key="post",
            kind=SlotKind.CONTENT,
            title="Post",
            offset_days=0,
            owner=Owner(role=OwnerRole.EACH),
            at_time=time(9),
            zone_rule=ZoneRule.CHANNEL,
            channels=SOCIAL,
        ),
    ),
)


@pytest.fixture
def context_as(now: datetime, follower: Follower) -> Callable[[Person | None], ChangeContext]:
    def context(actor: Person | None) -> ChangeContext:
        return ChangeContext((CampaignListener(), ContentListener(), follower), actor.id if actor else None, now)

    return context


@dataclass(frozen=True)
class Planner:
    """Previews and applies plans as somebody."""

    session: Session
    coalition: Coalition
    context_as: Callable[[Person | None], ChangeContext]

    def lines(self, campaign: Campaign, plan: Plan = PLAN, who: Person | None = None) -> list[PlannedLine]:
        person = who or self.coalition.ana
        now = self.context_as(person).now
        shown = previewed(self.session, viewer(self.session, person), campaign, plan, now=now, language="en")
        return list(shown)

    def sending(
        self, campaign: Campaign, plan: Plan = PLAN, who: Person | None = None, **changes: object
    ) -> Application:
        """Return what a page sends back on which nothing was unticked."""
        lines = self.lines(campaign, plan, who)
        values: dict[str, object] = {"plan": plan, "form_id": "f", "language": "en", "fingerprint": fingerprint(lines)}
        values["ticked"] = frozenset(line.key for line in lines if line.is_ticked)
        return Application(**(values | changes))  # type: ignore[arg-type]

    def apply(self, campaign: Campaign, sent: Application | None = None, who: Person | None = None) -> PlaybookUse:
        person = who or self.coalition.ana
        sent = sent or self.sending(campaign, who=who)
        return apply_plan(self.session, campaign, sent, viewer(self.session, person), self.context_as(person))

    def tasks(self, campaign: Campaign) -> list[Task]:
        query = select(Task).where(Task.campaign_id == campaign.id, Task.deleted_at.is_(None))
        return list(self.session.scalars(query.order_by(Task.due_on, Task.title, Task.organisation_id)))

    def items(self, campaign: Campaign) -> list[Item]:
        query = select(Item).where(Item.campaign_id == campaign.id, Item.deleted_at.is_(None))
        return list(self.session.scalars(query.order_by(Item.publish_on, Item.id)))

    def title(self, item: Item) -> str:
        return current_version(self.session, item).title


@pytest.fixture
def planner(session: Session, coalition: Coalition, context_as: Callable[[Person | None], ChangeContext]) -> Planner:
    return Planner(session, coalition, context_as)
