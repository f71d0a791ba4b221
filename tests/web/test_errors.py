"""Error pages say what happened and what to do next, and leak nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("code", "title"),
    [
        (400, "The form could not be read"),
        (403, "You don't have permission"),
        (404, "Page not found"),
        (405, "This page cannot be opened directly"),
        (410, "Link no longer valid"),
        (413, "Too much at once"),
        (415, "That did not work"),
        (429, "Too many attempts"),
        (503, "That did not work"),
    ],
)
def test_each_error_has_a_page_inside_the_shell(client: FlaskClient, code, title):
    page = client.get(f"/abort/{code}")

    assert page.status_code == code
    assert page.mimetype == "text/html"
    assert f"<h1><bdi>{title}</bdi></h1>" in page.text
    assert 'aria-label="Main"' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_crash_page_has_a_reference_that_the_log_knows_and_no_words(client: FlaskClient, caplog):
    page = client.get("/raise/crash")

    reference = page.text.split("<code>")[1].split("</code>")[0]
    [ours] = [record.getMessage() for record in caplog.records if record.name == "scheduler.web.errors"]
    assert page.status_code == 500
    assert ours == f"answered 500 with reference {reference}: RuntimeError"
    assert "the words" not in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_crash_page_needs_no_context_processor(app: Flask):
    @app.context_processor
    def broken() -> dict[str, object]:
        raise RuntimeError("no database")

    page = app.test_client().get("/")

    assert page.status_code == 500
    assert "Something went wrong" in page.text


def test_gone_says_why_in_our_words(client: FlaskClient):
    page = client.get("/raise/gone")

    assert (page.status_code, "The feed was revoked." in page.text) == (410, True)


def test_stale_form_says_that_nothing_was_saved(client: FlaskClient):
    page = client.get("/raise/stale")

    assert (page.status_code, "Nothing was saved." in page.text) == (400, True)


@pytest.mark.parametrize(("path", "code"), [("/nowhere", 404), ("/raise/crash", 500)])
def test_program_that_asks_for_json_gets_json(client: FlaskClient, path, code):
    answer = client.get(path, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.mimetype) == (code, "application/json")
    assert answer.get_json()["status"] == code
    assert "the words" not in answer.text


def test_calendar_program_gets_an_answer(client: FlaskClient):
    assert client.get("/nowhere", headers={"Accept": "text/calendar"}).status_code == 404


def test_wrong_method_names_the_right_ones(client: FlaskClient):
    assert "GET" in client.post("/").headers["Allow"]


def test_visitor_is_offered_to_log_in_and_comes_back(client: FlaskClient):
    page = client.get("/nowhere?anonymous=1&x=<b>")

    assert "/form?next=/nowhere?anonymous%3D1%26x%3D" in page.text
    assert "<b>" not in page.text
