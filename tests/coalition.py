"""Organisations with their people, as many tests need them, and clients for them."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership, Organisation, Person
from scheduler.db import AppSession
from tests import factories
from tests.logins import logged_in
from tests.plugins.kept import KeptBeginnings

ROLES = ("visitor", "loner", "member", "editor", "lead", "other_lead", "coordinator")


@dataclass(frozen=True, slots=True)
class Team:
    """An organisation with a lead, an editor and a plain member."""

    organisation: Organisation
    lead: Person
    editor: Person
    member: Person

    @property
    def id(self) -> int:
        return self.organisation.id


def team(
    session: Session, name: str = "Lantern Bay", people: tuple[str, str, str] | None = None, lead_zone: str = "UTC"
) -> Team:
    """Add an organisation and its people, who are called after it and their role unless they have names."""
    row = factories.organisation(session, name)
    roles = (MemberRole.LEAD, MemberRole.EDITOR, MemberRole.MEMBER)
    called = people or tuple(f"{name} {role.value.title()}" for role in roles)
    zones = (lead_zone, "UTC", "UTC")
    return Team(
        row,
        *(
            factories.person(session, who, (row, role), zone=zone)
            for who, role, zone in zip(called, roles, zones, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class Town:
    """Lantern Bay with lead, editor and member; Old Port with a lead; a coordinator; somebody without a place."""

    bay: Organisation
    port: Organisation
    people: dict[str, Person]

    def membership(self, who: str) -> Membership:
        return self.people[who].memberships[0]

    def client(self, app: Flask, who: str) -> FlaskClient:
        return app.test_client() if who == "visitor" else logged_in(app, self.people[who])


def build_town(store: AppSession) -> Town:
    bay = factories.organisation(store, "Lantern Bay", zone="Asia/Manila")
    port = factories.organisation(store, "Old Port")
    people = {
        "loner": factories.person(store, "Lone Wolf"),
        "member": factories.person(store, "Mo Member", (bay, MemberRole.MEMBER)),
        "editor": factories.person(store, "Edi Editor", (bay, MemberRole.EDITOR)),
        "lead": factories.person(store, "Lena Lead", (bay, MemberRole.LEAD)),
        "other_lead": factories.person(store, "Otto Port", (port, MemberRole.LEAD)),
        "coordinator": factories.person(store, "Cora Chair", coordinator=True),
    }
    store.commit()
    return Town(bay, port, people)


def kept_town(store: AppSession, kept_beginnings: KeptBeginnings) -> Town:
    made = kept_beginnings.begin("town", store, lambda: build_town(store))
    # Loaded now: asked for later, they would be fetched in a transaction that keeps requests waiting.
    store.scalars(select(Person).options(selectinload(Person.memberships))).all()
    store.commit()
    return made
