"""Lengths, links and hashtags in a text."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.text_length import (
    characters_with_emoji_in_bytes,
    find_addresses,
    find_hashtags,
    graphemes,
    utf8_bytes,
    utf16_units,
)

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "seen", "units", "size", "with_emoji"),
    [
        ("", 0, 0, 0, 0),
        ("abc", 3, 3, 3, 3),
        ("e\u0301", 1, 2, 3, 2),
        ("日本", 2, 2, 6, 2),
        ("हिन्दी", 2, 6, 18, 6),
        ("👍", 1, 2, 4, 4),
        ("👍🏽", 1, 4, 8, 8),
        (FAMILY, 1, 11, 25, 25),
        ("🇵🇭", 1, 4, 8, 8),
        ("1️⃣", 1, 3, 7, 7),
        ("❤️", 1, 2, 6, 6),
        ("©", 1, 1, 2, 1),
        ("1#*", 3, 3, 3, 3),
        ("\r\n", 1, 2, 2, 2),
        ("\ud800", 1, 1, 3, 1),
    ],
)
def test_lengths(text, seen, units, size, with_emoji):
    assert graphemes(text) == seen
    assert utf16_units(text) == units
    assert utf8_bytes(text) == size
    assert characters_with_emoji_in_bytes(text) == with_emoji


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", []),
        ("See https://e.org.", ["https://e.org"]),
        ("(https://e.org/a_(b)) ok", ["https://e.org/a_(b)"]),
        ("“https://e.org/x?a=1&b=2#c”, http://E.ORG/", ["https://e.org/x?a=1&b=2#c", "http://E.ORG/"]),
        ("https://例え.jp/パス です", ["https://例え.jp/パス"]),
        ("https://xn--r8jz45g.xn--zckzah/a", ["https://xn--r8jz45g.xn--zckzah/a"]),
        ("https://e.org:8080/x https://e.co.uk", ["https://e.org:8080/x", "https://e.co.uk"]),
        ("https://localhost e.org www.e.org mailto:a@e.org", []),
        ("xhttps://e.org @https://e.org", []),
    ],
)
def test_find_addresses(text, links):
    assert [link.text for link in find_addresses(text)] == links


def test_addresses_without_a_scheme_are_found_when_asked_for():
    assert [link.text for link in find_addresses("www.e.org/a, https://e.org", bare=True)] == [
        "www.e.org/a",
        "https://e.org",
    ]


@settings(max_examples=40)
@given(st.text(alphabet="htps:/w.eorg()a日 ,#", max_size=60))
def test_links_stand_where_they_say_and_do_not_overlap(text):
    links = find_addresses(text, bare=True)

    assert all(text[link.start : link.end] == link.text for link in links)
    assert all(one.end <= other.start for one, other in pairwise(links))


@pytest.mark.parametrize(
    ("text", "hashtags"),
    [
        ("#EndIt and ＃日本 #30July", ["EndIt", "日本", "30July"]),
        ("#2027 # a#b &#x; #-", []),
        ("https://e.org/#section #real", ["real"]),
        ("(#a)#b", ["a", "b"]),
    ],
)
def test_find_hashtags(text, hashtags):
    assert find_hashtags(text) == hashtags
