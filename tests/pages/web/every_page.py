"""Walks all pages that somebody can reach, as links lead there, and then what no link has led to."""

from collections import Counter, deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import product
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from typing_extensions import override
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, Rule

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
WITH_VALUE = frozenset({"role", "type", "aria-current", "aria-pressed", "aria-expanded", "rows", "dir"})
"""Attributes whose values change what an element is."""

Mark = tuple[str, str, frozenset[str], bool]


@dataclass
class Markup(HTMLParser):
    """What a page is made of: which sorts of elements in which, headings in order, links, names of elements."""

    marks: set[Mark] = field(default_factory=set)
    headings: list[int] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    _within: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        names = frozenset(f"{name}={value}" if name in WITH_VALUE else name for name, value in values.items())
        name = f"{tag}.{' '.join(sorted(values.get('class', '').split()))}"
        self.marks.add((self._within[-1] if self._within else "", name, names, bool(values.get("aria-label"))))
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        if tag == "a" and values.get("href", "").startswith("/"):
            self.links.append(values["href"])
        if "id" in values:
            self.ids[values["id"]] += 1
        if tag not in VOID:
            self._within.append(name)

    @override
    def handle_endtag(self, tag: str) -> None:
        while self._within:
            if self._within.pop().split(".")[0] == tag:
                return

    @property
    def faults(self) -> list[str]:
        """What is wrong with it whatever it looks like."""
        twice = [f"id {name} is there {count} times" for name, count in self.ids.items() if count > 1]
        steps = zip([0, *self.headings], self.headings, strict=False)
        skipped = [f"h{level} comes after h{before}" for before, level in steps if level > before + 1]
        return twice + skipped + ["not one h1"] * (self.headings.count(1) != 1)


@dataclass(frozen=True, slots=True)
class Found:
    """A page that answered."""

    endpoint: str
    path: str
    markup: Markup


def pages_of(
    app: Flask,
    client: FlaskClient,
    starts: Sequence[str],
    fill: Mapping[str, Sequence[Any]],
    walked: Collection[str],
    *,
    anew: bool,
) -> Iterator[Found]:
    """Yield the pages that answer somebody with 200 and HTML, one of each endpoint.

    Args:
        app: whose routes are walked.
        client: somebody's.
        starts: addresses to begin with.
        fill: what stands in addresses to which no link leads, by the name of the routes' argument, or by the first word
            of the address and that name; several together by the first word and their names, sorted.
        walked: endpoints of which pages are known; nothing is filled in for these.
        anew: whether their pages are asked for all the same, as somebody else may see more there; the first always are.
    """
    bound = app.url_map.bind("localhost")
    seen: set[str] = {"static", "asset"}
    known = set() if anew else set(walked) - {_endpoint(bound, path) for path in starts}
    tried: set[str] = set()
    waiting = deque(starts)
    rules = deque(rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    while waiting or rules:
        if not waiting:
            rule = rules.popleft()
            waiting.extend([] if rule.endpoint in seen.union(walked) else _addresses(app, rule, fill))
            continue
        path = waiting.popleft()
        endpoint = _endpoint(bound, path)
        if endpoint is None or endpoint in seen | known or path in tried:
            continue
        tried.add(path)
        answer = client.get(path)
        # A page that is saved as a file is not one of the product.
        if answer.status_code != 200 or answer.mimetype != "text/html" or "Content-Disposition" in answer.headers:
            continue
        seen.add(endpoint)
        markup = Markup()
        markup.feed(answer.get_data(as_text=True))
        waiting.extend(link.split("#")[0] for link in markup.links)
        yield Found(endpoint, path, markup)


def _endpoint(bound: MapAdapter, path: str) -> str | None:
    try:
        endpoint: str = bound.match(urlsplit(path).path)[0]
    except HTTPException:
        return None
    return endpoint


def _addresses(app: Flask, rule: Rule, fill: Mapping[str, Sequence[Any]]) -> list[str]:
    names = sorted(rule.arguments)
    feature = rule.rule.strip("/").split("/")[0]
    together = fill.get(" ".join([feature, *names])) if len(names) > 1 else None
    values = [fill.get(f"{feature} {name}", fill.get(name, ())) for name in names]
    bound = app.url_map.bind("localhost")
    chosen = product(*values) if together is None else together
    return [bound.build(rule.endpoint, dict(zip(names, one, strict=True)), method="GET") for one in chosen]
