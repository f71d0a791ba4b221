"""Walks through every page that links lead to, as each person, and gathers the forms that post."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlsplit

from flask import Flask
from typing_extensions import override
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.bad_input.house import LEAD, WHO, House
from tests.bad_input.page_forms import PageForm, post_forms, read

CRASH = 500
MORE_PAGES = {"content.show": 10, "content.details": 6, "content.edit_text": 3, "editions.dates": 1}
"""Whose pages differ with the state of what they show."""

Value = str | bytes
Typed = dict[str, list[Value]]


@dataclass(frozen=True, slots=True)
class Found:
    """A form, the page it stands on, who saw it there, and the endpoint that it is sent to."""

    who: str
    address: str
    endpoint: str
    form: PageForm

    @override
    def __str__(self) -> str:
        return f"{self.who} {self.address} -> {self.endpoint}"


@dataclass(frozen=True, slots=True)
class Seen:
    """A page, who asked for it, its endpoint, and what came back."""

    who: str
    address: str
    endpoint: str
    status: int
    is_page: bool
    text: str

    @property
    def is_open(self) -> bool:
        """Is it a page that people read?"""
        return self.status == 200 and self.is_page


@dataclass
class Tour:
    """What a walk has seen: the pages and forms of each person."""

    pages: list[Seen] = field(default_factory=list)
    forms: dict[tuple[str, frozenset[str]], Found] = field(default_factory=dict)

    @property
    def endpoints(self) -> set[str]:
        return {page.endpoint for page in self.pages}


def endpoint_of(app: Flask, path: str, method: str) -> str:
    """Return the endpoint that answers for an address; empty when none does."""
    parts = urlsplit(path)
    if parts.netloc or not parts.path.startswith("/"):
        return ""
    try:
        endpoint, _arguments = app.url_map.bind("localhost").match(parts.path, method=method)
    except HTTPException:
        return ""
    return str(endpoint)


def tour(house: House) -> Tour:
    """Look at every page as everybody; a form is kept once, for the first who has it."""
    seen = Tour()
    for who in WHO:
        starts = ["/", "/welcome", *(address for person, address in house.more_pages if person == who)]
        _walk(house, who, starts, seen)
    return seen


def _walk(house: House, who: str, starts: list[str], seen: Tour) -> None:
    waiting, met, visits = deque(starts), set(starts), Counter[str]()
    while waiting:
        address = waiting.popleft()
        endpoint = endpoint_of(house.app, address, "GET")
        most = MORE_PAGES.get(endpoint, 1) if who == LEAD else 1
        if endpoint in {"", "static", "asset"} or visits[endpoint] >= most:
            continue
        visits[endpoint] += 1
        answer = house.client(who).get(address)
        links = [answer.location] if answer.location else _look(house.app, who, address, answer, seen)
        seen.pages.append(Seen(who, address, endpoint, answer.status_code, is_page(answer), text_of(answer)))
        fresh = [link.partition("#")[0] for link in links]
        waiting.extend(link for link in dict.fromkeys(fresh) if link not in met)
        met.update(fresh)


def is_page(answer: TestResponse) -> bool:
    """Say whether a browser shows what was answered, instead of saving it."""
    return answer.mimetype == "text/html" and "Content-Disposition" not in answer.headers


def text_of(answer: TestResponse) -> str:
    """Return what was answered as far as it is text; a file for Word is none."""
    return answer.get_data().decode("utf-8", "replace")


def _look(app: Flask, who: str, address: str, answer: TestResponse, seen: Tour) -> list[str]:
    if not is_page(answer):
        return []
    page = read(answer.text)
    for form in post_forms(page, address):
        endpoint = endpoint_of(app, form.action, "POST")
        seen.forms.setdefault((endpoint, frozenset(form.names)), Found(who, address, endpoint, form))
    return page.links


def send(house: House, found: Found, typed: Mapping[str, list[Value]]) -> tuple[TestResponse | None, str]:
    """Send a form as a browser would, halves of pairs and wrong bytes included; return the answer and the crash."""
    pairs = ((name, value) for name, values in typed.items() for value in values)
    body = "&".join(f"{quote_plus(name)}={_quoted(value)}" for name, value in pairs)
    kind = "application/x-www-form-urlencoded"
    try:
        return house.client(found.who).post(found.form.action, data=body, content_type=kind), ""
    except Exception as crash:  # noqa: BLE001 - every crash is a find
        return None, f"{type(crash).__name__}: {crash}"[:300]


def _quoted(value: Value) -> str:
    return quote_plus(value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass"))


def texts_of(typed: Mapping[str, list[Value]]) -> Iterator[str]:
    """Yield what was typed, empty values left out."""
    yield from (value for values in typed.values() for value in values if isinstance(value, str) and value)
