"""What a program asks with, in tests: tokens, and entries to be found."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.agenda.models import Entry, EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import GuardDraft, create_guard, public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.api.domain.scopes import Scope
from scheduler.api.domain.tokens import token_of
from scheduler.api.services.tokens import TokenDraft, make_token
from scheduler.db import AppSession
from tests.coalition import Town

DAY = date(2027, 7, 30)
JULY = "/api/v1/entries?from=2027-07-01&to=2027-07-31"


class Program:
    """A program with a token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client = client
        self._token = token

    def get(self, path: str = JULY, **headers: str) -> TestResponse:
        return self._client.get(path, headers={"Authorization": f"Bearer {self._token}", **headers})

    def titles(self, path: str = JULY) -> list[str]:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return [entry["title"] for entry in answer.get_json()]


class Makers:
    """Makes tokens and entries."""

    def __init__(self, app: Flask, store: AppSession, town: Town, now: datetime) -> None:
        self.app, self.store, self.town, self.now, self._made = app, store, town, now, 0

    def program(self, who: str = "member", scope: Scope = Scope.OWN, kinds: tuple[str, ...] = ()) -> Program:
        self._made += 1
        draft = TokenDraft(self.town.people[who].id, "Website", scope, kinds, 30)
        key = self.app.config["SECRET_KEY"]
        row = make_token(self.store, draft, key, form_id=f"form {self._made}", now=self.now)
        token = token_of(key, row.id, row.nonce)
        self.store.commit()
        return Program(self.app.test_client(), token)

    def entry(self, number: int = 1, title: str = "World Day", guard: GuardDraft | None = None, **more: Any) -> Entry:
        found = public_guard(self.store) if guard is None else create_guard(self.store, guard)
        draft = EntryDraft(Source("content", number), EntryKind.CONTENT, AllDay(DAY, DAY), found.id, title)
        publish(self.store, replace(draft, path=f"/content/{number}", **more), self.now)
        self.store.commit()
        return self.store.scalars(select(Entry).where(Entry.source_id == number)).one()
