"""Several people at one milestone: one row for one form, one reason for one taking back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.db import AppSession
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.services.bills import BillDraft, find_or_create
from scheduler.legislation.services.milestones import (
    MilestoneDraft,
    MilestoneExistsError,
    TakenBackError,
    add_milestone,
    change_milestone,
    take_back,
)
from scheduler.rows import StaleEditError

PEOPLE = 4
FORM = "0" * 36
DRAFT = MilestoneDraft(kind=MilestoneKind.HEARING, day=date(2026, 6, 12), source_url="https://congress.example/1")


@pytest.fixture
def bill_id(sessions: sessionmaker[AppSession], now: datetime) -> int:
    with sessions() as session:
        ident = find_or_create(session, BillDraft("EU", "2022/0155", "Regulation"), actor_id=None, now=now).id
        session.commit()
        return ident


def together(sessions: sessionmaker[AppSession], act: Callable[[Session, int], object]) -> list[str]:
    """Let several act at once; returns what became of each: done, or the name of the error."""
    start = Barrier(PEOPLE)

    def go(number: int) -> str:
        with sessions() as session:
            start.wait()
            try:
                act(session, number)
            except (MilestoneExistsError, StaleEditError, TakenBackError) as error:
                return type(error).__name__
            session.commit()
            return "done"

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sorted(pool.map(go, range(PEOPLE)))


def test_one_form_sent_several_times_at_once_adds_one(
    sessions: sessionmaker[AppSession], bill_id: int, now: datetime
) -> None:
    context = ChangeContext((), None, now)
    done = together(
        sessions,
        lambda session, _n: add_milestone(
            session, session.get_one(Bill, bill_id), DRAFT, form_id=FORM, context=context
        ),
    )

    assert done == ["done"] * PEOPLE
    with sessions() as session:
        assert [session.scalar(select(func.count()).select_from(table)) for table in (BillMilestone, Entry)] == [1, 1]


def test_the_same_entered_on_several_pages_at_once_is_entered_once(
    sessions: sessionmaker[AppSession], bill_id: int, now: datetime
) -> None:
    context = ChangeContext((), None, now)
    done = together(
        sessions,
        lambda session, number: add_milestone(
            session, session.get_one(Bill, bill_id), DRAFT, form_id=f"{number:036}", context=context
        ),
    )

    assert done == ["MilestoneExistsError"] * (PEOPLE - 1) + ["done"]


def test_of_several_who_act_at_once_one_does(sessions: sessionmaker[AppSession], bill_id: int, now: datetime) -> None:
    context = ChangeContext((), None, now)
    with sessions() as session:
        bill = session.get_one(Bill, bill_id)
        ident = add_milestone(session, bill, DRAFT, form_id=FORM, context=context).id
        session.commit()

    def act(session: Session, number: int) -> None:
        row = session.get_one(BillMilestone, ident)
        if number % 2:
            take_back(session, row, f"Reason {number}", revision=1, context=context)
        else:
            draft = replace(DRAFT, note=f"Note {number}")
            change_milestone(session, row, draft, revision=1, context=context)

    done = together(sessions, act)

    assert done.count("done") == 1
    with sessions() as session:
        row = session.get_one(BillMilestone, ident)
        assert (row.revision, bool(row.note), bool(row.taken_back_reason)) in {(2, True, False), (2, False, True)}
