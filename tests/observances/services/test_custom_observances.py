"""Observances that people enter by hand."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.observances.domain.catalogue import CatalogueRow
from scheduler.observances.domain.vocabulary import Scope, Topic
from scheduler.observances.models import Observance
from scheduler.observances.rules.fixed_date import FixedDate
from scheduler.observances.services.custom_observances import NotOwnError, change_own, create_own
from scheduler.rows import StaleEditError

FOUNDERS = CatalogueRow(
    slug="",
    name="Founders' Day",
    scope=Scope.INTERNATIONAL,
    country="",
    topics=(Topic.OTHER,),
    rule=FixedDate(3, 14),
    first_year=None,
    established_by="",
    organiser="The coalition",
    url="",
    hashtags=(),
    sources=(),
)


@pytest.fixture
def own(session: Session, context: ChangeContext) -> Observance:
    return create_own(session, FOUNDERS, form_id=str(uuid.uuid4()), context=context)


def test_create_makes_a_slug_and_registers(session: Session, own: Observance) -> None:
    assert (own.slug, own.in_catalogue, own.registered_at is not None) == ("founders-day", False, True)
    days = session.scalars(select(Entry.starts_on).order_by(Entry.starts_on)).all()
    assert days == [date(year, 3, 14) for year in range(2025, 2031)]


def test_the_same_form_twice_adds_one(session: Session, context: ChangeContext) -> None:
    form_id = str(uuid.uuid4())

    first = create_own(session, FOUNDERS, form_id=form_id, context=context)
    second = create_own(session, FOUNDERS, form_id=form_id, context=context)

    assert first is second
    assert session.scalar(select(func.count()).select_from(Observance)) == 1


def test_a_second_of_the_same_name_gets_a_slug_of_its_own(
    session: Session, own: Observance, context: ChangeContext
) -> None:
    other = create_own(session, FOUNDERS, form_id=str(uuid.uuid4()), context=context)

    assert other.slug == "founders-day-2"


def test_a_changed_rule_moves_the_editions_and_keeps_the_slug(
    session: Session, own: Observance, context: ChangeContext
) -> None:
    changes = change_own(
        session,
        own,
        replace(FOUNDERS, name="Day of the Founders", rule=FixedDate(3, 15)),
        revision=own.revision,
        context=context,
    )

    assert len(changes) == 6
    assert own.slug == "founders-day"
    found = session.execute(select(Entry.own_title, Entry.starts_on).order_by(Entry.starts_on)).first()
    assert found is not None
    assert tuple(found) == ("Day of the Founders", date(2025, 3, 15))


def test_a_stale_change_is_refused_and_the_same_change_is_not(
    session: Session, own: Observance, context: ChangeContext
) -> None:
    seen = own.revision
    renamed = replace(FOUNDERS, name="Day of the Founders")
    change_own(session, own, renamed, revision=seen, context=context)

    assert change_own(session, own, renamed, revision=seen, context=context) == []
    with pytest.raises(StaleEditError):
        change_own(session, own, replace(FOUNDERS, name="Another"), revision=seen, context=context)


def test_the_catalogues_values_are_not_changed_by_hand(
    session: Session, observance: Observance, context: ChangeContext
) -> None:
    with pytest.raises(NotOwnError):
        change_own(session, observance, FOUNDERS, revision=observance.revision, context=context)
