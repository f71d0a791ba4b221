"""What a page offers leads somewhere: a link to a page that opens, an anchor to a place, an id to one place alone."""

import html
import re
from collections import Counter

import pytest

from tests.bad_input.house import WHO, House
from tests.bad_input.walk import Tour, endpoint_of

HREF, ID = re.compile(r'<a\b[^>]*\bhref="([^"]+)"'), re.compile(r'<[^>]*?\sid="([^"]+)"')


def pages_of(seen: Tour, who: str) -> dict[str, str]:
    """Return the text of each page that somebody reads, by its address."""
    return {page.address: page.text for page in seen.pages if page.who == who and page.is_open}


@pytest.mark.timeout(180)
@pytest.mark.parametrize("who", WHO)
def test_ids_stand_for_one_place(seen: Tour, who: str) -> None:
    twice = [
        (address, ident)
        for address, page in pages_of(seen, who).items()
        for ident, count in Counter(ID.findall(page)).items()
        if count > 1
    ]

    assert twice == []


@pytest.mark.timeout(180)
@pytest.mark.parametrize("who", WHO)
def test_what_is_offered_opens_at_the_place_that_is_named(house: House, seen: Tour, who: str) -> None:
    pages = pages_of(seen, who)
    links = {
        (address, html.unescape(link))
        for address, page in pages.items()
        for link in HREF.findall(page)
        if not re.match(r"[a-z]+:", link)
    }
    # What the walk has opened is not opened again.
    opened = {address: (200, frozenset(ID.findall(page))) for address, page in pages.items()}
    dead = []
    for address, link in sorted(links):
        target, _mark, anchor = link.partition("#")
        target = target or address
        if endpoint_of(house.app, target, "GET") in {"", "static", "asset"}:
            continue
        if target not in opened:
            answer = house.client(who).get(target, follow_redirects=True)
            ids = frozenset(ID.findall(answer.text)) if answer.mimetype == "text/html" else frozenset()
            opened[target] = answer.status_code, ids
        status, ids = opened[target]
        if status >= 400 or (anchor and anchor not in ids):
            dead.append((address, link, status))

    assert dead == []
