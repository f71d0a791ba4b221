"""Texts in words: without an application, and in languages that are made up."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import NullTranslations

import pytest
from babel import Locale
from flask import Flask
from flask_babel import Domain, get_locale
from typing_extensions import override

MADE_UP = "de"
OPEN, CLOSE = "⟦", "⟧"

LONG, MIRRORED = "fr", "ar"
"""The codes under which two more are: one whose texts are 40 % longer, and one that is written from right to left."""

_FILLED_IN = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]+>)")
_ACCENTS = str.maketrans("aceinouyACEINOUY", "áçéíñóüýÁÇÉÍÑÓÜÝ")
_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "ابصدعفغهيجكلمنوبقرستوفوخيزابصدعفغهيجكلمنوبقرستوفوخيز"
)


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

    def written(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    @override
    def gettext(self, message: str) -> str:
        return self.written(message)

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


class LongTexts(MarkedTexts):
    """A catalogue whose texts are as much longer as those of wordy languages, with accents."""

    @override
    def written(self, message: str) -> str:
        return _apart(message, _ACCENTS) + " óné" * round(len(message) / 10)


class MirroredTexts(MarkedTexts):
    """A catalogue whose texts are written from right to left."""

    @override
    def written(self, message: str) -> str:
        return _apart(message, _ARABIC)


def _apart(message: str, letters: dict[int, int]) -> str:
    """Return a text in other letters, but for what is filled in."""
    parts = _FILLED_IN.split(message)
    return "".join(part if number % 2 else part.translate(letters) for number, part in enumerate(parts))


CATALOGUES = {MADE_UP: MarkedTexts(), LONG: LongTexts(), MIRRORED: MirroredTexts()}


class MarkedDomain(Domain):
    """Has the made-up languages besides those in `translations/`."""

    @override
    def get_translations(self) -> NullTranslations:
        return CATALOGUES.get(str(get_locale())) or super().get_translations()


@dataclass(frozen=True)
class Language:
    """The language that an application speaks to everybody."""

    app: Flask

    def set(self, locale: str) -> None:
        self.app.extensions["babel"].locale_selector = lambda: locale

    def offer(self, *locales: str) -> None:
        """Let people choose these besides English."""
        self.app.extensions["scheduler.languages"] = (Locale("en"), *map(Locale.parse, locales))


@pytest.fixture
def language(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Language:
    """Choose in which language the application speaks; `MADE_UP` is one of them."""
    configured = app.extensions["babel"]
    monkeypatch.setitem(vars(configured.instance), "domain_instance", MarkedDomain())
    return Language(app)
