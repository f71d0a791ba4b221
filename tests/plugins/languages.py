"""Texts in words: without an application, and in a language that is made up."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations

import pytest
from flask import Flask
from flask_babel import Domain, get_locale
from typing_extensions import override

MADE_UP = "de"
OPEN, CLOSE = "⟦", "⟧"


@pytest.fixture
def worded() -> Iterator[None]:
    """Word entries as the application does, in its language."""
    app = Flask("texts")
    importlib.import_module("scheduler.web.translations").register_translations(app)
    wording = importlib.import_module("scheduler.agenda.entry_wording")
    vocabularies = importlib.import_module("scheduler.app").ENTRY_TEXTS
    app.extensions["scheduler.entry_texts"] = wording.EntryTexts(*vocabularies)
    with app.app_context():
        yield


class MarkedTexts(NullTranslations):
    """A catalogue of a made-up language, in which every text of the product stands between marks."""

    @override
    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    @override
    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)

    @override
    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return self.ngettext(msgid1, msgid2, n)

    ugettext, ungettext, upgettext, unpgettext = gettext, ngettext, pgettext, npgettext


class MarkedDomain(Domain):
    """Has the made-up language besides those in `translations/`."""

    @override
    def get_translations(self) -> NullTranslations:
        return MarkedTexts() if str(get_locale()) == MADE_UP else super().get_translations()


@dataclass(frozen=True)
class Language:
    """The language that an application speaks to everybody."""

    app: Flask

    def set(self, locale: str) -> None:
        self.app.extensions["babel"].locale_selector = lambda: locale


@pytest.fixture
def language(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Language:
    """Choose in which language the application speaks; `MADE_UP` is one of them."""
    configured = app.extensions["babel"]
    monkeypatch.setattr(type(configured.instance), "domain_instance", MarkedDomain())
    return Language(app)
