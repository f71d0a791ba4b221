"""Web addresses that people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.links import MAX_LINK_CHARS, LinkProblem, link_problem


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/A",
        "https://例え.jp/パス",
        "https://[2001:db8::1]/",
        "https://example.org/" + "a" * (MAX_LINK_CHARS - 20),
    ],
)
def test_a_web_address_has_no_problem(address):
    assert link_problem(address) is None


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", LinkProblem.EMPTY),
        (" \n", LinkProblem.EMPTY),
        ("https://example.org/" + "a" * (MAX_LINK_CHARS - 19), LinkProblem.TOO_LONG),
        ("example.org", LinkProblem.NOT_A_WEB_ADDRESS),
        ("//example.org", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://.", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https:///path", LinkProblem.NOT_A_WEB_ADDRESS),
        ("javascript:alert(1)", LinkProblem.NOT_A_WEB_ADDRESS),
        ("data:text/html,x", LinkProblem.NOT_A_WEB_ADDRESS),
        ("ftp://example.org", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://bank.example@evil.example/", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://example.org/a b", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://example.org/\u202egro", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://example.org/\0", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://example.org\n", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://[::1", LinkProblem.NOT_A_WEB_ADDRESS),
        ("https://example.org:99999", LinkProblem.NOT_A_WEB_ADDRESS),
    ],
)
def test_what_is_no_web_address(address, problem):
    assert link_problem(address) is problem


@given(st.text().map("https://".__add__))
def test_any_text_gets_an_answer(address):
    assert link_problem(address) in {None, *LinkProblem}
