"""News of several bills at the same moment about copy that stands in no calendar yet."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from scheduler.agenda.models import NO_DAY, Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.services.listener import ContentListener
from scheduler.db import AppSession
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import Bill
from scheduler.legislation.services.bills import BillDraft, find_or_create
from scheduler.legislation.services.milestones import MilestoneDraft, add_milestone
from scheduler.outbox.models import Message
from tests.content.stage import NOW, build_stage

BILLS = 4
SIGNED = MilestoneDraft(kind=MilestoneKind.SIGNED, day=date(2027, 6, 30), source_url="https://congress.example/1")


@pytest.fixture
def bills(sessions: sessionmaker[AppSession]) -> list[int]:
    """Some bills that one item without a day cites."""
    with sessions() as session:
        stage = build_stage(session)
        drafts = [BillDraft("EU", f"2022/{number}", "Regulation") for number in range(BILLS)]
        found = [find_or_create(session, draft, actor_id=None, now=NOW).id for draft in drafts]
        # Nobody has been told of it yet, so it has no entry at all.
        stage.item(bills=frozenset(found), when=None, writer="owner")
        session.commit()
        return found


def test_each_is_told_and_one_entry_stands_for_the_item(sessions: sessionmaker[AppSession], bills: list[int]) -> None:
    start = Barrier(BILLS)

    def go(bill_id: int) -> None:
        with sessions() as session:
            start.wait()
            context = ChangeContext((ContentListener(),), None, NOW)
            add_milestone(session, session.get_one(Bill, bill_id), SIGNED, form_id=str(uuid.uuid4()), context=context)
            session.commit()

    with ThreadPoolExecutor(BILLS) as pool:
        list(pool.map(go, bills))

    with sessions() as session:
        query = select(func.count()).select_from(Entry).where(Entry.source_kind == "content", Entry.part == NO_DAY)
        assert session.scalar(query) == 1
        told = select(func.count()).select_from(Message).where(Message.kind == NotificationKind.BILL_CHANGED)
        assert session.scalar(told) == BILLS
