"""Who may ask, what cannot be asked, and that the API keeps what its description promises."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from sqlalchemy import select

from scheduler.agenda.models import EntryKind
from scheduler.api.models import ApiToken
from scheduler.api.views.entries import write_uses
from tests.api.web.programs import JULY, Makers
from tests.coalition import Town
from tests.fakes import FakeClock


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer ", "Bearer cs_made-up", "Basic YTpi", "Bearer \x80é"])
@pytest.mark.parametrize("path", [JULY, "/api/v1/entries/x", "/api/v1/entries?from=never"])
def test_without_a_token_there_is_nothing(app: Flask, header: str | None, path: str) -> None:
    answer = app.test_client().get(path, headers={"Authorization": header} if header is not None else {})

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["status"] == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_log_in_is_no_token(app: Flask, town: Town) -> None:
    assert town.client(app, "lead").get(JULY).status_code == 401


def test_a_token_ends_on_its_day_with_its_person_and_when_it_is_revoked(programs: Makers, clock: FakeClock) -> None:
    programs.entry()
    program, store = programs.program("member"), programs.store
    clock.advance(timedelta(days=30) - timedelta(seconds=1))
    assert program.get().status_code == 200
    clock.advance(timedelta(seconds=1))
    assert program.get().status_code == 401

    clock.advance(-timedelta(days=20))
    membership = programs.town.membership("member")
    membership.ended_at = clock.now()
    store.commit()
    assert program.get().status_code == 401
    membership.ended_at = None
    store.commit()
    assert program.get().status_code == 200

    store.delete(store.scalars(select(ApiToken)).one())
    store.commit()
    assert program.get().status_code == 401


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ("from=30.7.2027", "from"),
        ("from=2027-07-31&to=2027-07-30", "to"),
        ("from=2026-01-01&to=2029-12-31", "to"),
        ("to=2199-12-31", "to"),
        ("from=1899-12-31", "from"),
        ("to=9999-12-31", "to"),
        ("from=9999-12-31", "from"),
        ("kind=nonsense", "kind"),
        ("topic=nonsense", "topic"),
        ("organisation=0", "organisation"),
        ("organisation=99999999999999999999", "organisation"),
        ("page=0", "page"),
        ("page_size=501", "page_size"),
        (f"text={'a' * 201}", "text"),
    ],
)
def test_what_cannot_be_asked_is_said_by_parameter(programs: Makers, asked: str, wrong: str) -> None:
    answer = programs.program().get(f"/api/v1/entries?{asked}")

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert list(answer.get_json()["errors"]["query"]) == [wrong]


def test_other_methods_change_nothing(programs: Makers) -> None:
    program = programs.program()
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(program._client, method)(JULY, headers={"Authorization": f"Bearer {program._token}"})
        assert (answer.status_code, answer.mimetype) == (405, "application/json")


def test_a_wrong_address_is_said_in_data_as_well(programs: Makers) -> None:
    answer = programs.program().get("/api/v1/nothing")
    assert (answer.status_code, answer.get_json()) == (404, {"status": 404, "title": "Not Found"})


def test_the_last_use_is_known_within_a_minute(app: Flask, programs: Makers, town: Town, clock: FakeClock) -> None:
    programs.program().get()
    assert len(app.extensions["scheduler.api_uses"]) == 1

    write_uses(app)

    assert programs.store.scalars(select(ApiToken.last_used_at)).one() == clock.now()
    programs.store.commit()
    assert "Last used on" in town.client(app, "member").get("/api-tokens").text


def test_the_description_is_open_and_complete(app: Flask) -> None:
    answer = app.test_client().get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.get_json()["info"] == {"title": "Coalition Scheduler", "version": "1"}
    assert list(answer.get_json()["paths"]) == ["/api/v1/entries", "/api/v1/entries/{uid}", "/api/v1/openapi.json"]


def test_the_api_keeps_what_its_description_promises(programs: Makers, clock: FakeClock) -> None:
    """Asked by a generator of requests, wrong ones among them."""
    programs.entry()
    programs.entry(2, "A task", kind=EntryKind.TASK, listed=False)
    program = programs.program()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", programs.app)
    headers: Mapping[str, str] = {"Authorization": f"Bearer {program._token}"}

    for found in schema.get_all_operations():
        operation = cast("Any", found).ok()

        @settings(suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            # So that no minute sees too many.
            clock.advance(timedelta(seconds=1))
            # The last day must not be before the first: no description can say that.
            case.call_and_validate(headers=dict(headers), excluded_checks=[positive_data_acceptance])

        ask()
