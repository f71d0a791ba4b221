"""A form from elsewhere is refused, with a page that says how to go on."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

FIELDS = {"title": "Vigil", "kind": "release", "audience": "public"}


@pytest.fixture
def strict(app: Flask) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = True
    return app.test_client()


def test_post_without_a_token_is_refused_and_explained(strict: FlaskClient):
    page = strict.post("/form", data=FIELDS)

    assert page.status_code == 400
    assert "Nothing was saved." in page.text


def test_post_with_the_token_of_the_page_is_taken(strict: FlaskClient):
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', strict.get("/form").text)
    assert found

    page = strict.post("/form", data=FIELDS | {"csrf_token": found[1]})

    assert (page.status_code, "Saved." in page.text) == (200, True)


def test_anonymous_page_without_a_form_sets_no_cookie(strict: FlaskClient):
    assert "Set-Cookie" not in strict.get("/abort/404?anonymous=1").headers
