"""What other web sites show in a frame: public things alone, the same for whoever looks, and nowhere else a frame."""

import re

import pytest

from tests.pages.scenes import SAFE_TITLE, SECRET
from tests.plugins.languages import MADE_UP

FRAMES = ("/embed/month?month=2027-07", "/embed/list")
WHO = ("visitor", "dan", "ana", "bo", "cleo")


@pytest.mark.parametrize("path", FRAMES)
def test_everybody_gets_the_same_bytes_without_a_cookie(visit, path):
    answers = [visit(who).get(path) for who in WHO]

    assert {answer.get_data() for answer in answers} == {answers[0].get_data()}
    assert {answer.headers["ETag"] for answer in answers} == {answers[0].headers["ETag"]}
    assert not [answer for answer in answers if "Set-Cookie" in answer.headers or "Cookie" in answer.headers["Vary"]]


@pytest.mark.parametrize("path", FRAMES)
def test_it_is_in_the_language_of_the_browser_whatever_the_person_reads(visit, store, scene, language, path):
    language.offer(MADE_UP)
    scene.ana.language = MADE_UP
    store.commit()

    answers = [visit(who).get(path, headers={"Accept-Language": "en"}) for who in ("visitor", "ana")]

    assert f'<html lang="{MADE_UP}"' in visit("ana").get("/embed").text
    assert '<html lang="en"' in answers[0].text
    assert answers[0].get_data() == answers[1].get_data()
    assert "Accept-Language" in answers[0].headers["Vary"]
    assert f'<html lang="{MADE_UP}"' in visit("visitor").get(path, headers={"Accept-Language": MADE_UP}).text


@pytest.mark.parametrize("path", FRAMES)
def test_only_what_is_public_stands_in_it(visit, path):
    text = visit("ana").get(path).text

    assert "World Day Against Trafficking" in text
    assert not [word for word in (SAFE_TITLE, SECRET, "Vigil", "Kaagapay", "Book it", "Ana", "Log out") if word in text]
    assert "<form" not in text
    assert "<script" not in text


@pytest.mark.parametrize("path", FRAMES)
def test_it_may_be_framed_and_kept_for_minutes(client, path):
    answer = client.get(path)

    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_no_other_page_may_be_framed_and_the_one_with_the_line_frames_our_own_alone(client):
    for path in ("/", "/calendar", "/embed", "/embed/nothing"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert ("frame-src 'self'" in policy) is (path == "/embed")


def test_links_open_elsewhere_but_for_those_that_turn_the_pages(visit):
    text = visit("visitor").get("/embed/month?month=2027-07&theme=dark&topic=trafficking").text

    assert '<base target="_blank">' in text
    assert 'data-theme="dark"' in text
    turns = re.findall(r'target="_self"[^>]*href="([^"]+)"', text)
    assert turns == [f"/embed/month?month=2027-{month:02}&amp;theme=dark&amp;topic=trafficking" for month in (6, 8)]


@pytest.mark.parametrize(
    "arguments", ["theme=x&topic=x&month=x", "theme=%22%3E&topic=%00", "month=2200-01", "month=1900-01"]
)
def test_what_is_in_no_list_chooses_nothing(client, arguments):
    assert client.get(f"/embed/month?{arguments}").get_data() == client.get("/embed/month").get_data()


def test_a_topic_leaves_the_others_out(visit):
    text = visit("visitor").get("/embed/list?topic=migration").text

    assert "Week of the Children" in text
    assert "World Day Against" not in text


def test_the_line_to_copy_shows_what_was_chosen(visit):
    text = visit("visitor").get("/embed?kind=list&theme=light&topic=migration").text

    line = "&lt;iframe src=&#34;http://localhost/embed/list?theme=light&amp;amp;topic=migration&#34;"
    assert line in text
    assert 'src="/embed/list?theme=light&amp;topic=migration"' in text
    assert 'href="/embed"' in visit("ana").get("/calendar").text
