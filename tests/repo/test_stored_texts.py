"""What the product says is worded when it is read: no row holds a text of ours, whatever language its writer speaks."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from config import Config
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry
from scheduler.agenda.reading import Selection
from scheduler.db import Base, db
from scheduler.feeds.services.serving import serve_public
from tests.fakes import FakeClock
from tests.plugins.demo import Seed
from tests.plugins.languages import MADE_UP, OPEN, Language


@pytest.fixture
def written(app: Flask, language: Language, seed: Seed) -> Flask:
    """The demo, with an example of everything, written by people who read the made-up language."""
    language.set(MADE_UP)
    seed(app, MADE_UP)
    return app


def marked_columns() -> set[str]:
    """Return the columns in whose rows a text of the product stands."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            found |= {f"{table}.{name}" for name, value in row.items() if OPEN in plain(value)}
    return found


def plain(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def test_no_row_holds_a_text_of_the_product(written: Flask, tick: Callable[[], None]) -> None:
    tick()

    with written.app_context():
        assert db.session.scalars(select(Entry.id)).first()
        assert marked_columns() == set()


def test_each_reader_has_the_words_of_their_language(written: Flask, language: Language, config: Config) -> None:
    account = re.findall(r"(\S+@bridge\.example)\s+(\S+)", (Path(config.instance_dir) / "demo.txt").read_text())[0]
    seen = {}
    for locale in (MADE_UP, "en"):
        language.set(locale)
        client = written.test_client()
        client.post("/login", data={"email": account[0], "password": account[1]})
        seen[locale] = re.sub("</?mark>", "", client.get("/search?q=sign-off+due").text)

    assert "Sign-off due: " in seen["en"]
    assert OPEN not in seen["en"]
    assert f"{OPEN}Sign-off due: " in seen[MADE_UP]


def test_feeds_speak_the_coalitions_language_whoever_asks(written: Flask, language: Language, clock: FakeClock) -> None:
    found = []
    for locale in (MADE_UP, "en"):
        language.set(locale)
        with written.app_context():
            file = serve_public(db.session, "https://calendar.example", "Coalition", clock.now()).file
        assert file is not None
        found.append(file.body)

    assert found[0] == found[1]
    assert b"Organised by " in found[0]


@pytest.mark.parametrize(("locale", "word"), [("en", "international"), (MADE_UP, f"{OPEN}international")])
def test_what_the_product_says_is_found_in_the_words_of_who_asks(written: Flask, locale: str, word: str) -> None:
    with written.app_context(), force_locale(locale):
        wanted = Selection.parse({"text": [word]}, listed_only=False).where(Viewer.anonymous())
        found = db.session.scalars(select(Entry).where(*wanted)).first()

        assert found is not None
        assert word in found.label.casefold()
