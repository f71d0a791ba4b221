"""What ends tokens when a person shuts others out of their account, and what a new password leaves."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import func, select

from scheduler.accounts.services.recovery import PASSWORD_CHANGED, notify_password_changed
from scheduler.api.models import ApiToken
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.db import AppSession
from scheduler.outbox.rendering import Letter
from tests.api.web.programs import Makers, Program
from tests.coalition import Town
from tests.written import answers

LOG_INS, PASSWORD = "/account/log-ins", "/account/password"


def test_logging_out_everywhere_revokes_tokens_and_says_so_before(app: Flask, programs: Makers, town: Town) -> None:
    mine, other = (programs.program("member") for _ in range(2)), programs.program("lead")
    first, second = mine
    client = town.client(app, "member")
    assert "Your 2 API tokens will be revoked, too:" in client.get(LOG_INS).text

    client.post(f"{LOG_INS}/end-all")

    assert [program.get().status_code for program in (first, second, other)] == [401, 401, 200]
    revoked = select(func.count()).where(AuditRow.act == AuditAct.API_TOKEN_REVOKED)
    assert programs.store.scalar(revoked) == 2


def test_logging_out_one_device_leaves_tokens(app: Flask, programs: Makers, town: Town) -> None:
    program = programs.program("member")
    town.client(app, "member").post("/logout")
    assert program.get().status_code == 200


def test_who_has_no_token_reads_of_none(app: Flask, programs: Makers, town: Town) -> None:
    programs.program("lead")
    for path in (LOG_INS, PASSWORD):
        for who in ("member", "loner"):
            assert "API token" not in town.client(app, who).get(path).text


def test_the_page_of_a_new_password_lists_tokens_and_revoking_leads_back(
    app: Flask, store: AppSession, programs: Makers, town: Town
) -> None:
    program: Program = programs.program("member")
    client, row = town.client(app, "member"), store.scalars(select(ApiToken)).one()
    address = f"/api-tokens/{row.address}/revoke"
    store.commit()
    page = client.get(PASSWORD).text
    assert "A new password does not end these." in page
    assert (address in page, "Website" in page) == (True, True)

    answer = client.post(address, data={"next": PASSWORD})

    assert (answer.status_code, answer.location) == (303, PASSWORD)
    assert program.get().status_code == 401


def test_the_email_about_a_new_password_names_tokens_also_when_it_was_set_by_a_link(
    app: Flask, store: AppSession, programs: Makers, town: Town, now: datetime
) -> None:
    programs.program("member")
    for who in ("member", "lead"):
        # Whether it was changed or set by a link, the same email goes.
        notify_password_changed(store, town.people[who], now)
    with app.app_context():
        (told,), (plain,) = (answers(store, PASSWORD_CHANGED, town.people[who].id, now) for who in ("member", "lead"))
        (later,) = answers(store, PASSWORD_CHANGED, town.people["member"].id, now + timedelta(days=400))

    assert isinstance(told, Letter)
    for text in (told.text, told.html):
        assert "The API token “Website” goes on working." in text
        assert "/api-tokens" in text
    for other in (plain, later):
        assert isinstance(other, Letter)
        assert "API token" not in other.text


def test_revoking_leads_to_no_other_site(app: Flask, store: AppSession, programs: Makers, town: Town) -> None:
    programs.program("member")
    address = store.scalars(select(ApiToken)).one().address
    store.commit()
    answer = town.client(app, "member").post(f"/api-tokens/{address}/revoke", data={"next": "//evil.example"})
    assert answer.location == "/api-tokens"
