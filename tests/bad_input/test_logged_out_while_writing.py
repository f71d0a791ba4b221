"""Who was logged out while writing loses no text: it comes back to be copied."""

import re

import pytest
from flask.testing import FlaskClient

from tests.bad_input.house import LEAD, House

# The first test in a process builds the house.
pytestmark = pytest.mark.timeout(300)

TEXT = "What we ask for,\nand </textarea><script>alert(1)</script> why"
TYPED = {"title": "Vigil at dusk", "description": TEXT, "starts-zone": "Europe/Brussels", "password": "kept to my self"}


@pytest.fixture
def strangers(house: House) -> FlaskClient:
    """A browser whose session has ended."""
    return house.app.test_client()


def test_a_text_posted_without_a_session_comes_back_escaped(strangers: FlaskClient) -> None:
    answer = strangers.post("/events/new", data=TYPED, headers={"Referer": "http://localhost/events/new"})

    assert (answer.status_code, answer.headers["Cache-Control"]) == (401, "no-store")
    assert "Vigil at dusk</textarea>" in answer.text
    assert "What we ask for,\nand &lt;/textarea&gt;&lt;script&gt;" in answer.text
    assert 'href="/login?next=/events/new" target="_blank"' in answer.text
    assert "kept to my self" not in answer.text
    assert ">Europe/Brussels</textarea>" not in answer.text


def test_a_press_of_a_button_goes_to_the_log_in_page(strangers: FlaskClient) -> None:
    answer = strangers.post("/events/new", data={"revision": "1", "form_id": "a" * 36})

    assert (answer.status_code, answer.location) == (302, "/login")


def test_a_form_from_another_site_has_nothing_shown(strangers: FlaskClient) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = strangers.post("/events/new", data=TYPED, headers=headers)
        assert "Vigil at dusk" not in answer.text


def test_the_page_about_a_stale_token_gives_the_text_back_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(house.app.config, "WTF_CSRF_ENABLED", True)
    for client in (house.client(LEAD), house.app.test_client()):
        answer = client.post("/events/new", data=TYPED | {"csrf_token": "of another session"})
        assert answer.status_code == 400
        assert re.search(r"readonly>\s*What we ask for,", answer.text)
        assert "<script>alert" not in answer.text
