from scheduler.feeds.domain.answers import FeedFile, Poll, answer

FILE = FeedFile(b"BEGIN", b"zip", "abc")


def test_plain_and_zipped_have_tags_of_their_own() -> None:
    plain, zipped = answer(FILE, Poll(), is_public=True), answer(FILE, Poll("gzip, br"), is_public=True)
    assert (plain.status, plain.body, dict(plain.headers)["ETag"]) == (200, b"BEGIN", '"abc"')
    assert (zipped.body, dict(zipped.headers)["ETag"]) == (b"zip", '"abc-gzip"')
    assert dict(zipped.headers)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in dict(plain.headers)


def test_whoever_has_it_gets_nothing() -> None:
    for tag in ('"abc"', '"abc-gzip"', 'W/"abc"', '"old", "abc"'):
        said = answer(FILE, Poll("gzip", tag), is_public=False)
        assert (said.status, said.body) == (304, b"")
    assert answer(FILE, Poll("", '"old"'), is_public=False).status == 200


def test_secret_feeds_stay_out_of_shared_caches() -> None:
    assert dict(answer(FILE, Poll(), is_public=False).headers)["Cache-Control"] == "private, no-cache"
