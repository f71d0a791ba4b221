"""Light or dark: the device decides unless this browser has been told otherwise, by a cookie and without a script."""

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from scheduler.web.navigation import local_path, mark_public

COOKIE = "appearance"
CHOICES = ("light", "dark")
KEPT_SECONDS = 365 * 24 * 3600


def register_appearance(app: Flask) -> None:
    """Add the address that takes the choice, and `appearance` for the layouts."""
    mark_public(choose_appearance)
    app.add_url_rule("/appearance", "appearance", choose_appearance, methods=["POST"])
    app.add_template_global(appearance)


def appearance() -> str:
    """Return `light`, `dark`, or `""` for what the device says."""
    chosen = request.cookies.get(COOKIE, "")
    return chosen if chosen in CHOICES else ""


def choose_appearance() -> Response:
    """Remember the choice in this browser and go back to the page."""
    response = redirect(local_path(request.form.get("back")), 303)
    chosen = request.form.get("appearance", "")
    if chosen in CHOICES:
        response.set_cookie(
            COOKIE, chosen, max_age=KEPT_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(COOKIE)
    return response
