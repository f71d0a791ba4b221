"""Stored VEVENT parts that an older release has written become those of today, and no reader notices."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import PARTS_FORM
from scheduler.agenda.jobs import rewrite_parts
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.entry_drafts import EntryDraft, Source, Timed
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish_all
from scheduler.agenda.services.vevents import rewrite_outdated
from scheduler.db import VersionCounter, db
from tests.fakes import FakeClock

Draft = Callable[..., EntryDraft]

SEEN = ("uid", "sequence", "changed_at", "version", "vevent_hash")
PARTS = ("vevent_head", "vevent_summary", "vevent_description", "vevent_tail")


def published(session: Session, guards: list[Guard], draft_of: Draft, now: datetime) -> list[Entry]:
    """Publish an all-day and a timed entry under each guard, with topics in an order of the writer's own."""
    times: tuple[dict[str, object], ...] = (
        {},
        {"when": Timed(datetime(2027, 7, 30, 9), "Asia/Manila"), "label": "", "location": "Room 2; Cebu"},
    )
    drafts = [
        draft_of(guard, source=Source("content", number), topics=["trafficking", "migration", "child"], **more)
        for number, (guard, more) in enumerate([(guard, more) for guard in guards for more in times])
    ]
    publish_all(session, drafts, now)
    session.commit()
    return list(session.scalars(select(Entry).order_by(Entry.id)))


def age(entries: list[Entry]) -> None:
    """Leave the entries as the release before descriptions stood apart has left them."""
    for entry in entries:
        entry.vevent_tail = (entry.vevent_description or b"") + entry.vevent_tail
        entry.vevent_description, entry.parts_form = None, 0


def values_of(entries: list[Entry], names: tuple[str, ...]) -> list[tuple[object, ...]]:
    return [tuple(getattr(entry, name) for name in names) for entry in entries]


def test_old_parts_are_written_as_a_change_would_write_them(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft
) -> None:
    entries = published(session, [public_guard(session), embargoed], draft_of, now)
    parts, seen = values_of(entries, PARTS), values_of(entries, SEEN)
    version = session.scalar(select(VersionCounter.value))
    age(entries)
    session.commit()

    assert rewrite_outdated(session, limit=3) == 3
    assert rewrite_outdated(session, limit=3) == 1
    session.commit()

    assert values_of(entries, PARTS) == parts
    assert values_of(entries, SEEN) == seen
    assert {entry.parts_form for entry in entries} == {PARTS_FORM}
    assert session.scalar(select(VersionCounter.value)) == (version or 0) + 1


def test_parts_of_today_are_left_alone(session: Session, now: datetime, draft_of: Draft) -> None:
    published(session, [public_guard(session)], draft_of, now + timedelta(days=1))
    version = session.scalar(select(VersionCounter.value))

    assert rewrite_outdated(session, limit=3) == 0
    session.commit()

    assert session.scalar(select(VersionCounter.value)) == version


def test_the_worker_writes_them_until_none_is_left(app: Flask, clock: FakeClock, draft_of: Draft) -> None:
    with app.app_context():
        entries = published(db.session, [public_guard(db.session)], draft_of, clock.now())
        age(entries)
        db.session.commit()

        assert rewrite_parts(db.sessionmaker, clock, {}, ()) == len(entries)

        db.session.expire_all()
        assert {entry.parts_form for entry in entries} == {PARTS_FORM}
