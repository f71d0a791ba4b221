"""New rules of a time zone are found while an embargo ends: it lifts by the present rules, never before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.jobs import lift_due
from scheduler.agenda.models import Entry, Guard, ZoneData
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.zone_rules import ZoneFollower, ZoneRules
from scheduler.app import ZONE_FOLLOWERS
from scheduler.audit.services import history
from scheduler.content.models import Item
from scheduler.db import AppSession
from scheduler.outbox.models import Message
from tests.agenda.services.test_zone_rules import TEN, Broken, Sessions, event_at, run, under
from tests.content.stage import SECRECY, Stage, build_stage
from tests.fakes import FakeClock
from tests.together import all_at_once

LATER = ("America/Mexico_City", under(-5), under(-6))
EARLIER = ("America/Asuncion", under(-4), under(-3))
HALF_AN_HOUR = timedelta(minutes=30)


def embargoed(session: Session, stage: Stage, zone: str, at: datetime) -> Item:
    """Add an item whose embargo was stored by the rules of before."""
    return stage.item(secrecy=replace(SECRECY, embargo=Embargo(TEN, zone, at)))


def lifted(app: Flask, sessions: Sessions, now: datetime, followers: Sequence[ZoneFollower] = ZONE_FOLLOWERS) -> int:
    """Do what the job does; return how many embargoes were lifted."""
    with app.app_context():
        ZoneRules(sessions, followers, FakeClock(now)).follow("2099.1")
        return lift_due(sessions, FakeClock(now), app.extensions["scheduler.writers"], ())


@pytest.mark.parametrize("follows", [True, False])
def test_an_embargo_that_new_rules_move_later_does_not_lift_at_the_old_moment(
    app: Flask, sessions: Sessions, follows: bool
):
    zone, before, after = LATER
    followers: tuple[ZoneFollower, ...] = ZONE_FOLLOWERS if follows else (Broken(),)
    with sessions() as session:
        item = embargoed(session, build_stage(session), zone, before)
        guard = session.get_one(Guard, item.guard_id)
        session.commit()

        assert lifted(app, sessions, before + HALF_AN_HOUR, followers) == 0
        session.expire_all()
        assert (guard.revealed_at, guard.embargo_at) == (None, after if follows else before)
        session.commit()

        assert lifted(app, sessions, after, followers) == 1
        session.expire_all()
        assert guard.revealed_at == after


def test_an_embargo_that_new_rules_move_earlier_lifts_then(app: Flask, sessions: Sessions):
    zone, before, after = EARLIER
    with sessions() as session:
        item = embargoed(session, build_stage(session), zone, before)
        session.commit()

        assert lifted(app, sessions, after + HALF_AN_HOUR) == 1
        session.expire_all()
        assert session.get_one(Guard, item.guard_id).embargo_at == after


def test_the_log_has_both_moments_of_an_embargo_that_new_rules_move(sessions: Sessions):
    zone, before, after = LATER
    with sessions() as session:
        guard_id = embargoed(session, build_stage(session), zone, before).guard_id
        session.commit()

        run(sessions)

        changes = [row for row in history(session, ("guard", guard_id)) if row.act == "guard.changed"]
        assert [(row.actor_id, row.details) for row in changes] == [
            (
                None,
                {
                    "audience": "coalition",
                    "audience_before": "coalition",
                    "embargo_at": after.isoformat(),
                    "embargo_at_before": before.isoformat(),
                },
            )
        ]
        session.commit()
        run(sessions, "2099.2")
        assert [row.act for row in history(session, ("guard", guard_id))].count("guard.changed") == 1


def test_an_embargo_that_has_lifted_stays(app: Flask, sessions: Sessions):
    zone, before, after = LATER
    with sessions() as session:
        item = embargoed(session, build_stage(session), zone, before)
        guard = session.get_one(Guard, item.guard_id)
        guard.revealed_at = before
        session.commit()

        lifted(app, sessions, before + HALF_AN_HOUR)
        session.expire_all()
        assert (guard.revealed_at, guard.embargo_at) == (before, before)
    assert before < after


@pytest.mark.parametrize(("zone", "before", "after"), [LATER, EARLIER])
def test_an_event_under_way_keeps_its_length(sessions: Sessions, zone: str, before: datetime, after: datetime):
    with sessions() as session:
        event = event_at(session, build_stage(session), zone, before)
        session.commit()

        assert run(sessions, now=max(before, after) + HALF_AN_HOUR) == 1
        session.expire_all()
        assert (event.starts_at, event.ends_at) == (after, after + timedelta(hours=2))


def test_an_item_that_is_still_to_come_by_the_present_rules_is_moved(sessions: Sessions):
    zone, before, after = LATER
    with sessions() as session:
        stage = build_stage(session)
        item = stage.item(when=Timed(TEN, zone, at=before))
        session.commit()

        assert run(sessions, now=before + HALF_AN_HOUR) == 1
        session.expire_all()
        assert item.publish_at == after


def test_two_workers_that_find_new_rules_at_once_move_and_tell_once(app: Flask, sessions: Sessions):
    zone, before, after = LATER
    with sessions() as session:
        stage = build_stage(session)
        event = event_at(session, stage, zone, before)
        item = embargoed(session, stage, zone, before)
        shown = select(Entry.sequence).where(Entry.source_kind == "event")
        sequence = session.scalars(shown).one()
        session.commit()

        def follow(_session: AppSession) -> int:
            with app.app_context():
                return run(sessions)

        found = all_at_once(sessions, [follow, follow])

        assert all(isinstance(rows, int) for rows in found), found
        session.expire_all()
        assert (event.starts_at, session.get_one(Guard, item.guard_id).embargo_at) == (after, after)
        assert session.scalars(shown).one() == sequence + 1
        sent = session.execute(
            select(Message.person_id, Message.entry_id).where(Message.kind == "clocks_changed")
        ).all()
        assert len(sent) == len(set(sent)) > 0
        assert session.get_one(ZoneData, 1).version == "2099.1"
