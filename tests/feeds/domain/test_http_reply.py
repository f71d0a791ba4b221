from itertools import product

import pytest

from scheduler.feeds.domain.http_reply import FeedFile, Poll, answer, takes_gzip

FILE = FeedFile(b"BEGIN", b"zip", "abc", 'inline; filename="ours.ics"')


def headers(poll: Poll, *, is_public: bool = False) -> dict[str, str]:
    reply = answer(FILE, poll, is_public=is_public)
    assert len({name.lower() for name, _ in reply.headers}) == len(reply.headers)
    return dict(reply.headers)


def test_plain_and_zipped_have_tags_of_their_own() -> None:
    plain, zipped = answer(FILE, Poll(), is_public=True), answer(FILE, Poll("gzip, br"), is_public=True)
    assert (plain.status, plain.body, dict(plain.headers)["ETag"]) == (200, b"BEGIN", '"abc"')
    assert (zipped.body, dict(zipped.headers)["ETag"]) == (b"zip", '"abc-gzip"')
    assert dict(zipped.headers)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in dict(plain.headers)


@pytest.mark.parametrize(
    ("had", "tag"),
    [
        ('"abc"', "abc"),
        ('"abc-gzip"', "abc-gzip"),
        ('W/"abc"', "abc"),
        ('"old", W/"abc-gzip" ,"other"', "abc-gzip"),
        ('"abc","abc-gzip"', "abc-gzip"),
        ("*", "abc-gzip"),
        (" * ", "abc-gzip"),
    ],
)
def test_whoever_has_it_gets_nothing_but_the_tag_that_they_have(had: str, tag: str) -> None:
    reply = answer(FILE, Poll("gzip", had), is_public=False)

    assert (reply.status, reply.body, dict(reply.headers)["ETag"]) == (304, b"", f'"{tag}"')


@pytest.mark.parametrize("had", ["", '"old"', "abc", '"abcd"', '"xabc"', '"abc-gzip-2"', 'W/"ab", "c"', '"*"', "*,*"])
def test_whoever_has_something_else_gets_the_file(had: str) -> None:
    assert answer(FILE, Poll("", had), is_public=False).status == 200


@pytest.mark.parametrize(
    ("header", "takes"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("deflate, *;q=0.1", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
        ("gzip;q = 0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("x-gzipped", False),
    ],
)
def test_gzip_only_for_whoever_takes_it(header: str, *, takes: bool) -> None:
    assert takes_gzip(header) is takes


def test_secret_feeds_stay_out_of_shared_caches_and_of_other_sites() -> None:
    own = headers(Poll())

    assert (own["Cache-Control"], own["Cross-Origin-Resource-Policy"]) == ("private, no-cache", "same-origin")
    assert "Access-Control-Allow-Origin" not in own


def test_pages_of_other_sites_may_read_the_public_feed() -> None:
    shared = headers(Poll(), is_public=True)

    assert shared["Access-Control-Allow-Origin"] == "*"
    assert shared["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_no_answer_dates_the_feed_and_a_whole_one_names_the_file() -> None:
    for poll, is_public in product((Poll(), Poll("gzip"), Poll("", '"abc"')), (True, False)):
        assert "Last-Modified" not in headers(poll, is_public=is_public)
    assert headers(Poll())["Content-Disposition"] == 'inline; filename="ours.ics"'


def test_strict_transport_only_over_https() -> None:
    assert "Strict-Transport-Security" not in headers(Poll())
    assert headers(Poll(is_secure=True))["Strict-Transport-Security"] == "max-age=31536000"
