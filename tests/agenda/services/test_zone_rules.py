"""New rules of time zones move the instants of wall times to come, and nothing else."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, Guard, Occurrence, ZoneData
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.services.zone_rules import RETRY_AFTER, ZoneFollower, ZoneRules
from scheduler.app import ZONE_FOLLOWERS
from scheduler.content.models import Item
from scheduler.dates.timezones import DstChoice, derived_again, resolve_local_time, zone_data_version
from scheduler.db import AppSession
from scheduler.events.models import Event
from scheduler.events.services.events import EventDraft, create_event
from scheduler.outbox.models import Message
from tests.content.stage import NOW, SECRECY, Stage, build_stage
from tests.fakes import FakeClock
from tests.written import first_line, letter

Sessions = sessionmaker[AppSession]
TEN = datetime(2027, 7, 30, 10, 0)

# Zone, hours by which the rules of before were ahead of UTC, and those of now.
CHANGED = [("America/Asuncion", -4, -3), ("Asia/Almaty", 6, 5), ("America/Mexico_City", -5, -6), ("Asia/Amman", 2, 3)]


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def under(hours: int) -> datetime:
    """Return the instant of ten o'clock by a rule."""
    return (TEN - timedelta(hours=hours)).replace(tzinfo=UTC)


def event_at(session: Session, stage: Stage, zone: str, at: datetime, until: datetime | None = None) -> Event:
    """Add an event as the rules of before had it."""
    when = Timed(TEN, zone, TEN + timedelta(hours=2), at, until or at + timedelta(hours=2))
    draft = EventDraft(title="Vigil", when=when, organisation_id=stage.bay.id, audience=Audience.COALITION)
    return create_event(session, draft, form_id=str(uuid.uuid4()), context=ChangeContext((), stage.id("lead"), NOW))


def run(sessions: Sessions, version: str = "2099.1", now: datetime = NOW) -> int:
    return ZoneRules(sessions, ZONE_FOLLOWERS, FakeClock(now)).follow(version)


@pytest.mark.parametrize(("zone", "before", "after"), CHANGED)
def test_an_event_stays_at_its_wall_time(sessions: Sessions, zone: str, before: int, after: int):
    with sessions() as session:
        stage = build_stage(session)
        event = event_at(session, stage, zone, under(before))
        session.commit()
        sequence = session.scalars(select(Entry.sequence)).one()
        session.commit()

        assert run(sessions) == 1
        session.expire_all()

        entry, occurrence = session.scalars(select(Entry)).one(), session.scalars(select(Occurrence)).one()
        assert event.local_start == entry.local_start == TEN
        assert event.starts_at == entry.starts_at == occurrence.starts_at == under(after)
        assert event.ends_at == under(after) + timedelta(hours=2)
        assert entry.sequence == sequence + 1
        session.commit()
        assert run(sessions) == 0


def test_those_concerned_are_told_the_new_and_the_old_hour_by_their_own_clocks(sessions: Sessions):
    with sessions() as session:
        stage = build_stage(session)
        event_at(session, stage, "America/Asuncion", under(-4))
        session.commit()
        run(sessions)

        assert stage.notified("clocks_changed") == ["coordinator", "lead"]
        found = letter(session, NotificationKind.CLOCKS_CHANGED, stage.id("lead"), NOW)
        assert found.subject == "New clock rules: Vigil"
        assert "it is Friday 30 July 2027, 13:00 (UTC), not Friday 30 July 2027, 14:00 (UTC)." in first_line(found)
        assert "Original time zone: Friday 30 July 2027, 10:00 (Asuncion, UTC−3)" in found.text
        assert session.scalars(select(Message).where(Message.kind == "moved")).all() == []


def test_those_concerned_are_notified_of_an_end_that_moves_alone(sessions: Sessions):
    with sessions() as session:
        stage = build_stage(session)
        event_at(session, stage, "America/Asuncion", under(-3), under(-4) + timedelta(hours=2))
        session.commit()
        run(sessions)

        found = letter(session, NotificationKind.CLOCKS_CHANGED, stage.id("lead"), NOW)
        new, old = (f"Friday 30 July 2027, 13:00 – {end} (UTC)" for end in ("15:00", "16:00"))
        assert f"it is {new}, not {old}." in first_line(found)


@pytest.mark.parametrize(("zone", "before", "after"), CHANGED)
def test_an_item_its_embargo_and_its_deadlines_stay_at_their_wall_time(
    sessions: Sessions, zone: str, before: int, after: int
):
    with sessions() as session:
        stage = build_stage(session)
        secrecy = replace(SECRECY, embargo=Embargo(TEN, zone, under(before)))
        item = stage.item(secrecy=secrecy, when=Timed(TEN, zone, at=under(before)))
        stage.ask(item, stage.port)
        session.commit()

        assert run(sessions) == 1
        session.expire_all()

        guard = session.get_one(Guard, item.guard_id)
        assert session.get_one(Item, item.id).publish_at == guard.embargo_at == under(after)
        assert stage.deadlines(item)["lift"].starts_at == under(after)
        signer = letter(session, NotificationKind.CLOCKS_CHANGED, stage.id("port_lead"), NOW)
        assert signer.subject == f"New clock rules move an embargo: {SECRECY.placeholder_title}"
        assert "Five of twelve" not in signer.text


def test_what_is_past_stays(sessions: Sessions):
    with sessions() as session:
        event = event_at(session, build_stage(session), "Asia/Almaty", under(6))
        session.commit()

        assert run(sessions, now=under(6) + timedelta(hours=4)) == 0
        session.expire_all()
        assert event.starts_at == under(6)


def test_an_older_release_changes_nothing_and_a_newer_one_is_noted(sessions: Sessions):
    with sessions() as session:
        stage = build_stage(session)
        session.add(ZoneData(id=1, version="2026.10", derived_at=NOW))
        event = event_at(session, stage, "Asia/Almaty", under(6))
        session.commit()

        assert run(sessions, "2026.2") == 0
        session.expire_all()
        assert event.starts_at == under(6)
        session.commit()
        assert run(sessions, "2026.11") == 1
        session.expire_all()
        assert session.get_one(ZoneData, 1).version == "2026.11"


@dataclass
class Broken:
    """Cannot follow, or not even say what it has; counts how often it is asked."""

    name: str = "broken"
    looks: int = 0
    finds: bool = True

    def outdated(self, _session: Session, _now: datetime) -> list[int]:
        self.looks += 1
        if not self.finds:
            raise RuntimeError("words that are kept back")
        return [1]

    def follow(self, _session: Session, _row_id: int, _version: str, _context: ChangeContext) -> None:
        raise RuntimeError("words that are kept back")


@pytest.mark.parametrize("finds", [True, False])
def test_what_fails_holds_up_no_other_and_is_tried_again_after_a_while(
    sessions: Sessions, caplog: pytest.LogCaptureFixture, finds: bool
):
    with sessions() as session:
        event = event_at(session, build_stage(session), "Asia/Almaty", under(6))
        session.commit()
        broken, clock = Broken(finds=finds), FakeClock(NOW)
        followers: tuple[ZoneFollower, ...] = (broken, *ZONE_FOLLOWERS)
        rules = ZoneRules(sessions, followers, clock)

        assert rules.follow("2099.1") == 1
        session.expire_all()
        assert event.starts_at == under(5)
        assert session.get(ZoneData, 1) is None
        session.commit()

        clock.advance(RETRY_AFTER - timedelta(seconds=1))
        assert (rules.follow("2099.1"), broken.looks) == (0, 1)
        clock.advance(timedelta(seconds=1))
        assert (rules.follow("2099.1"), broken.looks) == (0, 2)
    assert "words that are kept back" not in caplog.text


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), st.sampled_from(list(DstChoice)))
def test_the_reading_that_was_chosen_stays_chosen(wall: datetime, choice: DstChoice):
    for zone in ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Manila"):
        chosen = resolve_local_time(wall, zone, choice).instant_utc
        assert derived_again(wall, zone, chosen) == chosen


def test_a_zone_that_is_no_more_keeps_its_instants():
    assert derived_again(TEN, "Mars/Olympus", under(0)) == under(0)


def test_the_release_is_that_of_the_pinned_package():
    year, number = zone_data_version().split(".")[:2]
    assert (int(year) >= 2025, number.isdigit()) == (True, True)
