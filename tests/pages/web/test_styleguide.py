"""The style guide shows every component and token to everybody, where the product is developed and nowhere else."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import nodes
from playwright.sync_api import Page

from tests.accessible import check
from tests.pages.scenes import people_scene
from tests.plugins.audit import Extent
from tests.repo.tree import ROOT

TEMPLATES = ROOT / "templates"
NOT_SHOWN = {
    "linked_data": "read by search engines",
    "open_graph": "read by search engines",
    "mail_button": "of mail",
    "mail_details": "of mail",
    "mail_quote": "of mail",
}
"""Macros of which nothing is seen on a page."""


@pytest.fixture
def development(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")


def test_there_is_none_where_the_product_is_used(client: FlaskClient) -> None:
    assert client.get("/styleguide").status_code == 404
    assert client.get("/styleguide/tokens.css").status_code == 404


def test_every_macro_has_an_example(app: Flask) -> None:
    guide = [path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "styleguide").glob("*.html")]
    shared = [path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "macros").glob("*.html")]
    parsed = {name: app.jinja_env.parse((TEMPLATES / name).read_text(encoding="utf-8")) for name in guide + shared}

    # A macro that is called by one with an example has one.
    made = {macro.name: calls(macro) for name in shared for macro in parsed[name].find_all(nodes.Macro)}
    shown = set().union(*(calls(parsed[name]) for name in guide))
    while grown := set().union(*(made[name] for name in shown & set(made))) - shown:
        shown |= grown

    assert set(made) - shown == set(NOT_SHOWN) & set(made)


def calls(node: nodes.Node) -> set[str]:
    return {call.node.name for call in node.find_all(nodes.Call) if isinstance(call.node, nodes.Name)}


@pytest.mark.usefixtures("development")
def test_every_token_is_there(app: Flask) -> None:
    client = app.test_client()
    page, style = client.get("/styleguide").text, client.get("/styleguide/tokens.css").text

    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", (ROOT / "static/css/tokens.css").read_text("utf-8")):
        assert f"<code>--{name}</code>" in page
        assert (f".swatch-{name} " in style) is value.startswith(("#", "light-dark"))


@pytest.mark.timeout(180)
@pytest.mark.usefixtures("development")
def test_everybody_can_use_it(app: Flask, store, undrawn_page: Page, extent: Extent) -> None:
    people_scene(store)
    store.commit()

    check(undrawn_page, ["/styleguide", "/styleguide"], extent)
