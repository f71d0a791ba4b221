"""Tokens of the API: derived from the site's key, so that the database alone gives none away (decision 0005)."""

import base64
import hashlib
import hmac

PREFIX = "cs_"
"""What every token begins with, so that programs that look for secrets in source code find it."""


def token_of(secret_key: str, token_id: int, nonce: str) -> str:
    """Return the token of a row: the prefix and 43 URL-safe characters, 256 bits."""
    digest = hmac.new(secret_key.encode(), f"api:{token_id}:{nonce}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def bearer_of(authorization: str) -> str:
    """Return the token of an Authorization header (RFC 6750, section 2.1); empty where there is none."""
    scheme, _space, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
