"""Secret addresses of feeds: derived from the site's key, so that the database alone gives none away."""

import base64
import hashlib
import hmac


def token_of(secret_key: str, feed_id: int, nonce: str) -> str:
    """Return the token in a feed's address: 43 URL-safe characters, 256 bits."""
    message = f"feed:{feed_id}:{nonce}".encode()
    digest = hmac.new(secret_key.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
