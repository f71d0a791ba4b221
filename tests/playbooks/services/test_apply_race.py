"""Several people apply a playbook in the same moment: it is applied once, and the others are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.models import Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.content.models import Item
from scheduler.db import AppSession
from scheduler.playbooks.domain.planning import fingerprint
from scheduler.playbooks.models import PlaybookUse
from scheduler.playbooks.services.apply import Application, apply_plan, previewed
from scheduler.rows import StaleEditError
from tests.campaigns.conftest import DAY, Coalition, viewer
from tests.playbooks.conftest import PLAN

PEOPLE = 4


@dataclass(frozen=True)
class Scene:
    """Ids of who applies it to what, and what the page showed."""

    campaign: int
    ana: int
    ticked: frozenset[str]
    shown: str
    now: datetime


@pytest.fixture
def scene(sessions: sessionmaker[AppSession], build_coalition: Callable[[Session], Coalition], now: datetime) -> Scene:
    with sessions() as session:
        who = build_coalition(session)
        draft = CampaignDraft(
            title="Chain", organisation_id=who.lantern.id, owner_id=who.ana.id, first_day=DAY, last_day=DAY
        )
        ana, context = viewer(session, who.ana), ChangeContext((), who.ana.id, now)
        new = NewCampaign(draft=draft, form_id="c", organisations=frozenset({who.harbour.id}))
        campaign = create_campaign(session, new, ana, context)
        lines = previewed(session, ana, campaign, PLAN, now=now, language="en")
        session.commit()
        return Scene(campaign.id, who.ana.id, frozenset(line.key for line in lines), fingerprint(lines), now)


def together(sessions: sessionmaker[AppSession], scene: Scene, form_of: Callable[[int], str]) -> list[str]:
    """Let several send what they were shown at once; return what became of each."""
    start = Barrier(PEOPLE)

    def go(number: int) -> str:
        sent = Application(
            plan=PLAN, ticked=scene.ticked, fingerprint=scene.shown, form_id=form_of(number), language="en"
        )
        with sessions() as session:
            start.wait()
            campaign, ana = session.get_one(Campaign, scene.campaign), session.get_one(Person, scene.ana)
            try:
                apply_plan(session, campaign, sent, viewer(session, ana), ChangeContext((), scene.ana, scene.now))
            except StaleEditError:
                return "stale"
            session.commit()
            return "done"

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sorted(pool.map(go, range(PEOPLE)))


def made(sessions: sessionmaker[AppSession]) -> list[int | None]:
    with sessions() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in (Task, Item, PlaybookUse)]


def test_one_form_sent_several_times_makes_everything_once(sessions: sessionmaker[AppSession], scene: Scene) -> None:
    assert together(sessions, scene, lambda _number: "one") == ["done"] * PEOPLE
    assert made(sessions) == [4, 2, 1]


def test_of_several_people_one_applies_it_and_the_others_are_told(
    sessions: sessionmaker[AppSession], scene: Scene
) -> None:
    assert together(sessions, scene, str) == ["done", *["stale"] * (PEOPLE - 1)]
    assert made(sessions) == [4, 2, 1]
