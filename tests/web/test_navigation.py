"""Where the reader is, and where a form may send them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.web.navigation import local_path, nav_links

ITEMS = [("Start", "start", "dashboard"), ("Form", "form", "edit")]


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", ["/"]), ("/form", ["/form"]), ("/form/7/edit", ["/form"]), ("/formless", []), ("/other", [])],
)
def test_current_entry_is_the_longest_beginning_of_the_path(app: Flask, path, current):
    with app.test_request_context(path):
        links = nav_links(ITEMS)

    assert [link.address for link in links] == ["/", "/form"]
    assert [link.address for link in links if link.is_current] == current


def test_current_entry_is_marked_for_readers(client: FlaskClient):
    assert 'href="/form" aria-current="page"' in client.get("/form").text


@pytest.mark.parametrize("address", ["/", "/calendar?month=2026-07", "/a//b"])
def test_path_of_this_site_is_followed(address):
    assert local_path(address, "/start") == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "x",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x=1",
        "http:evil.example",
        "/x\\y",
    ],
)
def test_any_other_address_is_not(address):
    assert local_path(address, "/start") == "/start"


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_appearance_is_remembered_by_the_browser_and_written_by_the_server(client: FlaskClient, choice):
    answer = client.post("/appearance", data={"appearance": choice, "back": "/form"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/form")
    assert f'data-theme="{choice}"' in client.get("/").text


def test_appearance_can_be_left_to_the_device_again(client: FlaskClient):
    client.post("/appearance", data={"appearance": "dark"})
    client.post("/appearance", data={"appearance": ""})

    assert "data-theme" not in client.get("/").text


def test_appearance_takes_no_other_word_and_leads_nowhere_else(client: FlaskClient):
    client.set_cookie("appearance", '"><script>')

    answer = client.post("/appearance", data={"appearance": "pink", "back": "//evil.example"})

    assert answer.headers["Location"] == "/"
    assert "data-theme" not in client.get("/").text


def test_visitor_is_offered_to_log_in_and_has_no_account_menu(client: FlaskClient):
    page = client.get("/?anonymous=1").text

    assert ("Log in" in page, "Ana María Ruiz" in page, "Log out" in page) == (True, False, False)
