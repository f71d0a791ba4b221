"""Secret links of kits: derived from the site's key, as addresses of feeds are (decision 0005)."""

import base64
import hashlib
import hmac


def token_of(secret_key: str, link_id: int, nonce: str) -> str:
    """Return the token in a link's address: 43 URL-safe characters, 256 bits."""
    message = f"kit:{link_id}:{nonce}".encode()
    digest = hmac.new(secret_key.encode(), message, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
