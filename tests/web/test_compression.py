"""Pages in gzip: whole for whoever takes it, and never where the length could tell a stranger something."""

import gzip
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from scheduler.web.compression import MAX_NAME, gzipped, keep_plain
from scheduler.web.csrf_masks import mask, unmask

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
LONG = "<!doctype html>" + "<p>A page that is worth it.</p>" * 100


@pytest.fixture
def site(app: Flask) -> FlaskClient:
    """A visitor of pages that show tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    pages: dict[str, Callable[..., str | Response]] = {
        "/long": lambda: LONG,
        "/short": lambda: "<p>Short.</p>",
        "/tagged": lambda: _tagged(LONG),
        "/ready-made": lambda: Response(gzip.compress(LONG.encode()), headers={"Content-Encoding": "gzip"}),
        "/streamed": lambda: Response(_stream(), mimetype="text/html"),
        "/lines.csv": lambda: Response("a,b\r\n" * 1000, mimetype="text/csv"),
        "/secret": _secret,
        "/by-token/<token>": lambda token: LONG,
    }
    for path, view in pages.items():
        app.add_url_rule(path, path, view)
    return app.test_client()


@pytest.fixture
def member(site: FlaskClient) -> FlaskClient:
    """The same, logged in."""
    with site.session_transaction() as cookie:
        cookie["person"] = "1"
    return site


def _tagged(body: str) -> Response:
    response = Response(body, mimetype="text/html")
    response.set_etag("of-this-page")
    response.make_conditional(request)
    return response


def _stream() -> Iterator[str]:
    yield from [LONG, LONG]


def _secret() -> str:
    keep_plain()
    return LONG


def is_packed(client: FlaskClient, path: str) -> bool:
    answer = client.get(path, headers=GZIP)
    packed = answer.headers.get("Content-Encoding") == "gzip"
    body = gzip.decompress(answer.data) if packed else answer.data
    assert body.endswith(b"</p>")
    assert answer.content_length == len(answer.data)
    assert answer.vary.as_set() >= {"accept-encoding"}
    return packed


@pytest.mark.parametrize("path", ["/long", "/long?month=2027-07&page=2", "/long?items=3"])
def test_pages_are_packed_for_everybody(member: FlaskClient, path: str) -> None:
    assert is_packed(member, path)


@pytest.mark.parametrize(
    "path",
    [
        "/secret",
        "/by-token/x3",
        "/long?q=statement",
        "/long?month=July",
        "/long?month=2027-07&q=x",
        "/long?2027=month",
        "/long?page=1234567890",
    ],
)
def test_pages_with_a_secret_beside_what_others_choose_are_not(member: FlaskClient, path: str) -> None:
    assert not is_packed(member, path)


@pytest.mark.parametrize("path", ["/secret", "/by-token/x3", "/long?q=statement"])
def test_who_has_no_session_has_no_secret(site: FlaskClient, path: str) -> None:
    assert is_packed(site, path)


@pytest.mark.parametrize(
    ("asked", "packed"),
    [("gzip", True), ("GZIP;q=0.1, br", True), ("*", True), ("gzip;q=0", False), ("br, zstd", False), ("", False)],
)
def test_whoever_does_not_take_gzip_gets_the_page_as_it_is(site: FlaskClient, asked: str, *, packed: bool) -> None:
    answer = site.get("/long", headers={"Accept-Encoding": asked})

    assert (answer.headers.get("Content-Encoding") == "gzip") is packed
    assert "accept-encoding" in answer.vary
    assert (gzip.decompress(answer.data) if packed else answer.data) == LONG.encode()


def test_nothing_is_packed_that_is_small_or_no_page_or_packed_already(site: FlaskClient) -> None:
    assert not is_packed(site, "/short")
    assert "Content-Encoding" not in site.get("/streamed", headers=GZIP).headers
    assert "Content-Encoding" not in site.get("/lines.csv", headers=GZIP).headers
    assert gzip.decompress(site.get("/ready-made", headers=GZIP).data) == LONG.encode()


def test_an_answer_to_a_form_repeats_what_was_typed_and_is_not_packed(app: Flask) -> None:
    answer = app.test_client().post("/form", data={"title": "x" * 3000}, headers=GZIP)

    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (422, None)


def test_head_says_what_get_would(site: FlaskClient) -> None:
    whole, head = site.get("/long", headers=GZIP), site.head("/long", headers=GZIP)

    assert (head.data, head.headers) == (b"", whole.headers)


def test_one_weak_tag_stands_for_both_forms(site: FlaskClient) -> None:
    packed, plain = site.get("/tagged", headers=GZIP), site.get("/tagged")

    assert (packed.headers["ETag"], plain.headers["ETag"]) == ('W/"of-this-page"', '"of-this-page"')


@pytest.mark.parametrize("known", ['W/"of-this-page"', '"of-this-page"'])
def test_a_page_that_is_known_is_not_sent_again(site: FlaskClient, known: str) -> None:
    answer = site.get("/tagged", headers={**GZIP, "If-None-Match": known})

    assert (answer.status_code, answer.data, answer.headers.get("Content-Encoding")) == (304, b"", None)
    assert "accept-encoding" in answer.vary


def test_the_same_page_has_another_length_each_time(member: FlaskClient) -> None:
    lengths = {len(member.get("/long", headers=GZIP).data) for _ in range(40)}

    assert 10 < len(lengths) <= MAX_NAME + 1


def tokens(client: FlaskClient) -> list[str]:
    answer = client.get("/form", headers=GZIP)
    return re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', gzip.decompress(answer.data).decode())


def test_the_token_of_a_page_is_masked_and_taken(member: FlaskClient) -> None:
    shown = [tokens(member) for _ in range(3)]
    with member.session_transaction() as cookie:
        cookie_token = str(cookie["csrf_token"])
    from_pages = {token for page in shown for token in page}

    assert len({token[:40] for token in from_pages}) == len(shown)
    assert not any(cookie_token in token or "." in token for token in from_pages)
    for token in from_pages:
        page = member.post("/form", data={"title": "Vigil", "kind": "release", "csrf_token": token})
        assert (page.status_code, "Saved." in page.text) == (200, True)


@pytest.mark.parametrize("wrong", ["", "x", "AAAA", "====", "é", "AAAAABBB", "IjEi.x.y", "a" * 200])
def test_what_is_no_token_is_refused(member: FlaskClient, wrong: str) -> None:
    tokens(member)

    assert member.post("/form", data={"title": "Vigil", "csrf_token": wrong}).status_code == 400


@given(st.text("abcXYZ019_-.", min_size=1))
def test_a_mask_comes_off(token: str) -> None:
    assert unmask(mask(token)) == token


@given(st.text())
def test_whatever_comes_for_a_token_is_no_error(token: str) -> None:
    assert isinstance(unmask(token), str)


@given(st.binary(max_size=5000), st.integers(0, MAX_NAME))
def test_a_file_holds_what_was_packed(body: bytes, length: int) -> None:
    assert gzip.decompress(gzipped(body, b"x" * length)) == body
