"""Two people save the same item in the same moment: one of them is told."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from scheduler.accounts.models import Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.models import Item, ItemVersion
from scheduler.content.services.item_text import save_text
from scheduler.rows import StaleEditError
from tests.coalition import team
from tests.content import builders
from tests.content.builders import ITEM_TEXT, longer


def save(session, ident, person_id, text, now):
    item = session.get_one(Item, ident)
    person = session.get_one(Person, person_id)
    by, context = builders.by(session, person, item), ChangeContext((), person_id, now)
    save_text(session, item, text, revision=1, by=by, context=context)


@pytest.fixture
def planned(sessions, now):
    with sessions() as session:
        bay = team(session)
        item = builders.item(session, bay, now)
        people = (item.id, bay.lead.id, bay.editor.id)
        session.commit()
    return people


def test_of_two_saves_at_once_the_second_is_stale(sessions, planned, now):
    ident, lead, editor = planned
    outcomes: list[str] = []

    def second():
        with sessions() as session:
            try:
                save(session, ident, editor, replace(ITEM_TEXT, title="Mine"), now)
                session.commit()
                outcomes.append("saved")
            except StaleEditError:
                outcomes.append(f"stale at {session.get_one(Item, ident).revision}")

    with sessions() as session:
        save(session, ident, lead, longer(), now)
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=0.5)
        session.commit()
    thread.join(timeout=20)

    with sessions() as session:
        versions = session.scalars(select(ItemVersion.number).order_by(ItemVersion.number)).all()
        numbers = list(versions)
    assert (outcomes, numbers) == (["stale at 2"], [1, 2])
