"""Everything of this package that an application registers, in one call."""

from flask import Flask

from scheduler.web.appearance import choose_appearance, register_appearance
from scheduler.web.assets import register_assets
from scheduler.web.badges import register_states
from scheduler.web.body_limits import register_limits
from scheduler.web.compression import register_compression
from scheduler.web.converters import register_converters
from scheduler.web.csrf_masks import MaskedCSRFProtect
from scheduler.web.errors import register_errors
from scheduler.web.linked_data import register_linked_data
from scheduler.web.navigation import register_navigation
from scheduler.web.security_headers import register_security_headers
from scheduler.web.template_filters import register_filters
from scheduler.web.templating import share_globals
from scheduler.web.translations import register_translations


def register_web(app: Flask) -> None:
    """Give the application its errors, headers, limits, assets, filters, language and protection against forgery."""
    share_globals(app)
    register_compression(app)
    csrf = MaskedCSRFProtect(app)
    # Harmless if forged, and a token would give every anonymous visitor a session cookie.
    csrf.exempt(choose_appearance)
    register_converters(app)
    register_translations(app)
    register_limits(app)
    register_security_headers(app)
    register_errors(app)
    register_assets(app)
    register_filters(app)
    register_states(app)
    register_navigation(app)
    register_appearance(app)
    register_linked_data(app)
