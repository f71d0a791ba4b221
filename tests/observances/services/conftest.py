from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import MemberRole, Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from tests import factories
from tests.fakes import Follower
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of


@pytest.fixture
def follower() -> Follower:
    return Follower()


@pytest.fixture
def ana(session: Session) -> Person:
    return factories.person(session, "Ana", (factories.organisation(session), MemberRole.EDITOR))


@pytest.fixture
def context(follower: Follower, ana: Person, now: datetime) -> ChangeContext:
    return ChangeContext((follower,), ana.id, now)


@pytest.fixture
def observance(session: Session, context: ChangeContext) -> Observance:
    """The World Day, from a catalogue, registered."""
    return registered(session, DAY, context)


@pytest.fixture
def announced(session: Session, context: ChangeContext) -> Observance:
    """Safer Internet Day, whose dates are known up to 2027, registered."""
    return registered(session, ANNOUNCED, context)


def registered(session: Session, row: dict[str, str], context: ChangeContext) -> Observance:
    import_catalogue(session, csv_of(row), context)
    found = session.scalars(select(Observance).where(Observance.slug == row["slug"])).one()
    register(session, found, context)
    return found


@pytest.fixture
def edition(session: Session) -> Callable[[Observance, str], Edition]:
    def find(observance: Observance, period: str) -> Edition:
        query = select(Edition).where(Edition.observance_id == observance.id, Edition.period == period)
        return session.scalars(query).one()

    return find
