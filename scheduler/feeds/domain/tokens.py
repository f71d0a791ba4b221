"""Secret addresses of feeds."""

from scheduler.secret_tokens import derived_token


def token_of(secret_key: str, feed_id: int, nonce: str) -> str:
    """Return the token in a feed's address."""
    return derived_token(secret_key, "feed", feed_id, nonce)
