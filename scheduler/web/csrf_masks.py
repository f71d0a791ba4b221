"""The token against forgery with a mask that changes with each page, so that its bytes never come twice.

Flask-WTF signs the session's token anew for each page, but the token itself stands in it, the same for the whole
session. Here it is added to a random key of its own length, and the key is put before it.
"""

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask_wtf.csrf import CSRFProtect
from typing_extensions import override

# A signed token holds dots, a masked one none.
_DOT = "."


class MaskedCSRFProtect(CSRFProtect):  # type: ignore[misc]
    """Takes tokens with and without a mask."""

    @override
    def _get_csrf_token(self) -> str | None:
        token: str | None = super()._get_csrf_token()
        return token if token is None else unmask(token)


def mask(token: str) -> str:
    """Return a token under a key that is used once; all characters are safe in HTML and in addresses."""
    key = secrets.token_bytes(len(token))
    return urlsafe_b64encode(key + _added(key, token.encode())).decode()


def unmask(token: str) -> str:
    """Return what was masked; anything else as it is, for Flask-WTF to refuse."""
    if _DOT in token:
        return token
    try:
        both = urlsafe_b64decode(token.encode())
        return _added(both[: len(both) // 2], both[len(both) // 2 :]).decode("ascii")
    except (binascii.Error, ValueError):
        return token


def _added(key: bytes, text: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(key, text, strict=True))
