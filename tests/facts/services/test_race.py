"""Several people at one fact: one row for one form, one of two changes, one reason for one retiring."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.accounts.domain.roles import MemberRole
from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.db import AppSession
from scheduler.facts.models import Fact, FactVersion
from scheduler.facts.services.facts import FactDraft, RetiredError, add_fact, change_fact, draft_of, retire_fact
from scheduler.rows import StaleEditError
from tests import factories

PEOPLE = 4
FORM = "0" * 36


@pytest.fixture
def draft(sessions: sessionmaker[AppSession]) -> FactDraft:
    with sessions() as session:
        keeper = factories.person(session, "Kim", (factories.organisation(session, "Bay"), MemberRole.EDITOR)).id
        session.commit()
    return FactDraft(statement="50 million", source_name="ILO", source_date="2022", owner_id=keeper)


def together(sessions: sessionmaker[AppSession], act: Callable[[Session, int], object]) -> list[str]:
    """Let several act at once; returns what became of each: done, or the name of the error."""
    start = Barrier(PEOPLE)

    def go(number: int) -> str:
        with sessions() as session:
            start.wait()
            try:
                act(session, number)
            except (StaleEditError, RetiredError) as error:
                return type(error).__name__
            session.commit()
            return "done"

    with ThreadPoolExecutor(PEOPLE) as pool:
        return sorted(pool.map(go, range(PEOPLE)))


def counts(sessions: sessionmaker[AppSession]) -> list[int | None]:
    with sessions() as session:
        return [session.scalar(select(func.count()).select_from(table)) for table in (Fact, FactVersion, Entry)]


def added(sessions: sessionmaker[AppSession], draft: FactDraft, context: ChangeContext) -> int:
    with sessions() as session:
        ident = add_fact(session, draft, form_id=FORM, context=context).id
        session.commit()
        return ident


def test_one_form_sent_several_times_at_once_adds_one(
    sessions: sessionmaker[AppSession], draft: FactDraft, now: datetime
) -> None:
    context = ChangeContext((), draft.owner_id, now)
    done = together(sessions, lambda session, _n: add_fact(session, draft, form_id=FORM, context=context))
    assert (done, counts(sessions)) == (["done"] * PEOPLE, [1, 1, 1])


def test_of_several_changes_at_once_one_is_saved(
    sessions: sessionmaker[AppSession], draft: FactDraft, now: datetime
) -> None:
    context = ChangeContext((), draft.owner_id, now)
    ident = added(sessions, draft, context)

    def change(session: Session, number: int) -> None:
        fact = session.get_one(Fact, ident)
        change_fact(session, fact, replace(draft_of(fact), note=str(number)), revision=1, context=context)

    done = together(sessions, change)
    assert (done, counts(sessions)) == (["StaleEditError"] * 3 + ["done"], [1, 2, 1])


def test_of_several_who_retire_it_at_once_one_gives_the_reason(
    sessions: sessionmaker[AppSession], draft: FactDraft, now: datetime
) -> None:
    context = ChangeContext((), draft.owner_id, now)
    ident = added(sessions, draft, context)

    def retire(session: Session, number: int) -> None:
        retire_fact(session, session.get_one(Fact, ident), f"Reason {number}", revision=1, context=context)

    done = together(sessions, retire)
    assert (done, counts(sessions)) == (["RetiredError"] * 3 + ["done"], [1, 2, 1])
