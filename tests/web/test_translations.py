"""The language of a request: the catalogue is looked up once, and again when the language changes within it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string
from flask_babel import force_locale, gettext, refresh

from scheduler.web.translations import register_translations


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """Return an application whose texts exist in English and in German."""
    catalogue = Catalog(locale="de")
    catalogue.add("Owner", "Zuständig")
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path)
    register_translations(app)
    with app.test_request_context():
        yield app


def both() -> tuple[str, str]:
    return gettext("Owner"), render_template_string("{{ _('Owner') }}")


@pytest.mark.usefixtures("app")
def test_a_language_that_is_forced_holds_for_that_block_alone() -> None:
    assert both() == ("Owner", "Owner")
    with force_locale("de"):
        assert both() == ("Zuständig", "Zuständig")
        with force_locale("en"):
            assert both() == ("Owner", "Owner")
        assert both() == ("Zuständig", "Zuständig")
    assert both() == ("Owner", "Owner")


@pytest.mark.usefixtures("app")
def test_a_language_that_is_chosen_anew_holds_from_then_on() -> None:
    with force_locale("de"):
        assert both() == ("Zuständig", "Zuständig")
        refresh()
        assert both() == ("Zuständig", "Zuständig")


@pytest.mark.usefixtures("app")
def test_the_catalogue_is_looked_up_once_in_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def locale() -> str:
        asked.append("en")
        return "en"

    monkeypatch.setattr("flask_babel.get_locale", locale)
    for _n in range(3):
        both()
    assert asked == ["en"]


def test_texts_are_in_english_outside_of_an_application() -> None:
    assert gettext("Owner") == "Owner"
