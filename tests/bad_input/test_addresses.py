"""Addresses that nobody would type: every page takes any query, and every argument may be garbage."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.bad_input.bad_values import HUGE, SCRIPT
from tests.bad_input.house import COORDINATOR, LEAD, VISITOR, House
from tests.bad_input.page_forms import read
from tests.bad_input.walk import Tour

FOUND_OR_NOT = {200, 301, 302, 303, 304, 308, 400, 401, 403, 404, 405, 410}
ASKED = {
    "around",
    "before",
    "bill",
    "campaign",
    "concerning",
    "edition",
    "event",
    "from",
    "kind",
    "kinds",
    "month",
    "next",
}
ASKED |= {"observance", "organisation", "owner", "page", "person", "place", "public", "q", "shelf", "show", "state"}
ASKED |= {"status", "stream", "text", "to", "topic", "topics", "view", "when", "who", "whose", "year", "zone"}
"""Names that pages read from their address, beside those of the fields of their filters."""

GARBAGE = ("9999-99", "-1", "nul\x00", "", HUGE, f"{SCRIPT}\r\nBcc: x@y", "0000-00", "\U0001f600")
IN_ONE_PART = ("0", HUGE, "abc%00", "2027-02-29")
IN_PATHS = (
    "0",
    "-1",
    HUGE,
    str(2**31),
    "abc",
    "%00",
    "..",
    "%2e%2e%2f",
    "%FF%FE",
    "%ED%A0%80",
    "2027-02-29",
    "x" * 3000,
)


def names_of(client: FlaskClient, address: str) -> list[str]:
    """Return what a page may be asked: the fields of its own filters, and what any page is asked."""
    page = read(client.get(address).text)
    own = {name for form in page.forms if form.method == "get" for name in form.names}
    return sorted(own | ASKED)


def pages(seen: Tour, who: str) -> Iterator[str]:
    """Yield one address of each endpoint that somebody has seen."""
    yield from {endpoint: urlsplit(address).path for person, address, endpoint in seen.pages if person == who}.values()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", [LEAD, COORDINATOR, VISITOR])
def test_any_query_is_answered(house: House, seen: Tour, who: str) -> None:
    client, wrong = house.client(who), []
    for path in pages(seen, who):
        names = names_of(client, path)
        for index in range(len(GARBAGE)):
            query = {name: GARBAGE[(index + place) % len(GARBAGE)] for place, name in enumerate(names)}
            wrong += _faults(client, f"{path}?{urlencode(query)}")
        wrong += _faults(client, f"{path}?page=1&page=2&%00=%FF&=&&q=%ED%A0%80")

    assert not wrong, "\n".join(wrong)


@pytest.mark.timeout(300)
def test_any_argument_of_a_path_is_answered(house: House, seen: Tour) -> None:
    everywhere = [fault for path, method in _twisted(house.app) for fault in _faults(house.client(LEAD), path, method)]
    one_part = [fault for path in _bent(house.app, pages(seen, LEAD)) for fault in _faults(house.client(LEAD), path)]

    assert not everywhere + one_part, "\n".join(everywhere + one_part)


def _bent(app: Flask, paths: Iterator[str]) -> Iterator[str]:
    """Yield real addresses with one of their arguments replaced, the others left."""
    urls = app.url_map.bind("localhost")
    for path in paths:
        _endpoint, arguments = urls.match(path)
        for value in arguments.values():
            yield from (path.replace(f"/{value}", f"/{garbage}") for garbage in IN_ONE_PART)


def _twisted(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield every route with arguments, each filled with every piece of garbage."""
    for rule in app.url_map.iter_rules():
        if rule.arguments and rule.endpoint not in {"static", "asset"}:
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            yield from ((re.sub(r"<[^>]+>", garbage, rule.rule), method) for garbage in IN_PATHS)


def _faults(client: FlaskClient, path: str, method: str = "GET") -> list[str]:
    try:
        answer = client.open(path, method=method)
    except Exception as crash:  # noqa: BLE001 - every crash is a find
        return [f"{method} {path[:300]}: {type(crash).__name__} {crash}"[:500]]
    if answer.status_code not in FOUND_OR_NOT:
        return [f"{method} {path[:300]}: {answer.status_code}"]
    return [f"{method} {path[:300]}: a script came out"] if SCRIPT in answer.text else []
