"""Addresses that people have subscribed to stay: the token of a row is the same in every release."""

from scheduler.api.domain.tokens import bearer_of
from scheduler.api.domain.tokens import token_of as api_token
from scheduler.feeds.domain.tokens import token_of as feed_token
from scheduler.kits.domain.tokens import token_of as kit_token


def test_tokens_are_what_they_have_always_been() -> None:
    assert feed_token("key", 1, "nonce") == "aCoKG7GATg3STValhmc93N3RhAh5dB02jN_MFXdLY2A"
    assert kit_token("key", 1, "nonce") == "omuSDmE7dlo3Xdgr8CWBtyIXZrY-335hpijZdnXyLPc"
    assert api_token("key", 1, "nonce") == "cs_BfjMJKiD9VAYP7lDow9DZnOSbCcSymRwU38AA_ctmdk"


def test_only_a_bearer_is_a_token() -> None:
    asked = ("Bearer x", "bearer  x ", "Basic x", "Bearer", "x", "")
    assert [bearer_of(header) for header in asked] == ["x", "x", "", "", "", ""]
