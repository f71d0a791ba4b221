"""Links of the calendar to the pages that move things: they lead somewhere, for those who may, from the right day."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind, EntryStatus
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.events.services.events import EventDraft, create_event
from scheduler.pages.local_entries import LocalEntry
from tests.content.stage import DAY, SECRECY
from tests.pages.web.campaign_scenes import CampaignScene

DUE = DAY - timedelta(days=14)


@pytest.fixture
def scene(store, campaign_scene: CampaignScene) -> CampaignScene:
    made = campaign_scene
    made.task("Brief the press", due_on=DUE)
    made.item()
    store.commit()
    return made


def links(scene: CampaignScene, who: str, day: date) -> list[str]:
    text = scene.client(who).get(f"/calendar/{day}").text
    return re.findall(r'class="entry-move[^>]*href="([^"]+)"', text)


def dragged(scene: CampaignScene, who: str, month: str = "2027-07") -> dict[str, str]:
    """Return the day from which each entry of a month is moved, by the page that moves it."""
    text = scene.client(who).get(f"/calendar?month={month}").text
    return dict(re.findall(r'data-move="([^"]+)" data-first="([^"]+)"', text))


def test_each_link_opens_the_page_that_moves(scene):
    found = [*links(scene, "lead", DAY), *links(scene, "lead", DUE)]

    assert len(found) == 3
    assert [scene.client("lead").get(path).status_code for path in found] == [200, 200, 200]


def test_a_task_is_moved_from_its_former_address_too(scene):
    session = scene.stage.session
    task = session.scalars(select(Entry).where(Entry.kind == EntryKind.TASK)).one()
    former = task.path.replace("/work#", "#")
    assert former != task.path
    session.execute(update(Entry).where(Entry.id == task.id).values(path=former))

    (link,) = links(scene, "lead", DUE)

    assert scene.client("lead").get(link).status_code == 200


def test_dragged_is_what_is_linked(scene):
    found = dragged(scene, "lead")

    assert set(found) == {*links(scene, "lead", DAY), *links(scene, "lead", DUE)}
    assert set(found.values()) == {DAY.isoformat(), DUE.isoformat()}


@pytest.mark.parametrize("who", ["member", "far_lead", "visitor"])
def test_who_may_move_nothing_is_offered_nothing(scene, who):
    assert not links(scene, who, DAY)
    assert not dragged(scene, who)


def test_what_is_under_embargo_is_not_moved_from_the_calendar(scene):
    item = scene.item(secrecy=SECRECY)
    for who in ("owner", "lead", "coordinator"):
        assert not [path for path in links(scene, who, DAY) if item.public_id in path]


def test_an_event_is_moved_from_its_own_day_not_from_the_readers(scene):
    stage = scene.stage
    at = Timed(datetime(2027, 7, 20, 8, 0), "Pacific/Kiritimati")
    draft = EventDraft(title="Vigil", when=at, organisation_id=stage.bay.id, audience=Audience.COALITION)
    event = create_event(stage.session, draft, form_id="a", context=stage.context("lead"))
    stage.session.commit()
    path = f"/events/{event.public_id}/move"

    # At that moment it is still the day before wherever the reader is.
    assert path in links(scene, "lead", date(2027, 7, 19))
    assert dragged(scene, "lead")[path] == "2027-07-20"
    text = scene.client("lead").get(path).text
    assert "Tue 20 Jul 2027, 08:00" in re.sub(r"<[^>]+>", "", text)
    assert 'title="Pacific/Kiritimati">' in text
    assert "your time: Mon 19 Jul 2027, " in re.sub(r"<[^>]+>", "", text)


def test_own_day_is_that_of_the_clocks_there():
    moment = datetime(2027, 7, 19, 18, 0, tzinfo=UTC)
    here = date(2027, 7, 19)
    kind, status = EntryKind.EVENT, EntryStatus.CONFIRMED
    entry = LocalEntry(1, "A", here, here, moment, moment, "Pacific/Kiritimati", kind, status, "/events/a")

    assert entry.own_first_day == date(2027, 7, 20)
