"""The buttons behind a reminder's link, pressed several times at the same moment: each does its work once."""

import pytest
from sqlalchemy import func, select

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.outbox.models import Message
from tests.at_once.conftest import Town
from tests.reminders.links import link_token

pytestmark = [pytest.mark.engines("sqlite", "postgresql"), pytest.mark.timeout(120)]

WHO = "lena"


@pytest.fixture
def link(town: Town) -> str:
    with town.sessions() as session:
        token = link_token(session, town.app.config["SECRET_KEY"], town.clock.now())
        session.commit()
    return f"/reminder/{token}"


def reminders(town: Town) -> int:
    with town.sessions() as session:
        return session.scalar(select(func.count()).where(Message.kind == "task_due")) or 0


def finished(town: Town) -> int:
    with town.sessions() as session:
        return session.scalar(select(func.count()).where(AuditRow.act == AuditAct.TASK_DONE)) or 0


def test_a_task_is_done_once(town: Town, link: str) -> None:
    before = finished(town)

    replies = town.together(*[(WHO, f"{link}/done", {})] * 4)

    assert [reply.status for reply in replies] == [200] * 4
    assert finished(town) == before + 1


def test_a_reminder_comes_again_once(town: Town, link: str) -> None:
    before = reminders(town)

    replies = town.together(*[(WHO, f"{link}/snooze", {})] * 4)

    assert [reply.status for reply in replies] == [200] * 4
    assert reminders(town) == before + 1


def test_done_and_snoozed_at_once_end_in_one_of_the_two_orders(town: Town, link: str) -> None:
    before = finished(town)

    done, snoozed = town.together((WHO, f"{link}/done", {}), (WHO, f"{link}/snooze", {}))

    assert (done.status, finished(town)) == (200, before + 1)
    assert snoozed.status in {200, 410}
