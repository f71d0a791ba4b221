"""Offers to outlets: who keeps them, what they change, and which two of them cannot both be kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.domain.kinds import Kind
from scheduler.content.press_models import Pitch
from scheduler.content.zone_rules import PitchZones
from tests.content.stage import NOW
from tests.content.web.house import House
from tests.fakes import FakeClock

COURIER = {"outlet": "The Courier", "pitched_on": "2027-06-20", "answer": "none", "answered_on": "", "link": ""}
UNTIL = {"exclusive-day": "2027-07-10", "exclusive-time": "09:00", "exclusive-zone": "Europe/Brussels"}


@pytest.fixture
def path(house: House, clock: FakeClock) -> str:
    clock.moment = NOW
    return house.make(lambda stage: stage.item(kind=Kind.OP_ED))


def add(house: House, path: str, **changes: Any) -> int:
    return house.post("editor", f"{path}/pitches/new", **COURIER | changes).status_code


def pitches(house: House) -> list[Pitch]:
    query = select(Pitch).order_by(Pitch.id)
    rows = list(house.stage.session.scalars(query, execution_options={"populate_existing": True}))
    house.stage.session.commit()
    return rows


def test_whoever_plans_an_op_ed_keeps_its_pitches_to_themselves(house: House, path: str) -> None:
    statuses = house.statuses(f"{path}/pitches/new")
    assert {who for who, status in statuses.items() if status == 200} == {"owner", "lead", "editor"}
    assert house.post("port_lead", f"{path}/pitches/new", **COURIER).status_code == 403
    assert house.get("owner", f"{house.make(lambda stage: stage.item(kind=Kind.POST))}/pitches/new").status_code == 404

    assert add(house, path, **UNTIL, link="https://example.org/courier") == 303
    assert add(house, path, outlet="The Ledger", pitched_on="2027-06-01", answer="declined") == 303

    page = house.read("lead", path).partition('id="pitches"')[2].partition("</section>")[0]
    assert page.index("The Ledger") < page.index("The Courier")
    assert "Declined" in page
    assert "https://example.org/courier" in page
    assert not any(word in house.read("port_lead", path) for word in ("The Ledger", "The Courier"))


def test_an_offer_that_binds_is_said_on_files(house: House, path: str) -> None:
    assert add(house, path, **UNTIL) == 303
    assert "EXCLUSIVE until" in house.get("port_lead", f"{path}/export/text").text
    [offer] = pitches(house)
    declined = COURIER | UNTIL | {"answer": "declined", "answered_on": "2027-07-01", "revision": str(offer.revision)}
    assert house.post("lead", f"{path}/pitches/{offer.address}", **declined).status_code == 303
    assert "EXCLUSIVE" not in house.get("port_lead", f"{path}/export/text").text


def test_two_exclusive_offers_for_the_same_time_are_said_beside_the_field(house: House, path: str) -> None:
    assert add(house, path, **UNTIL) == 303
    ledger = COURIER | UNTIL | {"outlet": "The Ledger", "pitched_on": "2027-07-10", "exclusive-day": "2027-07-20"}
    refused = house.post("editor", f"{path}/pitches/new", **ledger)

    assert refused.status_code == 422
    assert "The Courier was offered this exclusively until 09:00 (Europe/Brussels)" in refused.text
    assert 'value="The Ledger"' in refused.text
    assert add(house, path, **ledger | {"pitched_on": "2027-07-11"}) == 303
    assert add(house, path, **ledger | {"outlet": "The Post", "keeps_both": "y"}) == 303
    assert [row.outlet for row in pitches(house)] == ["The Courier", "The Ledger", "The Post"]


def test_a_declined_offer_binds_nobody(house: House, path: str) -> None:
    assert add(house, path, **UNTIL, answer="declined") == 303
    assert add(house, path, **UNTIL, outlet="The Ledger") == 303


@pytest.mark.parametrize(
    "wrong",
    [
        {"outlet": ""},
        {"answered_on": "2027-06-21"},
        {"answer": "declined", "answered_on": "2027-06-19"},
        {"pitched_on": "2027-07-11", **UNTIL},
        {"link": "courier"},
    ],
)
def test_what_does_not_fit_is_refused(house: House, path: str, wrong: dict[str, str]) -> None:
    assert add(house, path, **wrong) == 422
    assert pitches(house) == []


def test_an_accepted_pitch_names_the_outlet_of_an_item_that_has_none(house: House, path: str) -> None:
    assert add(house, path, **UNTIL) == 303
    address = f"{path}/pitches/{pitches(house)[0].address}"
    assert "Exclusive offer to an outlet ends: record its answer" in house.read("owner", path)
    accepted = COURIER | {"answer": "accepted", "answered_on": "2027-06-21", "revision": "1"}
    assert house.post("editor", address, **accepted).status_code == 303
    assert house.item(path).outlet == "The Courier"
    assert "record its answer" not in house.read("owner", path)

    stale = house.post("lead", address, **accepted | {"outlet": "Courier"})
    assert (stale.status_code, pitches(house)[0].outlet) == (409, "The Courier")
    assert house.post("lead", f"{address}/remove").status_code == 303
    assert house.item(path).outlet == "The Courier"
    assert pitches(house) == []


def test_an_offer_keeps_its_hour_when_the_rules_of_its_zone_change(house: House, path: str) -> None:
    assert add(house, path, **UNTIL) == 303
    (row,) = pitches(house)
    assert row.exclusive_at == datetime(2027, 7, 10, 7, tzinfo=UTC)
    row.exclusive_at += timedelta(hours=1)
    session = house.stage.session
    session.flush()
    (item_id,) = PitchZones().outdated(session, NOW)
    PitchZones().follow(session, item_id, "2027a", ChangeContext((), None, NOW))
    session.commit()

    assert pitches(house)[0].exclusive_at == datetime(2027, 7, 10, 7, tzinfo=UTC)
    assert list(PitchZones().outdated(session, NOW)) == []
