"""Flask-Babel: which language the pages speak and where the catalogues are."""

from pathlib import Path

from flask import Flask
from flask_babel import Babel, get_locale

LOCALE = "en"


def register_translations(app: Flask) -> None:
    """Make `_()` and its kin available; catalogues live beside the templates, in `translations/`."""
    app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(Path(app.root_path).parent / "translations"))
    Babel(app, default_locale=LOCALE, default_timezone="UTC", locale_selector=_locale)
    app.add_template_global(get_locale)


def _locale() -> str:
    # One language so far; a person's choice would be read here.
    return LOCALE
