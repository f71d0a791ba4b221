"""Pages about tokens: made, shown once, revoked by their person alone."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from scheduler.api.models import ApiToken
from scheduler.api.services.tokens import MAX_TOKENS_EACH
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.db import AppSession
from tests.coalition import Town
from tests.fakes import FakeClock

NEW = "/api-tokens/new"
FORM_ID = str(UUID(int=1))
TYPED = {"form_id": FORM_ID, "name": "Website", "scope": "own", "days": "90"}
TOKEN = re.compile(r"cs_[\w-]{43}")


def rows(store: AppSession) -> list[ApiToken]:
    found = list(store.scalars(select(ApiToken).order_by(ApiToken.id)))
    store.commit()
    return found


def test_a_token_is_shown_once_and_kept_as_a_hash(app: Flask, store: AppSession, town: Town) -> None:
    client = town.client(app, "member")

    made = client.post(NEW, data={**TYPED, "kind": ["event", "content"]}, follow_redirects=True)

    (token,) = TOKEN.findall(made.text)
    assert made.headers["Cache-Control"] == "no-store"
    (row,) = rows(store)
    assert token not in repr(vars(row))
    assert (row.person_id, row.scope, row.kinds) == (town.people["member"].id, "own", ["content", "event"])
    assert row.expires_at - row.created_at == timedelta(days=90)
    listed = client.get("/api-tokens").text
    assert "Website" in listed
    assert not TOKEN.search(listed)
    assert client.get("/api/v1/entries", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_form_that_is_sent_twice_makes_one_token(app: Flask, store: AppSession, town: Town) -> None:
    client = town.client(app, "member")
    first, second = (client.post(NEW, data=TYPED, follow_redirects=True) for _ in range(2))
    assert TOKEN.findall(first.text) == TOKEN.findall(second.text) != []
    assert len(rows(store)) == 1


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "a" * 81}, {"scope": "all"}, {"days": "9999"}, {"days": ""}, {"kind": "nonsense"}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    app: Flask, store: AppSession, town: Town, wrong: dict[str, str]
) -> None:
    answer = town.client(app, "member").post(NEW, data={**TYPED, "name": "Typed name", **wrong})

    assert answer.status_code == 422
    assert "Typed name" in answer.text or "name" in wrong
    assert rows(store) == []


def test_there_is_a_most(app: Flask, store: AppSession, town: Town) -> None:
    client = town.client(app, "member")
    for number in range(MAX_TOKENS_EACH):
        assert client.post(NEW, data={**TYPED, "form_id": str(UUID(int=number))}).status_code == 303

    answer = client.post(NEW, data={**TYPED, "form_id": str(UUID(int=99))})

    assert answer.status_code == 422
    assert "You already have 10 tokens." in answer.text
    assert len(rows(store)) == MAX_TOKENS_EACH


def test_only_its_person_sees_and_revokes_a_token(app: Flask, store: AppSession, town: Town) -> None:
    made = town.client(app, "member").post(NEW, data=TYPED, follow_redirects=True)
    (row,) = rows(store)
    page, address = f"/api-tokens/{row.address}", f"/api-tokens/{row.address}/revoke"
    for who, status in (("visitor", 302), ("loner", 403), ("lead", 404), ("other_lead", 404), ("coordinator", 404)):
        assert town.client(app, who).post(address).status_code == status
        assert town.client(app, who).get(page).status_code == status
        assert "Website" not in town.client(app, who).get("/api-tokens").text

    assert town.client(app, "member").post(address).status_code == 303

    assert rows(store) == []
    bearer = {"Authorization": f"Bearer {TOKEN.findall(made.text)[0]}"}
    assert app.test_client().get("/api/v1/entries", headers=bearer).status_code == 401
    assert town.client(app, "member").post(address).status_code == 404
    acts = [AuditAct.API_TOKEN_MADE, AuditAct.API_TOKEN_REVOKED]
    assert store.scalar(select(func.count()).where(AuditRow.act.in_(acts))) == 2


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("loner", 403), ("member", 200), ("coordinator", 200)])
@pytest.mark.parametrize("path", ["/api-tokens", NEW])
def test_members_make_tokens(app: Flask, town: Town, path: str, who: str, status: int) -> None:
    assert town.client(app, who).get(path).status_code == status


def test_a_token_is_shown_for_ten_minutes(app: Flask, town: Town, clock: FakeClock) -> None:
    client = town.client(app, "member")
    page = client.post(NEW, data=TYPED).location
    clock.advance(timedelta(minutes=9))
    assert TOKEN.search(client.get(page).text)
    clock.advance(timedelta(minutes=1))

    assert not TOKEN.search(client.get(page).text)
    assert "cannot be shown any more" in client.get(page).text


def test_an_expired_token_says_so(app: Flask, town: Town, clock: FakeClock) -> None:
    client = town.client(app, "member")
    client.post(NEW, data={**TYPED, "days": "30"})
    assert "Expires on" in client.get("/api-tokens").text
    clock.advance(timedelta(days=31))
    assert "Expired on" in town.client(app, "member").get("/api-tokens").text


def test_the_account_page_leads_there(app: Flask, town: Town) -> None:
    assert 'href="/api-tokens"' in town.client(app, "member").get("/account").text
    assert 'href="/api-tokens"' not in town.client(app, "loner").get("/account").text
