"""How often a token may be used."""

from datetime import timedelta

from flask import Flask

from scheduler.api.services.request_limit import MOST_A_MINUTE
from tests.api.web.programs import JULY, Makers
from tests.fakes import FakeClock


def test_a_token_that_asks_too_often_is_asked_to_wait(app: Flask, programs: Makers, clock: FakeClock) -> None:
    greedy, other = programs.program(), programs.program()
    first = greedy.get()
    limit, second = app.extensions["scheduler.api_limit"], clock.now().second
    while limit.count(1, clock.now()) is None:
        pass

    refused = greedy.get(JULY, **{"If-None-Match": first.headers["ETag"]})

    assert refused.status_code == 429
    assert refused.content_type == "application/problem+json"
    assert refused.get_json()["detail"].startswith(f"A token can be used {MOST_A_MINUTE} times a minute.")
    assert refused.headers["Retry-After"] == str(60 - second)
    assert greedy.get("/api/v1/entries/x").status_code == 429
    assert other.get().status_code == 200

    clock.advance(timedelta(seconds=int(refused.headers["Retry-After"])))
    assert greedy.get().status_code == 200


def test_who_has_no_token_uses_up_no_requests(app: Flask, programs: Makers) -> None:
    programs.program()
    app.test_client().get(JULY, headers={"Authorization": "Bearer cs_made-up"})
    assert not app.extensions["scheduler.api_limit"]._counts
