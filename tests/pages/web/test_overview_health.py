"""How shared campaigns and items stand on the coordinators' overview, where titles are, and what the file holds."""

import csv
import io
import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from scheduler.agenda.domain.visibility import Audience
from scheduler.campaigns.services.tasks import TaskDraft, add_task
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.dates.timezones import day_of
from scheduler.db import AppSession, db
from scheduler.outbox.models import Message, MessageState, Stream
from tests.content.stage import DUE, ITEM_TEXT, SECRECY, Stage, build_stage
from tests.content.web.house import House
from tests.costs import statements
from tests.pages.web.test_overview import lists, main, start

LONG_PAST = date(2027, 6, 1)
SHARED, WITH_ALL = Sharing(ShareScope.PARTICIPANTS), Sharing(ShareScope.COALITION)


@pytest.fixture
def house(app: Flask, store: AppSession) -> House:
    stage = build_stage(store)
    store.commit()
    return House(app, stage)


def item(stage: Stage, sharing: Sharing = SHARED, title: str = "Kolme kysymystä", **changes: Any) -> Item:
    signing = frozenset({stage.port.id})
    made = stage.item(text=replace(ITEM_TEXT, title=title), sharing=sharing, signatories=signing, **changes)
    made.state = State.IN_REVIEW
    return made


def rows(house: House, query: str = "") -> list[str]:
    return lists(house, query).split("<tr>")[1:]


def csv_rows(house: House, query: str = "") -> list[list[str]]:
    return list(csv.reader(io.StringIO(house.get("coordinator", f"/overview.csv{query}").text)))


def test_titles_lead_to_what_the_coordinator_may_read_alone(house: House) -> None:
    item(house.stage, title="Untold")
    path = house.make(lambda stage: item(stage, WITH_ALL, "Told to all"))
    campaign = start(house.stage, Audience.COALITION, house.stage.port.id)

    page = lists(house)

    assert f'<a href="{path}" dir="auto">Told to all</a>' in page
    assert f'href="/campaigns/{campaign.public_id}"' in page
    assert ("Untold" in page, page.count("Lantern Bay")) == (False, 2)
    assert [row[1] for row in csv_rows(house)[1:]] == ["Kolme kysymystä", "", "Told to all"]


def test_an_item_is_late_by_its_days_and_status(house: House) -> None:
    made = item(house.stage, signoff_due_on=LONG_PAST)
    house.stage.session.commit()
    assert "Late" in rows(house)[-1]

    # Signed off in time; what is due then is to publish it.
    made.state = State.APPROVED
    house.stage.session.commit()
    assert "On time" in rows(house)[-1]
    made.publish_on = LONG_PAST
    house.stage.session.commit()
    assert "Late" in rows(house)[-1]
    made.state = State.CANCELLED
    house.stage.session.commit()
    assert "Lantern Bay" not in lists(house)


@pytest.mark.parametrize(("audience", "says_why"), [(Audience.COALITION, True), (Audience.ORGANISATIONS, False)])
def test_a_campaign_is_late_by_its_tasks_and_says_how_many_to_its_readers(
    house: House, audience: Audience, says_why: bool
) -> None:
    stage = house.stage
    campaign = start(stage, audience, stage.port.id)
    assert "On time" in rows(house)[1]
    draft = TaskDraft(title="Call", due_on=LONG_PAST, organisation_id=stage.far.id)
    add_task(stage.session, campaign, draft, form_id=str(uuid.uuid4()), context=stage.context("far_lead"))
    stage.session.commit()

    page = rows(house)[1]

    assert "Late" in page
    assert ("1 task overdue" in page) is says_why


@pytest.mark.parametrize(
    "changes",
    [{"secrecy": SECRECY}, {"sharing": Sharing(ShareScope.OWN)}, {"sharing": WITH_ALL, "secrecy": SECRECY}],
)
def test_what_is_kept_or_under_embargo_changes_no_health(house: House, changes: dict[str, Any]) -> None:
    stage = house.stage
    campaign = start(stage, Audience.COALITION, stage.bay.id, stage.port.id)
    before = main(house)

    made = item(stage, campaign_id=campaign.id, signoff_due_on=LONG_PAST, **changes)
    made.owner_id = None
    stage.session.commit()

    assert main(house) == before


def test_lists_are_narrowed_by_organisation_status_and_health(house: House) -> None:
    stage = house.stage
    item(stage, signoff_due_on=LONG_PAST)
    start(stage, Audience.ORGANISATIONS, stage.port.id)
    stage.session.commit()

    found = {
        query: [who for who in ("Lantern Bay", "Far Hills") if who in lists(house, query)]
        for query in (
            f"?organisation={stage.bay.id}",
            "?status=in_review",
            "?status=open",
            "?health=late",
            "?health=on_time",
            "?health=nonsense&status=x&organisation=999",
        )
    }

    assert list(found.values()) == [
        ["Lantern Bay"],
        ["Lantern Bay"],
        ["Far Hills"],
        ["Lantern Bay"],
        ["Far Hills"],
        ["Lantern Bay", "Far Hills"],
    ]
    assert [row[2] for row in csv_rows(house, "?health=late")[1:]] == ["Lantern Bay"]


def test_what_is_out_or_given_up_can_be_asked_for_by_its_status(house: House) -> None:
    made = item(house.stage)
    for state in (State.CORRECTED, State.WITHDRAWN):
        made.state = state
        house.stage.session.commit()
        assert "Lantern Bay" in lists(house, f"?status={state}")
        assert "Lantern Bay" not in lists(house, "?status=published")


def test_the_file_holds_no_formulas(house: House) -> None:
    item(house.stage, WITH_ALL, "=HYPERLINK(1)", signoff_due_on=DUE)
    house.stage.session.commit()

    answer = house.get("coordinator", "/overview.csv")

    assert answer.mimetype == "text/csv"
    assert "no-store" in answer.headers["Cache-Control"]
    days = ["2027-07-30", "2027-07-30", "2027-07-20"]
    assert csv_rows(house)[1] == ["Content", "'=HYPERLINK(1)", "Lantern Bay", *days, "In review", "On time"]


def test_the_file_is_named_by_the_day_where_its_reader_is(house: House) -> None:
    stage = house.stage
    stage.people["coordinator"].zone = "Pacific/Kiritimati"
    stage.session.commit()
    there = day_of(stage.now, "Pacific/Kiritimati")
    assert there > stage.now.date()

    header = house.get("coordinator", "/overview.csv").headers["Content-Disposition"]

    assert header == f'attachment; filename="overview-{there}.csv"'


def test_statements_do_not_grow_with_what_is_shared(house: House) -> None:
    stage = house.stage

    def cost() -> int:
        with house.app.app_context():
            engine = db.engine
        with statements(engine) as seen:
            assert house.get("coordinator", "/overview").status_code == 200
            return len(seen)

    campaign = start(stage, Audience.ORGANISATIONS, stage.port.id)
    item(stage, campaign_id=campaign.id)
    stage.session.commit()
    cost()
    among_few = cost()
    for _ in range(3):
        other = start(stage, Audience.COALITION, stage.port.id)
        item(stage, WITH_ALL, campaign_id=other.id, signoff_due_on=LONG_PAST)
    stage.session.commit()

    assert cost() <= among_few


def test_mail_that_failed_is_listed_with_whom_it_was_for(house: House) -> None:
    stage = house.stage
    section = main(house).split('id="email"')[1]
    assert "Delivery failed" not in section
    message = Message(stream=Stream.ACCOUNT, kind="invitation", person_id=stage.id("port_lead"), payload={})
    message.dedup_key = message.message_id = "a" * 40
    message.created_at = message.due_at = message.settled_at = stage.now
    message.state, message.last_error = MessageState.FAILED, "unusable_address"
    stage.session.add(message)
    stage.session.commit()

    section = main(house).split('id="email"')[1]

    assert stage.people["port_lead"].name in section
    assert "The address does not work" in section
