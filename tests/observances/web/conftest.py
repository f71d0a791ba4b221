"""A coalition with two organisations and a small catalogue, in the database of the application under test."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.accounts.models import MemberRole, Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.db import AppSession
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from tests import factories
from tests.logins import logged_in
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of
from tests.plugins.kept import KeptBeginnings

LABOUR = DAY | {
    "slug": "labour-day",
    "name": "Labour Day",
    "topics": "labour",
    "rrule": "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1",
}


@dataclass(frozen=True, slots=True)
class People:
    """One of each kind: `editor` and `lead` of two organisations, a plain member, a coordinator, and nobody's."""

    editor: Person
    lead: Person
    member: Person
    coordinator: Person
    stranger: Person


@pytest.fixture
def people(store: AppSession, kept_beginnings: KeptBeginnings) -> People:
    return kept_beginnings.begin("people of observances", store, lambda: build_people(store))


def build_people(store: AppSession) -> People:
    bay, cove = factories.organisation(store), factories.organisation(store, "Cove")
    return People(
        editor=factories.person(store, "Ana", (bay, MemberRole.EDITOR)),
        lead=factories.person(store, "Lea", (cove, MemberRole.LEAD)),
        member=factories.person(store, "Mo", (bay, MemberRole.MEMBER)),
        coordinator=factories.person(store, "Cora", coordinator=True),
        stranger=factories.person(store, "Stranger"),
    )


@pytest.fixture
def catalogue(
    store: AppSession, people: People, now: datetime, kept_beginnings: KeptBeginnings
) -> dict[str, Observance]:
    """World Day and Safer Internet Day registered, Labour Day not."""
    key = "catalogue of observances", now
    return kept_beginnings.begin(key, store, lambda: build_catalogue(store, people, now))


def build_catalogue(store: AppSession, people: People, now: datetime) -> dict[str, Observance]:
    import_catalogue(store, csv_of(DAY, ANNOUNCED, LABOUR), ChangeContext((), people.editor.id, now))
    found = {row.slug: row for row in store.scalars(select(Observance))}
    for slug in (DAY["slug"], ANNOUNCED["slug"]):
        register(store, found[slug], ChangeContext((), people.editor.id, now))
    return found


@pytest.fixture
def edition(store: AppSession) -> Callable[[Observance, str], Edition]:
    """The edition as it is in the database now."""

    def find(observance: Observance, period: str) -> Edition:
        query = select(Edition).where(Edition.observance_id == observance.id, Edition.period == period)
        row = store.scalars(query.execution_options(populate_existing=True)).one()
        store.commit()
        return row

    return find


@pytest.fixture
def as_(app: Flask, people: People) -> Callable[[str], FlaskClient]:
    """A client for a kind of person; `anonymous` is nobody."""

    def client(kind: str) -> FlaskClient:
        return app.test_client() if kind == "anonymous" else logged_in(app, getattr(people, kind))

    return client
