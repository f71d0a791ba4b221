import re

from scheduler.feeds.domain.tokens import token_of
from scheduler.secret_tokens import hash_of


def test_a_token_depends_on_key_feed_and_nonce_alone() -> None:
    tokens = {token_of(key, feed, nonce) for key in "ab" for feed in (1, 2) for nonce in "xy"}
    assert len(tokens) == 8
    assert token_of("a", 1, "x") in tokens
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_the_hash_does_not_hold_the_token() -> None:
    token = token_of("key", 1, "nonce")
    assert token not in hash_of(token)
    assert len(hash_of(token)) == 64
