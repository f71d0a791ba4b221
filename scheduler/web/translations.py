"""Flask-Babel: which language the pages speak and where the catalogues are."""

from functools import cached_property
from gettext import NullTranslations
from pathlib import Path

from flask import Flask, g, has_app_context
from flask_babel import Babel, Domain, get_locale
from typing_extensions import override

LOCALE = "en"


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
    """Make `_()` and its kin available; catalogues live beside the templates, in `translations/`."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(Path(app.root_path).parent / "translations"))
    RequestBabel(app, default_locale=LOCALE, default_timezone="UTC", locale_selector=_locale)
    app.add_template_global(get_locale)
    # Jinja's own looks `gettext` up at each call, and templates hardly know another name than this one.
    app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]


def _locale() -> str:
    # One language so far; a person's choice would be read here.
    return LOCALE
