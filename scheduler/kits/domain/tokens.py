"""Secret links of kits."""

from scheduler.secret_tokens import derived_token


def token_of(secret_key: str, link_id: int, nonce: str) -> str:
    """Return the token in a link's address."""
    return derived_token(secret_key, "kit", link_id, nonce)
