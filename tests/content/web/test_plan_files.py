"""The plan for a publishing tool: approved posts of one organisation on one channel, but for what is kept back."""

import csv
import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.guards import Embargo
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.content.models import ItemOpening
from scheduler.content.plan_files.registry import PLAN_FILES
from scheduler.guidance.models import CheckRule
from tests.content import builders
from tests.content.web.newsroom import NOW, Newsroom

AT = NOW + timedelta(days=10)


@pytest.fixture
def plan(newsroom: Newsroom) -> tuple[str, int]:
    row = builders.campaign(newsroom.store, newsroom.bay, newsroom.harbour)
    found = f"/campaigns/{row.public_id}/plan", row.id
    newsroom.store.commit()
    return found


def post(newsroom: Newsroom, campaign_id: int, body: str, *, at: datetime = AT, **changes: Any) -> str:
    state = changes.pop("state", State.APPROVED)
    changes = {"signatories": frozenset(), "sharing": Sharing(ShareScope.COALITION)} | changes
    text, when = ItemText(title=body[:20], body=body), Timed(at.replace(tzinfo=None), "UTC", at=at)
    path = newsroom.item(campaign_id=campaign_id, text=text, when=when, **changes)
    newsroom.put(path, state=state)
    return path


def asked(newsroom: Newsroom, organisation_id: int | None = None, zone: str = "Asia/Manila") -> str:
    return f"tool=hootsuite&channel=x&organisation={organisation_id or newsroom.bay.id}&zone={zone}"


def rows(newsroom: Newsroom, path: str, who: str = "editor", **said: Any) -> list[list[str]]:
    answer = newsroom.get(who, f"{path}.csv?{asked(newsroom, **said)}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True))))


def until(moment: datetime) -> Embargo:
    return Embargo(moment.replace(tzinfo=None), "UTC", moment)


def test_approved_posts_to_come_are_in_it_in_the_zone_chosen(newsroom: Newsroom, plan: tuple[str, int]) -> None:
    path, campaign_id = plan
    post(newsroom, campaign_id, "Second", at=AT + timedelta(hours=1))
    post(newsroom, campaign_id, "First")
    for left_out in ({"state": State.IN_REVIEW}, {"at": NOW - timedelta(days=1)}, {"channels": ("bluesky",)}):
        post(newsroom, campaign_id, "Left out", **left_out)
    post(newsroom, campaign_id, "=HYPERLINK(1)")
    newsroom.put(post(newsroom, campaign_id, "An outlet's own"), exclusive_at=AT + timedelta(days=1))

    page = newsroom.get("editor", f"{path}?{asked(newsroom)}").text

    assert rows(newsroom, path) == [["07/11/2027 20:00", "First", ""], ["07/11/2027 21:00", "Second", ""]]
    for reason in ("not approved yet", "begins like a formula", "time has passed", "has it exclusively until later"):
        assert reason in page


def test_what_an_embargo_keeps_back_at_its_moment_stays_and_the_rest_goes_on_record(
    newsroom: Newsroom, plan: tuple[str, int]
) -> None:
    path, campaign_id = plan
    post(newsroom, campaign_id, "Kestrel later", embargo=until(AT + timedelta(minutes=1)))
    lifted = post(newsroom, campaign_id, "Kestrel lifted", embargo=until(AT))
    item_id = newsroom.stored(lifted).id

    page = newsroom.get("editor", f"{path}?{asked(newsroom)}").text
    opened = newsroom.store.scalars(select(ItemOpening.item_id)).all()
    newsroom.store.commit()

    assert ("goes on record" in page, "under embargo when it would be published" in page) == (True, True)
    assert list(opened) == []
    assert [row[1] for row in rows(newsroom, path)] == ["Kestrel lifted"]
    assert list(newsroom.store.scalars(select(ItemOpening.item_id))) == [item_id]
    newsroom.store.commit()


def test_what_may_not_be_scheduled_does_not_leave_for_the_tool(newsroom: Newsroom, plan: tuple[str, int]) -> None:
    path, campaign_id = plan
    post(newsroom, campaign_id, "Fine")
    post(newsroom, campaign_id, "child prostitutes")
    newsroom.store.add(CheckRule(slug="terminology", level="required"))
    newsroom.store.commit()

    assert "A required check finds something" in newsroom.get("editor", f"{path}?{asked(newsroom)}").text
    assert [row[1] for row in rows(newsroom, path)] == ["Fine"]


def test_others_get_what_they_may_read_and_publish_alone(newsroom: Newsroom, plan: tuple[str, int]) -> None:
    path, campaign_id = plan
    post(newsroom, campaign_id, "Bay alone")
    post(newsroom, campaign_id, "Both", signatories=frozenset({newsroom.harbour.id}))
    post(newsroom, campaign_id, "Kestrel", embargo=until(AT))
    theirs = f"{path}.csv?{asked(newsroom)}"

    assert [row[1] for row in rows(newsroom, path, "other_lead", organisation_id=newsroom.harbour.id)] == ["Both"]
    codes = {who: newsroom.get(who, theirs).status_code for who in ("other_lead", "member", "coordinator", "visitor")}
    assert codes == {"other_lead": 404, "member": 403, "coordinator": 403, "visitor": 302}


def test_a_zone_that_is_none_is_said_beside_the_field(newsroom: Newsroom, plan: tuple[str, int]) -> None:
    answer = newsroom.get("editor", f"{plan[0]}?{asked(newsroom, zone='Nowhere')}")

    assert (answer.status_code, 'id="zone-error"' in answer.text) == (200, True)


def test_a_time_that_clocks_show_twice_is_left_out(newsroom: Newsroom, plan: tuple[str, int]) -> None:
    path, campaign_id = plan
    post(newsroom, campaign_id, "Twice", at=NOW.replace(month=10, day=31, hour=0, minute=30))

    assert (rows(newsroom, path, zone="Europe/Paris"), len(rows(newsroom, path, zone="UTC"))) == ([], 1)


def test_what_a_tool_would_part_is_left_out_of_its_file_alone(newsroom: Newsroom, plan: tuple[str, int]) -> None:
    path, campaign_id = plan
    post(newsroom, campaign_id, "One || two")
    publer = asked(newsroom).replace("hootsuite", "publer")

    page = newsroom.get("editor", f"{path}?{publer}").text

    assert ("at which the tool parts texts" in page, len(rows(newsroom, path))) == (True, 1)
    assert "One ||" not in newsroom.get("editor", f"{path}.csv?{publer}").text


def test_how_many_posts_a_file_takes_is_said_beside_it(newsroom: Newsroom, plan: tuple[str, int]) -> None:
    path, campaign_id = plan
    post(newsroom, campaign_id, "First")

    pages = [newsroom.get("editor", f"{path}?{asked(newsroom).replace('hootsuite', tool)}").text for tool in PLAN_FILES]

    assert [f"up to {tool.most_rows} posts" in page for tool, page in zip(PLAN_FILES.values(), pages, strict=True)] == [
        True
    ] * len(PLAN_FILES)
