"""Addresses that nobody would type: every page takes any query, and every argument may be garbage."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.bad_input.bad_values import HUGE, SCRIPT
from tests.bad_input.house import COORDINATOR, LEAD, VISITOR, House
from tests.bad_input.page_forms import read
from tests.bad_input.walk import Seen, Tour, text_of
from tests.plugins.audit import Extent

FOUND_OR_NOT = {200, 301, 302, 303, 304, 308, 400, 401, 403, 404, 405, 410}
ASKED = {
    "around",
    "bill",
    "campaign",
    "channel",
    "comment",
    "concerning",
    "edition",
    "event",
    "from",
    "kind",
    "kinds",
    "month",
    "next",
}
ASKED |= {"after", "all", "before", "copy", "country", "playbook", "scope", "seen", "sheet"}
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


def names_of(page: Seen) -> list[str]:
    """Return what a page may be asked: the fields of its own filters, and what any page is asked."""
    own = {name for form in read(page.text).forms if form.method == "get" for name in form.names}
    return sorted(own | ASKED)


def pages(seen: Tour, who: str) -> dict[str, Seen]:
    """Return one page of each endpoint that somebody has seen."""
    return {page.endpoint: page for page in seen.pages if page.who == who}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", [LEAD, COORDINATOR, VISITOR])
def test_any_query_is_answered(house: House, seen: Tour, who: str, extent: Extent) -> None:
    client, wrong = house.client(who), []
    for number, page in enumerate(pages(seen, who).values()):
        path, names = urlsplit(page.address).path, names_of(page)
        for turn in extent.some(range(_turns(seen, page)), number, 2):
            query = {name: GARBAGE[(turn + place) % len(GARBAGE)] for place, name in enumerate(names)}
            wrong += _faults(client, f"{path}?{urlencode(query)}")
        # No page has a turn of each name with this, which only PostgreSQL refuses.
        nowhere = urlencode(dict.fromkeys(names, "nul\x00"))
        wrong += _faults(client, f"{path}?{nowhere}")
        wrong += _faults(client, f"{path}?page=1&page=2&%00=%FF&=&&q=%ED%A0%80")

    assert not wrong, "\n".join(wrong)


def _turns(seen: Tour, page: Seen) -> int:
    """Return how often to ask until each name had each piece of garbage; once where the lead asks the same."""
    by_lead = page.who != LEAD and page.endpoint in pages(seen, LEAD)
    return 1 if by_lead and set(names_of(page)) <= set(names_of(pages(seen, LEAD)[page.endpoint])) else len(GARBAGE)


@pytest.mark.timeout(300)
def test_any_argument_of_a_path_is_answered(house: House, seen: Tour, extent: Extent) -> None:
    twisted = _twisted(house.app, extent)
    everywhere = [fault for path, method in twisted for fault in _faults(house.client(LEAD), path, method)]
    paths = [urlsplit(page.address).path for page in pages(seen, LEAD).values()]
    one_part = [fault for path in _bent(house.app, paths, extent) for fault in _faults(house.client(LEAD), path)]

    assert not everywhere + one_part, "\n".join(everywhere + one_part)


def _bent(app: Flask, paths: Iterable[str], extent: Extent) -> Iterator[str]:
    """Yield real addresses with one of their arguments replaced, the others left."""
    urls = app.url_map.bind("localhost")
    for number, path in enumerate(paths):
        _endpoint, arguments = urls.match(path)
        for value in arguments.values():
            garbage = extent.some(IN_ONE_PART, number, 2)
            yield from (path.replace(f"/{value}", f"/{one}") for one in garbage)


def _twisted(app: Flask, extent: Extent) -> Iterator[tuple[str, str]]:
    """Yield every route with arguments, each filled with garbage that comes through to its view.

    What no route takes gets the same answer whatever it was meant for: each such piece is asked for once.
    """
    stopped: dict[str, tuple[str, str]] = {}
    for number, rule in enumerate(app.url_map.iter_rules()):
        if not rule.arguments or rule.endpoint in {"static", "asset"}:
            continue
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        filled = {garbage: re.sub(r"<[^>]+>", garbage, rule.rule) for garbage in IN_PATHS}
        taken = [path for path in filled.values() if _is_routed(app, path, method)]
        yield from ((path, method) for path in extent.some(taken, number, 3))
        for garbage, path in filled.items():
            if path not in taken:
                stopped.setdefault(garbage, (path, method))
    yield from stopped.values()


def _is_routed(app: Flask, path: str, method: str) -> bool:
    """Say whether some view answers for an address, read as a server reads it."""
    with app.test_request_context(path, method=method) as context:
        return context.request.routing_exception is None


def _faults(client: FlaskClient, path: str, method: str = "GET") -> list[str]:
    try:
        answer = client.open(path, method=method)
    except Exception as crash:  # noqa: BLE001 - every crash is a find
        return [f"{method} {path[:300]}: {type(crash).__name__} {crash}"[:500]]
    if answer.status_code not in FOUND_OR_NOT:
        return [f"{method} {path[:300]}: {answer.status_code}"]
    return [f"{method} {path[:300]}: a script came out"] if SCRIPT in text_of(answer) else []
