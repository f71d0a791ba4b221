"""What a browser has to fetch before a main page is there: page, style and script, packed; and the one font beside."""

import gzip
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.accounts.models import Person
from scheduler.db import AppSession
from tests.logins import logged_in
from tests.plugins.demo import Seed

MOST_BYTES = 90_000
MOST_OF_A_FONT = 40_000
VIEWS = ("year", "list")
DEEP = {"/campaigns": r'href="(/campaigns/[\w-]{12})"', "/content": r'href="(/content/[\w-]{12})"'}
"""Where the first of several things is found that have pages of their own."""

PARTS = {
    "/campaigns": ("", "/work", "/content", "/table"),
    "/content": ("", "/activity", "/details"),
}
OTHERS = ("/content/new", "/events/new", "/observances/catalogue", "/search?q=day")
FETCHED = re.compile(r'(?:<link rel="stylesheet"[^>]*? href|<script[^>]*? src)="([^"]+)"')
AHEAD = re.compile(r'<link rel="preload" as="font"[^>]*? href="([^"]+)"')


def packed(client: FlaskClient, address: str) -> bytes:
    answer = client.get(address, headers={"Accept-Encoding": "identity"})
    assert answer.status_code == 200, address
    return gzip.compress(answer.get_data(), compresslevel=6, mtime=0)


def main_pages(client: FlaskClient) -> list[str]:
    navigation = re.findall(r'<nav class="nav-bar".*?</nav>', client.get("/").text, re.DOTALL)[0]
    pages = [*re.findall(r'href="([^"]+)"', navigation), *OTHERS, *(f"/calendar?view={view}" for view in VIEWS)]
    for path, pattern in DEEP.items():
        first = re.findall(pattern, client.get(path).text)[0]
        pages += [first + part for part in PARTS[path]]
    return pages


def test_main_pages_are_light(app: Flask, store: AppSession, seed: Seed) -> None:
    seed(app)
    lead = store.scalars(select(Person).where(Person.name == "Lena Ortiz")).one()
    store.commit()
    client = logged_in(app, lead)
    assets: dict[str, int] = {}
    weights = {}

    for page in main_pages(client):
        body = packed(client, page)
        fetched = set(FETCHED.findall(gzip.decompress(body).decode()))
        assets |= {address: len(packed(client, address)) for address in fetched - set(assets)}
        weights[page] = len(body) + sum(assets[address] for address in fetched)

    assert len(weights) > 20
    # Style sheets and scripts are really counted.
    assert min(weights.values()) > 40_000
    assert {page: weight for page, weight in weights.items() if weight > MOST_BYTES} == {}


def test_english_needs_one_light_font(client: FlaskClient) -> None:
    fonts = AHEAD.findall(client.get("/").text)

    assert len(fonts) == 1
    answer = client.get(fonts[0])
    assert (answer.mimetype, "immutable" in answer.headers["Cache-Control"]) == ("font/woff2", True)
    assert 20_000 < len(answer.data) <= MOST_OF_A_FONT
