"""Moving events and dates of observances: those who may, what follows, and days on which it cannot be."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from typing_extensions import override

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.entry_drafts import AllDay, Timed, When
from scheduler.agenda.services.viewers import viewer_of
from scheduler.audit.models import AuditRow
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.tasks import TaskDraft, add_task
from scheduler.events.models import Event
from scheduler.events.services.events import EventDraft, create_event
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from tests.content.stage import DAY
from tests.fakes import FakeClock
from tests.observances.catalogues import DAY as WORLD_DAY
from tests.observances.catalogues import csv_of
from tests.pages.web.campaign_scenes import CampaignScene
from tests.pages.web.test_moves import TO, preview, shown


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    store.commit()
    return made


ON_THE_DAY = AllDay(DAY, DAY)


def event(scene: CampaignScene, when: When = ON_THE_DAY, audience: Audience = Audience.COALITION) -> str:
    stage = scene.stage
    draft = EventDraft(title="Vigil at the harbour", when=when, organisation_id=stage.bay.id, audience=audience)
    found = create_event(stage.session, draft, form_id="a", context=stage.context("lead"))
    stage.session.commit()
    return f"/events/{found.public_id}"


def day_of_event(scene: CampaignScene) -> tuple[date, date]:
    found = scene.stage.session.execute(select(Event.first_day, Event.last_day)).one()
    scene.stage.session.commit()
    return found[0], found[1]


def test_an_event_moves_as_a_whole(scene):
    path = event(scene, AllDay(DAY, date(2027, 8, 1)))
    fingerprint = shown(preview(scene, path))
    assert day_of_event(scene) == (DAY, date(2027, 8, 1))

    assert scene.post("lead", f"{path}/move", day=TO.isoformat(), shown=fingerprint).status_code == 303
    assert day_of_event(scene) == (TO, date(2027, 8, 4))


def test_a_double_click_moves_once_and_is_no_mistake(scene):
    path = event(scene)
    fingerprint = shown(preview(scene, path))
    said = {"day": TO.isoformat(), "shown": fingerprint}
    scene.post("lead", f"{path}/move", **said)
    count = scene.stage.session.scalar(select(func.count(AuditRow.id)))

    answer = scene.post("lead", f"{path}/move", **said)

    assert (answer.status_code, answer.location) == (303, f"{path}/move")
    assert scene.stage.session.scalar(select(func.count(AuditRow.id))) == count
    assert day_of_event(scene)[0] == TO


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 200), ("editor", 200), ("coordinator", 200), ("member", 403), ("far_lead", 403)]
)
def test_an_event_is_moved_by_those_who_may_change_it(scene, who, status):
    path = event(scene)

    assert scene.client(who).get(f"{path}/move").status_code == status
    assert scene.post(who, f"{path}/move", day=TO.isoformat()).status_code == status
    assert day_of_event(scene)[0] == DAY


def test_an_event_of_others_does_not_exist(scene):
    path = event(scene, audience=Audience.ORGANISATIONS)

    assert scene.post("far_lead", f"{path}/move", day=TO.isoformat()).status_code == 404


def test_an_event_that_clocks_would_turn_around_is_refused_beside_its_day(scene):
    # On 28 March 2027 there is no time between 02:00 and 03:00 in Brussels.
    times = (datetime(2027, 3, 21, 2, 30), datetime(2027, 3, 21, 3, 0))
    path = event(scene, Timed(times[0], "Europe/Brussels", times[1]))

    answer = scene.post("lead", f"{path}/move", day="2027-03-28")

    assert answer.status_code == 422
    assert "Clocks change on that day" in answer.text
    assert "Vigil at the harbour" in scene.client("lead").get(path).text
    assert day_of_event(scene)[0] == date(2027, 3, 21)


@pytest.fixture
def edition(scene) -> str:
    """The address of the World Day on 30 July 2027, around which a campaign with a task is built."""
    session, context = scene.stage.session, scene.stage.context("coordinator")
    import_catalogue(session, csv_of(WORLD_DAY), context)
    observance = session.scalars(select(Observance)).one()
    register(session, observance, context)
    found = session.scalars(select(Edition).where(Edition.period == "2027")).one()
    lead = scene.stage.id("lead")
    draft = CampaignDraft(title="Around it", organisation_id=scene.stage.bay.id, owner_id=lead, edition_id=found.id)
    new = NewCampaign(draft=draft, form_id="b", organisations=frozenset(), audience=AudienceDraft(Audience.COALITION))
    made = create_campaign(session, new, viewer_of(actor_roles(session, lead)), scene.stage.context("lead"))
    task = TaskDraft(title="Brief the press", due_on=date(2027, 7, 20))
    add_task(session, made, task, form_id="c", context=scene.stage.context("lead"))
    session.commit()
    return f"/observances/{observance.slug}/2027"


def days(scene: CampaignScene) -> list[date | None]:
    """Return the days of the edition, of its campaign and of the task in it."""
    session = scene.stage.session
    found = [*session.scalars(select(Edition.override_starts_on).where(Edition.period == "2027"))]
    found += session.scalars(select(Campaign.first_day).where(Campaign.edition_id.is_not(None)))
    found += session.scalars(select(Task.due_on))
    session.commit()
    return found


def test_a_date_of_an_observance_takes_campaigns_and_their_tasks_along(scene, edition):
    before = days(scene)
    text = preview(scene, edition, "coordinator")
    assert "1 campaign moves." in text
    assert "1 task moves." in text
    assert days(scene) == before == [None, DAY, date(2027, 7, 20)]

    answer = scene.post("coordinator", f"{edition}/move", day=TO.isoformat(), shown=shown(text))

    assert answer.status_code == 303
    assert days(scene) == [TO, TO, date(2027, 7, 23)]


def test_the_calendar_leads_coordinators_there_and_nobody_else(scene, edition):
    path = f"{edition}/move"
    for who, sees in (("coordinator", True), ("lead", False), ("member", False), ("visitor", False)):
        assert (path in scene.client(who).get(f"/calendar/{DAY}").text) is sees
    assert scene.client("coordinator").get(path).status_code == 200


@pytest.mark.parametrize("who", ["lead", "member", "far_lead"])
def test_a_date_others_plan_around_is_moved_by_its_steward_and_coordinators_alone(scene, edition, who):
    assert scene.post(who, f"{edition}/move", day=TO.isoformat()).status_code == 403


def test_steward_who_has_no_other_role_moves_a_date_from_its_observance(scene, edition):
    session = scene.stage.session
    session.scalars(select(Observance)).one().steward_id = scene.stage.id("member")
    page = edition.rsplit("/", 1)[0]

    assert f'href="{edition}/move"' in scene.client("member").get(page).text
    assert scene.client("member").get(f"{edition}/move").status_code == 200
    assert f'href="{edition}/move"' not in scene.client("lead").get(page).text


def test_visitors_log_in_first(scene, edition):
    for path in (edition, event(scene)):
        answer = scene.client("visitor").get(f"{path}/move")
        assert "/login" in answer.headers["Location"]


def test_a_day_too_far_from_its_year_is_refused_beside_its_field(scene, edition):
    answer = scene.post("coordinator", f"{edition}/move", day="2029-07-30")

    assert answer.status_code == 422
    assert "too far from 2027" in answer.text


def test_a_campaign_that_follows_a_date_is_not_moved_itself(scene, edition):
    query = select(Campaign.public_id).where(Campaign.edition_id.is_not(None))
    path = f"/campaigns/{scene.stage.session.scalars(query).one()}/move"

    assert scene.client("lead").get(path).status_code == 404
    assert path not in scene.client("lead").get(f"/calendar/{DAY}").text


class TickingClock(FakeClock):
    """Shows another moment each time that somebody looks."""

    @override
    def now(self) -> datetime:
        return self.advance(timedelta(milliseconds=1))


def test_what_follows_is_found_while_the_clock_goes_on(scene, app, clock, edition):
    app.extensions["scheduler.clock"] = TickingClock(clock.moment)

    text = preview(scene, edition, "coordinator")
    assert "1 campaign moves." in text
    assert scene.post("coordinator", f"{edition}/move", day=TO.isoformat(), shown=shown(text)).status_code == 303
    assert days(scene) == [TO, TO, date(2027, 7, 23)]
