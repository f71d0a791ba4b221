"""Flask-Babel: which languages the product has been translated into, and which of them each request speaks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from gettext import NullTranslations
from pathlib import Path
from typing import cast

from babel import Locale, negotiate_locale
from flask import Flask, Response, current_app, g, has_app_context, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale
from typing_extensions import override

LOCALE = "en"
ENGLISH = Locale(LOCALE)

_LANGUAGES, _CHOSEN = "scheduler.languages", "scheduler.chosen_language"


class RequestDomain(Domain):
    """Looks a catalogue up once in a request: a long page asks for thousands of texts, each of which would look again.

    It is kept where `force_locale` and `refresh` of Flask-Babel 4 put aside what was kept for another language.
    """

    @override
    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the language that the request speaks now."""
        context = g.get("_flask_babel") if has_app_context() else None
        kept: NullTranslations | None = getattr(context, "babel_translations", None)
        if kept is None:
            kept = super().get_translations()
            if context is not None:
                context.babel_translations = kept
        return kept


class RequestBabel(Babel):
    """Flask-Babel with `RequestDomain`."""

    @cached_property
    def domain_instance(self) -> Domain:
        """The domain of all texts."""
        return RequestDomain(domain=self.domain)


def register_translations(app: Flask) -> None:
    """Make `_()` and its kin available; catalogues live beside the templates, in `translations/`.

    A catalogue that is compiled is a language that can be chosen, from the next start on.
    """
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(Path(app.root_path).parent / "translations"))
    babel = RequestBabel(app, default_locale=LOCALE, default_timezone="UTC", locale_selector=_locale)
    app.add_template_global(get_locale)
    # Jinja's own looks `gettext` up at each call, and templates hardly know another name than this one.
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]
    with app.app_context():
        found = babel.list_translations()
    app.extensions[_LANGUAGES] = tuple(sorted(found, key=lambda locale: str(locale) != LOCALE))
    app.after_request(_vary)


def choose_language_by(app: Flask, chosen: Callable[[], str]) -> None:
    """Ask `chosen` for the language of whoever sends a request; it returns "" where the browser is to say."""
    app.extensions[_CHOSEN] = chosen


def languages() -> tuple[Locale, ...]:
    """Return the languages that can be chosen, English first; that alone where no pages are served."""
    found = current_app.extensions.get(_LANGUAGES) if has_app_context() else None
    return cast("tuple[Locale, ...]", found or (ENGLISH,))


def language_choices() -> list[tuple[str, str]]:
    """Return the languages by code, each called as its speakers call it."""
    return [(str(one), (one.get_display_name() or str(one)).capitalize()) for one in languages()]


def installed(language: str) -> str:
    """Return a language that can be chosen: this one, or English once its catalogue is gone."""
    return language if any(str(one) == language for one in languages()) else LOCALE


def in_language(language: str) -> AbstractContextManager[None]:
    """Speak a language for a while, whoever asks."""
    return force_locale(installed(language))


def _locale() -> str:
    if len(languages()) == 1 or not has_request_context():
        return LOCALE
    is_personal = _CHOSEN in current_app.extensions and not g.get("impersonal")
    chosen = current_app.extensions[_CHOSEN]() if is_personal else ""
    return installed(chosen) if chosen else _of_browser()


def _of_browser() -> str:
    """Return the language that the browser asks for first of those that can be chosen; English if it wants none."""
    wanted = [language.replace("-", "_") for language, quality in request.accept_languages if quality > 0]
    # It is found in whichever case the browser writes it.
    return str(Locale.parse(negotiate_locale(wanted, [str(one) for one in languages()]) or LOCALE))


def _vary(response: Response) -> Response:
    if len(languages()) > 1 and response.mimetype == "text/html":
        response.vary.add("Accept-Language")
    return response
