"""Secrets in addresses and headers: derived from the site's key, so that the database alone gives none away.

Decision 0005 says why.
"""

import base64
import hashlib
import hmac


def derived_token(secret_key: str, purpose: str, row_id: int, nonce: str) -> str:
    """Return the token of a row: 43 URL-safe characters, 256 bits; another one for another purpose or nonce."""
    digest = hmac.new(secret_key.encode(), f"{purpose}:{row_id}:{nonce}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """Return what the database keeps of a token: 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()
