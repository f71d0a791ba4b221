"""What people do on the pages of campaigns."""

import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.campaigns.models import Campaign, CampaignUndo, Task
from scheduler.db import AppSession
from tests.campaigns.conftest import Coalition
from tests.logins import cookie_for


@dataclass(frozen=True, slots=True)
class Guests:
    """A coalition, and the cookies of who is logged in, by name."""

    coalition: Coalition
    cookies: dict[str, str]


def build_guests(app: Flask, store: AppSession, coalition: Coalition) -> Guests:
    store.commit()
    people = ("ana", "ben", "cleo", "dora", "coordinator")
    return Guests(coalition, {name: cookie_for(app, getattr(coalition, name)) for name in people})


Keep = Callable[[Hashable, Callable[[], str]], str]
"""Returns what something makes that depends on a key; made once, where nothing else has been done before."""


@dataclass(frozen=True, slots=True)
class Visits:
    """Clients by name: Ana leads at Lantern, Ben leads and Cleo is a member at Harbour, Dora leads elsewhere."""

    coalition: Coalition
    store: AppSession
    clients: dict[str, FlaskClient]
    keep: Keep

    def get(self, who: str, path: str) -> TestResponse:
        return self.clients[who].get(path)

    def post(self, who: str, path: str, **data: Any) -> TestResponse:
        return self.clients[who].post(path, data={"form_id": str(uuid.uuid4()), **data})

    def start(self, who: str = "ana", **changes: Any) -> TestResponse:
        values = {
            "title": "Break the chain",
            "around": "own",
            "first_day": "2027-07-30",
            "organisation_id": str(self.coalition.lantern.id),
            "audience": "organisations",
        }
        return self.post(who, "/campaigns/new", **(values | changes))

    def campaign(self, **changes: Any) -> str:
        """Start a campaign with Harbour in it, and return its address."""
        return self.keep(("campaign", *sorted(changes.items())), lambda: self._campaign(changes))

    def _campaign(self, changes: dict[str, Any]) -> str:
        answer = self.start(**changes)
        assert answer.status_code == 303, answer.text
        path = str(answer.headers["Location"])
        joined = self.post("ana", f"{path}/organisations", organisation_id=str(self.coalition.harbour.id))
        assert joined.status_code == 303
        return path

    def task(self, path: str, title: str = "Write the post", who: str = "ana", **changes: Any) -> str:
        """Add a task and return what pages call it."""
        values = {"title": title, "due_on": "2027-07-16"} | changes
        return self.keep(("task", path, who, *sorted(values.items())), lambda: self._task(path, who, values))

    def _task(self, path: str, who: str, values: dict[str, Any]) -> str:
        answer = self.post(who, f"{path}/tasks/new", **values)
        assert answer.status_code == 303, answer.text
        found = self.store.scalars(select(Task).order_by(Task.id.desc())).first()
        self.store.commit()
        assert found is not None
        return found.address

    def stored(self, address: str) -> Task:
        query = select(Task).where(Task.addressed(address))
        task = self.store.scalars(query, execution_options={"populate_existing": True}).one()
        self.store.commit()
        return task

    def stored_campaign(self, path: str) -> Campaign:
        query = select(Campaign).where(Campaign.public_id == path.rsplit("/", 1)[-1])
        campaign = self.store.scalars(query, execution_options={"populate_existing": True}).one()
        self.store.commit()
        return campaign

    def last_undo(self) -> str:
        found = self.store.scalars(select(CampaignUndo).order_by(CampaignUndo.id.desc())).first()
        self.store.commit()
        assert found is not None
        return found.address
