"""Tokens of the API."""

from scheduler.secret_tokens import derived_token

PREFIX = "cs_"
"""What every token begins with, so that programs that look for secrets in source code find it."""


def token_of(secret_key: str, token_id: int, nonce: str) -> str:
    """Return the token of a row."""
    return PREFIX + derived_token(secret_key, "api", token_id, nonce)


def bearer_of(authorization: str) -> str:
    """Return the token of an Authorization header (RFC 6750, section 2.1); empty where there is none."""
    scheme, _space, token = authorization.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
