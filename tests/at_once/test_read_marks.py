"""Notifications marked as read by a double click and in several windows: each form is taken, each is marked once."""

import re

import pytest
from sqlalchemy import select

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Entry
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.reminders.models import NotificationRead
from tests.at_once.conftest import Town

pytestmark = [pytest.mark.engines("sqlite", "postgresql"), pytest.mark.timeout(120)]

WHO, OTHER = "lena", "theo"
ALL = "/notifications/read"


@pytest.fixture
def unread(town: Town) -> dict[str, list[str]]:
    """Notify two people of the same days, and return what the forms of each call the messages, the newest first."""
    with town.sessions() as session:
        days = select(Entry.id).where(Entry.source_kind == SourceKind.EDITION, Entry.removed_at.is_(None))
        people = [town.people[name].id for name in (WHO, OTHER)]
        for entry_id in session.scalars(days.order_by(Entry.id).limit(3)).all():
            notify(session, NotificationDraft(entry_id, NotificationKind.MOVED, None, people), town.clock.now())
        session.commit()
    return {name: listed(town, name) for name in (WHO, OTHER)}


def listed(town: Town, name: str) -> list[str]:
    """Return what the forms beside unread notifications call them."""
    return re.findall(r'action="/notifications/(\w{40})/read"', town.page(name, "/notifications"))


def marks(town: Town, name: str) -> int:
    return sum(row.person_id == town.people[name].id for row in town.rows(NotificationRead))


def test_a_double_click_marks_one_once(town: Town, unread: dict[str, list[str]]) -> None:
    first, *others = unread[WHO]
    before = marks(town, WHO)

    replies = town.together(*[(WHO, f"/notifications/{first}/read", {})] * 4)

    assert [(reply.status, reply.location) for reply in replies] == [(303, "/notifications")] * 4
    assert marks(town, WHO) == before + 1
    assert listed(town, WHO) == others


def test_all_and_one_by_one_in_several_windows_end_alike(town: Town, unread: dict[str, list[str]]) -> None:
    newest, *_others, oldest = unread[WHO]
    every = {"until": newest}
    before = marks(town, WHO)

    replies = town.together(
        (WHO, ALL, every),
        (WHO, f"/notifications/{oldest}/read", {}),
        (WHO, ALL, every),
        (WHO, f"/notifications/{newest}/read", {}),
    )

    assert [reply.status for reply in replies] == [303] * 4
    assert marks(town, WHO) == before + len(unread[WHO])
    assert listed(town, WHO) == []
    assert listed(town, OTHER) == unread[OTHER] != []
