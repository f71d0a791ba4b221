"""Embargoes whose moment passed meanwhile are held one by one: what fails for one of them holds up no other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.changes import Change, ChangeContext
from scheduler.backup.embargoes import hold_passed
from scheduler.content.models import Item
from scheduler.db import AppSession
from tests.content.stage import SECRECY, build_stage
from tests.fakes import Follower

NEW_DAY = date(2027, 8, 20)


@dataclass
class FailingFor(Follower):
    """Fails for the entries behind one guard, and notes those of which it was told."""

    guard_id: int = 0
    changed: list[int] = field(default_factory=list)

    @override
    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        if any(change.entry.guard_id == self.guard_id for change in changes):
            raise RuntimeError("this feature's rows are not whole")
        self.changed += [change.entry.guard_id for change in changes]


def test_a_feature_that_fails_for_one_embargo_keeps_no_other_from_coming_back(
    app: Flask, session: AppSession, caplog: pytest.LogCaptureFixture
):
    stage = build_stage(session)
    broken, whole = (stage.item(secrecy=SECRECY) for _ in range(2))
    made_at = session.get_one(Guard, whole.guard_id).embargo_at
    assert made_at is not None
    session.execute(update(Item).values(publish_on=NEW_DAY, publish_local=None, publish_at=None))
    session.commit()
    listener = FailingFor(guard_id=broken.guard_id)
    context = ChangeContext((listener,), None, made_at + timedelta(days=1))

    with app.app_context():
        held = hold_passed(session, made_at - timedelta(hours=1), context)
    session.commit()

    assert held == sorted((broken.guard_id, whole.guard_id))
    assert set(listener.changed) == {whole.guard_id}
    entries = session.scalars(select(Entry).where(Entry.part == ""))
    days = {entry.guard_id: entry.starts_on for entry in entries}
    assert days[whole.guard_id] == NEW_DAY != days[broken.guard_id]
    assert f"guard {broken.guard_id} is held, and was not published again: RuntimeError" in caplog.messages
