"""Web addresses in a text: the examples that the networks publish, and the parser that they come with."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twitter_text.extract_urls import extract_urls

from scheduler.content.domain.web_links import MAX_LINK_CHARS, find_links
from tests.costs import calls

# twitter-text, conformance/extract.yml, "urls" and "urls_with_indices": those with a scheme. Read on 2026-11-26.
CONFORMANCE = [
    ("http://example.com", ["http://example.com"]),
    ("text http://foobar.com/#", ["http://foobar.com/#"]),
    ("text http://google.com/#search?q=iphone%20-filter%3Alinks",) * 2,
    ("text http://somehost.com:3000", ["http://somehost.com:3000"]),
    ("text http://xo.com/~matthew+%ff-,.;x", ["http://xo.com/~matthew+%ff-,.;x"]),
    ("text http://xo.com/,.;x", ["http://xo.com/,.;x"]),
    ("text http://en.wikipedia.org/wiki/Primer_(film)", ["http://en.wikipedia.org/wiki/Primer_(film)"]),
    ("text http://✪df.ws/ejp", ["http://✪df.ws/ejp"]),
    ("text http://chilp.it/?77e8fd", ["http://chilp.it/?77e8fd"]),
    ("text http://msdn.microsoft.com/ja-jp/library/system.net.httpwebrequest(v=VS.100).aspx",) * 2,
    ("text http://domain-dash_2314352345_dfasd.foo-cow_4352.com", []),
    ("text http://-dash_2314352345_dfasd.foo-cow_4352.com", []),
    ("text http://no-tld", []),
    ("text http://tld-too-short.x", []),
    ("(http://twitter.com", ["http://twitter.com"]),
    ("text http://foo.com?#foo text", ["http://foo.com?#foo"]),
    ("Go to http://example.com/a+ or http://example.com/a-", ["http://example.com/a+", "http://example.com/a-"]),
    ("Go to http://twitter.com/Русские_слова", ["http://twitter.com/Русские_слова"]),
    ("test http://sub_domain-dash.twitter.com", ["http://sub_domain-dash.twitter.com"]),
    ("test http://a.b.cd", ["http://a.b.cd"]),
    ("test http://a_b.c-d.com", ["http://a_b.c-d.com"]),
    ("test http://-leadingdash.twitter.com", []),
    ("test http://trailingdash-.twitter.com", []),
    ("test http://trailingunderscore_.twitter.com", []),
    ("test http://twitter-.com", []),
    ("test http://twitter_underscore.com", []),
    ("test http://twitter.c_o_m", []),
    ("test http://www.foo.com/bar-path/some.stm?param1=foo;param2=P1|0||P2|0",) * 2,
    ("test http://twitter.com/.", ["http://twitter.com/"]),
    ("Test a ton of periods http://example.com/path..........", ["http://example.com/path"]),
    ("Test a ton of periods http://example.com/path/!!!!!!!!!!", ["http://example.com/path/"]),
    ("#http://test.com @http://test.com", []),
    ("$http://twitter.com $http://t.co/abcde", []),
    ("http://twitter.com\nhttp://example.com/path", ["http://twitter.com", "http://example.com/path"]),
    ("皆さん見てください！ http://google.com", ["http://google.com"]),
    ("test http://xn--ls8h.XN--ls8h.la/", ["http://xn--ls8h.XN--ls8h.la/"]),
    (
        "test http://foobar.みんな/ http://foobar.中国/ http://foobar.پاکستان/ ",
        ["http://foobar.みんな/", "http://foobar.中国/", "http://foobar.پاکستان/"],
    ),
]


@pytest.mark.parametrize(("text", "links"), CONFORMANCE)
def test_examples_of_twitter_text(text, links):
    expected = [text.split(" ")[1]] if text == links else links

    assert [link.text for link in find_links(text)] == expected


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("詳しくはhttps://e.org/aへ", ["https://e.org/aへ"]),
        ("詳しくはhttps://e.orgをご覧", ["https://e.org"]),
        ("подробнее:https://дети.рф/помощь.", ["https://дети.рф/помощь"]),
        ("اقرأhttps://e.org/تقرير؟", ["https://e.org/تقرير؟"]),
        ("éhttps://e.org ßhttps://e.org ９https://e.org", ["https://e.org"] * 3),
        ("xhttps://e.org 9https://e.org ＠https://e.org ＃https://e.org", []),
        ("a/https://e.org _https://e.org", ["https://e.org"] * 2),
        ("https://kaagapay.invalid https://localhost ftp://e.org e.org", []),
        ("http://" + "b" * 64 + ".com", []),
        ("https://e.org/" + "a" * MAX_LINK_CHARS, []),
        ("www.e.org https://www.e.org", ["https://www.e.org"]),
        ("https://日本\ue000.com https://a.\ue000.com https://e.org.\ue000.com", ["https://e.org"]),
        ("https://日本。.みんな https://日本。ä.みんな", ["https://日本。ä.みんな"]),
        (f"https://{'a.' * 124}org https://{'a.' * 126}org", [f"https://{'a.' * 124}org"]),
    ],
)
def test_what_may_stand_before_an_address_and_what_it_is(text, links):
    assert [link.text for link in find_links(text)] == links


def test_addresses_without_a_scheme_are_found_when_asked_for():
    found = find_links("はwww.e.orgで xwww.e.org www.no-tld, https://www.e.org", bare=True)

    assert [link.text for link in found] == ["www.e.org", "https://www.e.org"]


PIECES = (
    *("a", "Z9", "_", "-", ".", ":80", ":", "/", "?", "#", "(", ")", "a=1", "&", ",", ";", "!", "@", "$", "%20", "~"),
    *(".com", ".org", ".co.uk", ".x", "xn--abc", " ", "'", "*", "=", "+", "[", "]", "|"),
)
# A name in front would be an address without a scheme, which the parser takes away from what follows it.
ADDRESSES = st.tuples(
    st.sampled_from(("http://", "https://", "は http://", "のhttp://", "(https://")),
    st.sampled_from(("e.org", "a.b.com", "de", "e_.org", "e.co.uk", "-e.org", "日本.jp", "e.org.", "e.org:80")),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
).map("".join)


@settings(max_examples=300)
@given(ADDRESSES)
def test_links_are_those_of_the_parser_of_the_network(text):
    assert [link.text for link in find_links(text)] == extract_urls(text, extract_urls_without_protocol=False)


@settings(max_examples=40)
@given(st.text(alphabet="htps:/w.eorgcom()a日 ,#?", max_size=60))
def test_links_stand_where_they_say_and_do_not_overlap(text):
    links = find_links(text, bare=True)

    assert all(text[link.start : link.end] == link.text for link in links)
    assert all(one.end <= other.start for one, other in pairwise(links))


@pytest.mark.parametrize(
    "unit",
    ["http://", "http://a.", "www.", "www.a.", "http://a.co/(", "http://a.co/()", "a.", "http://a.co?(", "日.", "-"],
)
def test_twice_the_text_takes_twice_the_work(unit):
    def cost(size: int) -> int:
        return calls(lambda: find_links(unit * (size // len(unit)), bare=True))

    few, many = cost(5_000), cost(10_000)

    assert many <= 2.3 * few + 200


# What no host can hold: private signs. Each label is another, so that none is known yet.
@pytest.mark.parametrize("unit", ["www.\ue000.com.", "www.{}\ue000.com.", "http://{}\ue000.com."])
def test_a_label_is_looked_at_once_however_many_addresses_could_hold_it(unit: str) -> None:
    text = "".join(unit.format(number) for number in range(1000))

    assert calls(lambda: find_links(text, bare=True)) <= 25 * len(text)
    assert calls(lambda: find_links(unit.format("") * 1000, bare=True)) <= 10 * len(text)
