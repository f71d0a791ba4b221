"""Two people, or a person and the lift, change the same campaign in the same moment: one of them is told."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import NotKeptBackError
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.lift import each, lift
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.calendar_entries import republish_campaign, republish_task
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, change_campaign, create_campaign
from scheduler.campaigns.services.embargo import place_campaign_on_hold
from scheduler.campaigns.services.tasks import TaskDraft, add_task, change_task
from scheduler.db import AppSession
from scheduler.rows import StaleEditError
from tests.campaigns.conftest import DAY, Coalition, viewer

WRITERS = {"campaign": each(republish_campaign), "task": each(republish_task)}
EMBARGO = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
AFTER = datetime(2027, 7, 30, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """Ids of what two sessions change."""

    campaign: int
    guard: int
    task: int
    ana: int
    lantern: int

    def context(self, now: datetime = AFTER) -> ChangeContext:
        return ChangeContext((), self.ana, now)


@pytest.fixture
def scene(sessions: sessionmaker[AppSession], build_coalition: Callable[[Session], Coalition], now: datetime) -> Scene:
    with sessions() as session:
        who = build_coalition(session)
        draft = CampaignDraft(
            title="Chain", organisation_id=who.lantern.id, owner_id=who.ana.id, first_day=DAY, last_day=DAY
        )
        audience = AudienceDraft(
            Audience.COALITION, embargo=EMBARGO, embargo_group_organisations=frozenset({who.lantern.id})
        )
        context = ChangeContext((), who.ana.id, now)
        new = NewCampaign(draft=draft, form_id="c", audience=audience)
        campaign = create_campaign(session, new, viewer(session, who.ana), context)
        task = add_task(session, campaign, TaskDraft(title="Call", due_on=DAY), form_id="t", context=context)
        scene = Scene(campaign.id, campaign.guard_id, task.id, who.ana.id, who.lantern.id)
        session.commit()
    return scene


def rename(session: Session, scene: Scene, title: str) -> None:
    campaign = session.get_one(Campaign, scene.campaign)
    draft = CampaignDraft(title=title, organisation_id=scene.lantern, owner_id=scene.ana, first_day=DAY, last_day=DAY)
    change_campaign(session, campaign, draft, revision=1, context=scene.context())


def rename_task(session: Session, scene: Scene, title: str) -> None:
    campaign, task = session.get_one(Campaign, scene.campaign), session.get_one(Task, scene.task)
    draft = TaskDraft(title=title, due_on=date(2027, 7, 20))
    change_task(session, campaign, task, draft, revision=1, context=scene.context())


def hold(session: Session, scene: Scene, _title: str) -> None:
    campaign = session.get_one(Campaign, scene.campaign)
    session.get_one(Guard, scene.guard)
    place_campaign_on_hold(session, campaign, actor_roles(session, scene.ana), scene.context())


def let_out(session: Session, scene: Scene, _title: str) -> None:
    assert lift(session, scene.guard, WRITERS, ChangeContext((), None, AFTER))


Act = Callable[[Session, Scene, str], None]


@pytest.mark.parametrize(
    ("first", "second", "refused"),
    [
        (rename, rename, StaleEditError),
        (rename_task, rename_task, StaleEditError),
        (let_out, hold, NotKeptBackError),
    ],
)
def test_who_comes_second_is_told(
    sessions: sessionmaker[AppSession], scene: Scene, first: Act, second: Act, refused: type[Exception]
) -> None:
    outcomes: list[object] = []

    def come_second() -> None:
        with sessions() as session:
            try:
                second(session, scene, "Theirs")
                session.commit()
                outcomes.append("saved")
            except refused as error:
                outcomes.append(type(error))

    with sessions() as session:
        first(session, scene, "Mine")
        thread = threading.Thread(target=come_second)
        thread.start()
        thread.join(timeout=0.5)
        session.commit()
    thread.join(timeout=20)

    assert outcomes == [refused]
