"""A feed is in the language that was chosen for it, whoever asks."""

from collections.abc import Callable

import pytest
from flask import Flask

from scheduler.db import AppSession
from scheduler.feeds.models import Feed
from tests.coalition import Town
from tests.plugins.languages import LONG, MADE_UP, OPEN, Language

Save = Callable[..., str]


@pytest.fixture
def save(app: Flask, town: Town) -> Save:
    """Saves a feed as a member, in a language; returns the address of its Atom file."""

    def saved(language: str) -> str:
        typed = {"name": "Mine", "scope": "all", "language": language}
        page = town.client(app, "member").post("/feeds/new", data=typed, follow_redirects=True).text
        return "/feeds/" + page.split("http://localhost/feeds/", 1)[1].split(".", 1)[0] + ".atom"

    return saved


def test_a_feed_is_in_the_language_that_was_chosen(
    app: Flask, store: AppSession, language: Language, save: Save
) -> None:
    language.offer(MADE_UP, LONG)
    path = save(MADE_UP)
    plain = app.test_client().get(path)

    assert f"{OPEN}Made for one reader" in plain.text
    assert f'xml:lang="{MADE_UP}"' in plain.text
    assert app.test_client().get(path, headers={"Accept-Language": LONG}).data == plain.data
    assert store.query(Feed).one().selection["language"] == [MADE_UP]


def test_a_feed_in_english_keeps_no_language(app: Flask, store: AppSession, language: Language, save: Save) -> None:
    language.offer(MADE_UP)

    assert OPEN not in app.test_client().get(save("en"), headers={"Accept-Language": MADE_UP}).text
    assert "language" not in store.query(Feed).one().selection


def test_a_feed_is_in_english_once_its_language_is_gone(app: Flask, language: Language, save: Save) -> None:
    language.offer(MADE_UP, LONG)
    path = save(MADE_UP)

    language.offer(LONG)

    assert OPEN not in app.test_client().get(path).text


def test_a_language_that_is_not_offered_is_refused(app: Flask, town: Town, language: Language) -> None:
    language.offer(MADE_UP)
    typed = {"name": "Mine", "scope": "all", "language": "tlh"}

    assert town.client(app, "member").post("/feeds/new", data=typed).status_code == 422
