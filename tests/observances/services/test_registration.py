"""What registering an observance publishes, and what unregistering takes away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Membership, Person
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry, EntryKind, EntryPerson, Involvement
from scheduler.agenda.reading import Selection, Window, entries_for
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.audit.services import history
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.errors import NotRegisteredError
from scheduler.observances.services.listener import ObservanceListener
from scheduler.observances.services.registration import (
    StewardError,
    register,
    register_topics,
    set_steward,
    unregister,
)
from tests import factories
from tests.fakes import Follower
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

FindEdition = Callable[[Observance, str], Edition]
ALWAYS = Window(date(2020, 1, 1), date(2040, 1, 1))

pytestmark = pytest.mark.usefixtures("worded")


def entries(session: Session, kind: EntryKind = EntryKind.EDITION) -> list[Entry]:
    query = select(Entry).where(Entry.kind == kind, Entry.removed_at.is_(None))
    return list(session.scalars(query.order_by(Entry.starts_on, Entry.id)))


def test_register_publishes_an_edition_for_each_year_of_the_horizon(session: Session, observance: Observance) -> None:
    found = entries(session)

    assert [entry.starts_on for entry in found] == [date(year, 7, 30) for year in range(2025, 2031)]
    assert {entry.series for entry in found} == {f"observance:{observance.id}"}
    one = found[2]
    assert (one.title, one.label, one.path, one.tags) == (
        "World Day against Trafficking",
        "International",
        "/observances/world-day-against-trafficking#2027",
        ["#EndTrafficking"],
    )
    assert one.description == "https://unodc.example/day\n\nOrganised by UNODC"


def test_editions_are_public_and_found_by_topic(session: Session, observance: Observance) -> None:
    selection = Selection({"topic": frozenset({"human-rights"})})

    seen = entries_for(session, Viewer.anonymous(), ALWAYS, selection)

    assert len(seen) == 6
    assert seen[0].topics == ("human-rights", "trafficking")


def test_register_twice_is_once(session: Session, observance: Observance, context: ChangeContext) -> None:
    uids = [entry.uid for entry in entries(session)]

    register(session, observance, context)

    assert [entry.uid for entry in entries(session)] == uids
    acts = [row.act for row in history(session, ("observance", observance.id))]
    assert acts == ["observance.registered"]


def test_who_registers_becomes_the_steward(observance: Observance, ana: Person) -> None:
    assert (observance.registered_by, observance.steward_id) == (ana.id, ana.id)


def test_years_without_a_date_are_asked_for_in_time(session: Session, announced: Observance, ana: Person) -> None:
    holdings, asks = entries(session), entries(session, EntryKind.DEADLINE)

    assert [entry.starts_on for entry in holdings] == [date(2026, 2, 10), date(2027, 2, 9)]
    # 120 days before the day of the year on which it was held last.
    assert [(entry.starts_on, entry.part, entry.listed) for entry in asks] == [
        (date(2027, 10, 12), "ask", False),
        (date(2028, 10, 12), "ask", False),
        (date(2029, 10, 12), "ask", False),
    ]
    assert asks[0].title == "Confirm the date: Safer Internet Day 2028"
    assert asks[0].path == "/observances/safer-internet-day/2028/dates"
    people = session.execute(select(EntryPerson.person_id, EntryPerson.involvement)).all()
    assert {tuple(row) for row in people} == {(ana.id, Involvement.STEWARD)}


def test_visitors_do_not_see_that_a_date_is_asked_for(session: Session, announced: Observance) -> None:
    seen = entries_for(session, Viewer.anonymous(), ALWAYS, Selection(listed_only=False))

    assert {view.kind for view in seen} == {EntryKind.EDITION}


def test_unregister_takes_the_editions_out_of_sight_and_register_brings_them_back(
    session: Session, observance: Observance, context: ChangeContext, follower: Follower
) -> None:
    uids = [entry.uid for entry in entries(session)]

    unregister(session, observance, context)
    assert entries(session) == []
    notify_listeners(session)
    assert set(follower.kinds) == {"removed"}

    register(session, observance, context)
    assert [entry.uid for entry in entries(session)] == uids


def test_register_topics_takes_all_that_are_about_one_of_them(
    session: Session, context: ChangeContext, ana: Person
) -> None:
    labour = DAY | {"slug": "labour-day", "name": "Labour Day", "topics": "labour"}
    import_catalogue(session, csv_of(DAY, ANNOUNCED, labour), context)

    number = register_topics(session, ["trafficking", "online-safety"], ana.id, context.now)

    assert number == 2
    registered = select(Observance.slug).where(Observance.registered_at.is_not(None)).order_by(Observance.slug)
    assert session.scalars(registered).all() == ["safer-internet-day", "world-day-against-trafficking"]
    assert register_topics(session, ["trafficking", "online-safety"], ana.id, context.now) == 0


def test_register_topics_without_a_topic_registers_nothing(session: Session, context: ChangeContext) -> None:
    import_catalogue(session, csv_of(DAY), context)

    assert register_topics(session, [], None, context.now) == 0


def test_two_of_one_name_are_told_apart_in_calendars(
    session: Session, observance: Observance, context: ChangeContext
) -> None:
    twin = DAY | {
        "slug": "ph-world-day",
        "scope": "national",
        "country": "PH",
        "rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=12",
    }
    import_catalogue(session, csv_of(twin), context)
    other = session.scalars(select(Observance).where(Observance.slug == "ph-world-day")).one()

    register(session, other, context)
    assert {entry.title for entry in entries(session)} == {
        "World Day against Trafficking (International)",
        "World Day against Trafficking (Philippines)",
    }

    unregister(session, other, context)
    assert {entry.title for entry in entries(session)} == {"World Day against Trafficking"}


def test_steward_is_asked_instead_of_the_one_before(
    session: Session, announced: Observance, context: ChangeContext
) -> None:
    bo = factories.person(session, "Bo", (factories.organisation(session, "Other"), MemberRole.MEMBER))

    set_steward(session, announced, bo.id, context)

    assert set(session.scalars(select(EntryPerson.person_id))) == {bo.id}


def test_steward_must_belong_to_the_coalition(session: Session, announced: Observance, context: ChangeContext) -> None:
    stranger = factories.person(session, "Stranger")

    with pytest.raises(StewardError):
        set_steward(session, announced, stranger.id, context)


def test_steward_of_an_unregistered_observance_is_refused(
    session: Session, announced: Observance, context: ChangeContext, ana: Person
) -> None:
    unregister(session, announced, context)

    with pytest.raises(NotRegisteredError):
        set_steward(session, announced, ana.id, context)


def test_coordinators_are_asked_when_the_steward_has_left(
    session: Session, announced: Observance, ana: Person, context: ChangeContext
) -> None:
    coordinator = factories.person(session, "Cora", coordinator=True)
    membership = session.scalars(select(Membership).where(Membership.person_id == ana.id)).one()
    membership.ended_at = datetime(2027, 7, 1, tzinfo=UTC)
    session.flush()

    listener = ObservanceListener()
    listener.membership_ended(session, ana.id, membership.organisation_id, coordinator.id, context.now)

    assert set(session.scalars(select(EntryPerson.person_id))) == {coordinator.id}


def test_refreshing_later_adds_a_year(session: Session, observance: Observance, context: ChangeContext) -> None:
    later = replace(context, now=datetime(2028, 1, 2, tzinfo=UTC))
    unregister(session, observance, later)
    register(session, observance, later)

    assert [entry.starts_on and entry.starts_on.year for entry in entries(session)][-1] == 2031
