"""One rule of what a web address is, wherever one is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.addresses import is_web_address
from scheduler.content.domain.links import link_problem
from scheduler.observances.domain.validators import InvalidValueError, read_url


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "HTTP://EXAMPLE.ORG:8080/a?b=c#d",
        "https://例え.jp/パス",
        "https://[2001:db8::1]/",
        "https://example.org/می\u200cخواهم",
    ],
)
def test_what_others_can_open(text: str) -> None:
    assert is_web_address(text)
    assert (link_problem(text), read_url(text)) == (None, text)


@pytest.mark.parametrize(
    "text",
    [
        "example.org",
        "//example.org",
        "https://",
        "https://.",
        "https:///path",
        "javascript:alert(1)",
        "ftp://example.org",
        "https://bank.example@evil.example/",
        "https://user:word@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://[2001:db8::1",
        "https://example.org/a b",
        "https://example.org/a\tb",
        "https://example.org/a\u200bb",
        "https://example.org/\u202eb",
        "https://example.org/<b>",
        'https://example.org/"b',
        "https://example.org\\@evil.example",
    ],
)
def test_what_others_cannot(text: str) -> None:
    assert not is_web_address(text)
    assert link_problem(text) is not None
    with pytest.raises(InvalidValueError):
        read_url(text)


@given(st.text())
def test_whatever_is_typed_is_no_error(text: str) -> None:
    assert is_web_address(text) in {True, False}
