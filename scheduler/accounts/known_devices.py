"""Knows browsers again in which somebody has logged in, by a signed cookie that outlives the log-in.

While strangers guess at an address, its owner's browser is counted by itself; see OWASP, "Slow Down Online Guessing
Attacks with Device Cookies" (read 2026-11-25).
"""

import secrets
from datetime import UTC, datetime, timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from scheduler.accounts.domain.addresses import fingerprint
from scheduler.web.request import now, settings

KNOWN_FOR = timedelta(days=365)
MAX_PEOPLE = 5
SALT = "known-device"


def device_of(email: str) -> str | None:
    """Return the name of this browser for an address; None when nobody has logged in to it here."""
    return _known().get(_key(email))


def know_device(email: str, response: Response) -> Response:
    """Let this browser be known again as one in which the owner of an address was."""
    # The name is a new one each time, so what was tried under the old one is over with.
    names = {**{key: name for key, name in _known().items() if key != _key(email)}, _key(email): secrets.token_hex(8)}
    newest = dict(list(names.items())[-MAX_PEOPLE:])
    config = current_app.config
    response.set_cookie(
        config["DEVICE_COOKIE_NAME"],
        _signer().dumps([int(now().timestamp()), newest]),
        max_age=KNOWN_FOR,
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _known() -> dict[str, str]:
    """Return names by key of address, the one that was here last at the end."""
    try:
        seconds, names = _signer().loads(request.cookies.get(current_app.config["DEVICE_COOKIE_NAME"], ""))
    except BadSignature:
        return {}
    is_good = now() - datetime.fromtimestamp(seconds, UTC) < KNOWN_FOR
    return dict(names) if is_good else {}


def _key(email: str) -> str:
    """Return what stands for an address in the cookie; who reads it learns no address."""
    return fingerprint(email, settings().secret_key)[:32]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=SALT)
