"""What people do on the pages of content."""

import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.content.models import Item, ItemVersion
from scheduler.content.queries.unguarded import current_version
from scheduler.db import AppSession
from tests import factories
from tests.coalition import Team, team
from tests.content import builders
from tests.content.item_tabs import all_tabs
from tests.logins import client_with, cookie_for

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Clients by name: lead, editor and member of Lantern Bay, `other_lead` of Harbour Trust, and `far_lead`."""

    store: AppSession
    bay: Team
    harbour: Team
    clients: dict[str, FlaskClient]

    def get(self, who: str, path: str) -> TestResponse:
        return self.clients[who].get(path)

    def read(self, who: str, path: str) -> str:
        """Return all pages of an item in one text."""
        return all_tabs(self.clients[who], path)

    def post(self, who: str, path: str, **data: Any) -> TestResponse:
        return self.clients[who].post(path, data={"form_id": str(uuid.uuid4()), **data})

    def item(self, **changes: Any) -> str:
        """Plan an item of Lantern Bay's editor for the two organisations, and return its address."""
        values: dict[str, Any] = {"signatories": frozenset({self.harbour.id})}
        row = builders.item(self.store, self.bay, NOW, **(values | changes))
        path = f"/content/{row.public_id}"
        self.store.commit()
        return path

    def stored(self, path: str) -> Item:
        query = select(Item).where(Item.public_id == path.rsplit("/", 1)[-1])
        row = self.store.scalars(query, execution_options={"populate_existing": True}).one()
        self.store.commit()
        return row

    def day(self, path: str) -> date:
        """Return the day on which an item is to come out."""
        found = self.stored(path).publish_on
        assert found is not None
        return found

    def version(self, path: str) -> ItemVersion:
        row = current_version(self.store, self.stored(path))
        self.store.commit()
        return row

    def put(self, path: str, **values: Any) -> Item:
        """Write into an item's row what would take many steps to reach."""
        row = self.stored(path)
        for name, value in values.items():
            setattr(row, name, value)
        self.store.commit()
        return row

    def signed(self, path: str, *editor_of: Team) -> None:
        row = self.stored(path)
        for signer in editor_of:
            builders.sign(self.store, row, signer, NOW)
        self.store.commit()

    def text(self, path: str, **changes: Any) -> dict[str, Any]:
        """Return what the editor's form sends when nothing was typed but the changes."""
        version, item = self.version(path), self.stored(path)
        values = {"title": version.title, "body": builders.ITEM_TEXT.body, "rows": "0", "hashtags": ""}
        return {**values, "revision": str(item.revision), "version": str(version.number), **changes}

    def plan(self, **changes: Any) -> dict[str, Any]:
        """Return what the form of a new item sends."""
        values: dict[str, Any] = {
            "title": "Scorecard thread",
            "kind": "post",
            "organisation_id": str(self.bay.id),
            "owner_id": str(self.bay.editor.id),
            "campaign_id": "0",
            "publish-day": "2027-07-30",
            "publish-time": "",
            "publish-zone": "Europe/Brussels",
            "channels": ["x", "bluesky"],
            "with_whom": "coalition",
        }
        return values | changes


@dataclass(frozen=True, slots=True)
class Staff:
    """Two organisations, and the cookies of who is logged in, by name."""

    bay: Team
    harbour: Team
    cookies: dict[str, str]


def build_staff(app: Flask, store: AppSession) -> Staff:
    bay, harbour = team(store), team(store, "Harbour Trust")
    far = team(store, "Far Hills")
    people = {"lead": bay.lead, "editor": bay.editor, "member": bay.member, "other_lead": harbour.lead}
    people |= {"far_lead": far.lead, "coordinator": factories.person(store, "Cora Chair", coordinator=True)}
    people |= {"loner": factories.person(store, f"Lone {secrets.token_hex(2)}")}
    store.commit()
    return Staff(bay, harbour, {name: cookie_for(app, person) for name, person in people.items()})


def newsroom_of(app: Flask, store: AppSession, staff: Staff) -> Newsroom:
    clients = {name: client_with(app, cookie) for name, cookie in staff.cookies.items()}
    return Newsroom(store, staff.bay, staff.harbour, {**clients, "visitor": app.test_client()})


def build_newsroom(app: Flask, store: AppSession) -> Newsroom:
    return newsroom_of(app, store, build_staff(app, store))
