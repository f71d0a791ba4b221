"""The stage of three signing organisations behind the pages."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version
from tests.content.item_tabs import all_tabs
from tests.content.stage import Stage
from tests.logins import client_with, cookie_for

VISITOR = "visitor"
EVERYBODY = (
    VISITOR,
    "owner",
    "lead",
    "editor",
    "member",
    "port_lead",
    "port_editor",
    "manila_lead",
    "far_lead",
    "coordinator",
)


@dataclass(frozen=True, slots=True)
class House:
    """Everybody of the stage at the pages; what is done on the stage itself is committed at once."""

    app: Flask
    stage: Stage
    cookies: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> FlaskClient:
        """Return a client that has seen nothing yet, of somebody who is logged in once and for all."""
        if who == VISITOR:
            return self.app.test_client()
        if who not in self.cookies:
            self.cookies[who] = cookie_for(self.app, self.stage.people[who])
        return client_with(self.app, self.cookies[who])

    def make(self, act: Callable[[Stage], Item]) -> str:
        """Do something on the stage and return the address of the item that it made."""
        path = f"/content/{act(self.stage).public_id}"
        self.stage.session.commit()
        return path

    def get(self, who: str, path: str) -> TestResponse:
        return self.client(who).get(path)

    def read(self, who: str, path: str) -> str:
        """Return all pages of an item in one text."""
        return all_tabs(self.client(who), path)

    def post(self, who: str, path: str, **data: Any) -> TestResponse:
        return self.client(who).post(path, data={"form_id": str(uuid.uuid4()), **data})

    def item(self, path: str) -> Item:
        """Return an item as it is now, and let go of the database."""
        query = select(Item).where(Item.public_id == path.split("/")[2])
        row = self.stage.session.scalars(query, execution_options={"populate_existing": True}).one()
        self.stage.session.commit()
        return row

    def text_hash(self, path: str) -> str:
        found = current_version(self.stage.session, self.item(path)).signed_hash
        self.stage.session.commit()
        return found

    def write(self, path: str, body: str) -> None:
        self.stage.write(self.item(path), body)
        self.stage.session.commit()

    def statuses(self, path: str, method: str = "GET", **data: Any) -> dict[str, int]:
        """Return by person how the page answers; a visitor is sent to the log-in page with 302."""
        send = self.get if method == "GET" else self.post
        return {who: send(who, path, **data).status_code for who in EVERYBODY}
