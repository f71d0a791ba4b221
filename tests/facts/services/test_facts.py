"""A fact is kept once, and every save of it as a version that can be read."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Person
from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.facts.jobs import refold_facts
from scheduler.facts.models import Fact, FactVersion
from scheduler.facts.reading import facts_page
from scheduler.facts.services.calendar_entries import entry_of_fact
from scheduler.facts.services.facts import FactDraft, RetiredError, add_fact, change_fact, draft_of, retire_fact
from scheduler.rows import StaleEditError
from tests import factories
from tests.together import Sessions

SAID = "50 million people live in modern slavery"


@pytest.fixture
def keeper(session: Session) -> Person:
    bay = factories.organisation(session, "Lantern Bay")
    return factories.person(session, "Kim Keeper", (bay, MemberRole.EDITOR))


@pytest.fixture
def draft(keeper: Person) -> FactDraft:
    return FactDraft(statement=SAID, source_name="ILO, Global Estimates", source_date="2022", owner_id=keeper.id)


def by(keeper: Person, now: datetime) -> ChangeContext:
    return ChangeContext((), keeper.id, now)


def add(session: Session, draft: FactDraft, now: datetime) -> Fact:
    return add_fact(session, draft, form_id=str(uuid.uuid4()), context=ChangeContext((), draft.owner_id, now))


def versions(session: Session, fact: Fact) -> list[FactVersion]:
    query = select(FactVersion).where(FactVersion.fact_id == fact.id).order_by(FactVersion.number)
    return list(session.scalars(query))


def test_a_form_sent_twice_adds_one_fact_with_one_version(session: Session, draft: FactDraft, now: datetime) -> None:
    context, form_id = ChangeContext((), draft.owner_id, now), str(uuid.uuid4())

    first, again = (add_fact(session, draft, form_id=form_id, context=context) for _ in range(2))

    assert first is again
    assert draft_of(first) == draft
    assert (first.changed_at, first.revision) == (None, 1)
    assert [row.statement for row in versions(session, first)] == [SAID]


def test_each_save_keeps_what_it_said_who_and_when(
    session: Session, keeper: Person, draft: FactDraft, now: datetime
) -> None:
    fact = add(session, draft, now)
    later = now + timedelta(days=1)
    changed = replace(draft, statement="60 million people live in modern slavery", source_date="2027-05")

    change_fact(session, fact, changed, revision=1, context=by(keeper, later))

    found = [(row.number, row.statement, row.source_date, row.person_id, row.at) for row in versions(session, fact)]
    assert found == [
        (1, SAID, "2022", keeper.id, now),
        (2, "60 million people live in modern slavery", "2027-05", keeper.id, later),
    ]
    assert fact.changed_at == later
    acts = session.scalars(select(AuditRow.act).order_by(AuditRow.id)).all()
    assert list(acts) == [AuditAct.FACT_ADDED, AuditAct.FACT_CHANGED]


@pytest.mark.parametrize("change", [{"note": "Counted anew"}, {"true_until": date(2028, 1, 1)}])
def test_what_makes_no_copy_wrong_is_a_version_and_no_news(
    session: Session, keeper: Person, draft: FactDraft, now: datetime, change: dict[str, Any]
) -> None:
    fact = add(session, draft, now)

    change_fact(session, fact, replace(draft, **change), revision=1, context=by(keeper, now))

    assert (fact.changed_at, fact.revision, len(versions(session, fact))) == (None, 2, 2)


def test_saying_the_same_again_changes_nothing(
    session: Session, keeper: Person, draft: FactDraft, now: datetime
) -> None:
    fact = add(session, draft, now)
    change_fact(session, fact, draft, revision=None, context=by(keeper, now))
    assert (fact.revision, len(versions(session, fact))) == (1, 1)


def test_a_stale_change_is_refused_with_what_stands_now(
    session: Session, keeper: Person, draft: FactDraft, now: datetime
) -> None:
    fact = add(session, draft, now)
    with pytest.raises(StaleEditError) as caught:
        change_fact(session, fact, replace(draft, statement="Mine"), revision=0, context=by(keeper, now))
    assert caught.value.current["statement"] == SAID
    assert fact.statement == SAID


def test_a_retired_fact_stays_with_its_reason_and_is_changed_no_more(
    session: Session, keeper: Person, draft: FactDraft, now: datetime
) -> None:
    fact = add(session, draft, now)
    with pytest.raises(StaleEditError):
        retire_fact(session, fact, "Withdrawn", revision=0, context=by(keeper, now))

    retire_fact(session, fact, "Withdrawn", revision=1, context=by(keeper, now))

    assert (fact.retired_at, fact.changed_at, fact.retired_reason) == (now, now, "Withdrawn")
    assert [row.retired_reason for row in versions(session, fact)] == ["", "Withdrawn"]
    with pytest.raises(RetiredError):
        retire_fact(session, fact, "Twice", revision=2, context=by(keeper, now))
    with pytest.raises(RetiredError):
        change_fact(session, fact, replace(draft, note="More"), revision=2, context=by(keeper, now))
    assert list(facts_page(session, "", 1, in_use=True).items) == []
    assert list(facts_page(session, "slavery ilo", 1).items) == [fact]


def test_a_fact_stands_in_no_calendar(session: Session, draft: FactDraft, now: datetime) -> None:
    fact = add(session, replace(draft, true_until=date(2027, 12, 31)), now)

    entry = entry_of_fact(session, fact)

    assert entry is not None
    assert (entry.title, entry.path, entry.listed, entry.part) == (SAID, f"/facts/{fact.id}", False, "no_day")
    assert len(session.scalars(select(Entry)).all()) == 1


def test_search_finds_every_word_and_pages_count(session: Session, draft: FactDraft, now: datetime) -> None:
    for number in range(5):
        add(session, replace(draft, statement=f"{number} ports are watched", source_name="Pier Institute"), now)
    add(session, draft, now)

    assert [row.statement for row in facts_page(session, "ports 3 pier", 1).items] == ["3 ports are watched"]
    second = facts_page(session, "ports", 2, per_page=2)
    assert ([row.statement[0] for row in second.items], second.total) == (["2", "3"], 5)
    assert facts_page(session, "nowhere", 1).total == 0


def test_search_texts_of_an_older_release_are_folded_once(
    sessions: Sessions, draft_of_nobody: FactDraft, now: datetime
) -> None:
    with sessions() as session:
        keeper = factories.person(session, "Kim", (factories.organisation(session, "Bay"), MemberRole.EDITOR))
        fact = add(session, replace(draft_of_nobody, owner_id=keeper.id), now)
        fact.search_text = "old"
        session.commit()

    assert [refold_facts(sessions) for _ in range(2)] == [1, 0]
    with sessions() as session:
        assert facts_page(session, "slavery", 1).total == 1


@pytest.fixture
def draft_of_nobody() -> FactDraft:
    return FactDraft(statement=SAID, source_name="ILO", source_date="2022", owner_id=0)
