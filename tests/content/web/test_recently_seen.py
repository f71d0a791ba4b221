"""What somebody has opened last is on their search page: theirs alone, and only what they may read now."""

import re

from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.pages.recently_seen import MOST
from tests.content import builders
from tests.content.item_tabs import all_tabs
from tests.content.web.newsroom import Newsroom

COOKIE = "recently_seen"


def listed(newsroom: Newsroom, who: str) -> list[str]:
    section = newsroom.get(who, "/search").text.partition('id="recent"')[2].partition("</section>")[0]
    return re.findall(r'href="([^"]+)"', section)


def test_the_last_eight_stand_there_once_each_the_last_one_first(newsroom: Newsroom):
    paths = [newsroom.item() for _ in range(MOST + 2)]
    for path in [*paths, paths[5], paths[5]]:
        newsroom.get("lead", path)

    expected = [paths[5], *reversed([path for path in paths if path != paths[5]])][:MOST]
    assert listed(newsroom, "lead") == expected
    assert listed(newsroom, "member") == []
    cookie = newsroom.clients["lead"].get_cookie(COOKIE)
    assert cookie is not None
    assert len(cookie.value) < 700
    assert cookie.http_only


def test_parts_of_an_item_and_lists_are_not_kept_and_words_hide_the_list(newsroom: Newsroom):
    path = newsroom.item()
    newsroom.get("lead", f"{path}/activity")
    newsroom.get("lead", "/content")
    assert listed(newsroom, "lead") == []

    all_tabs(newsroom.clients["lead"], path)
    assert listed(newsroom, "lead") == [path]
    assert 'id="recent"' not in newsroom.get("lead", "/search?q=trafficking").text


def test_what_may_not_be_read_any_more_or_not_yet_is_left_out(newsroom: Newsroom):
    everybody = Sharing(ShareScope.COALITION)
    shared = newsroom.item(sharing=everybody)
    secret = newsroom.item(
        sharing=everybody, signatories=frozenset(), embargo=builders.LIFT, embargo_group=[newsroom.bay.editor]
    )
    for who in ("far_lead", "editor"):
        for path in (shared, secret):
            assert newsroom.get(who, path).status_code == 200

    assert listed(newsroom, "far_lead") == [shared]
    assert listed(newsroom, "editor") == [secret, shared]
    text = newsroom.get("editor", "/search").text
    assert "Joint statement" in text
    assert text.count(builders.ITEM_TEXT.title) == 1

    newsroom.post("lead", f"{shared}/delete", revision=str(newsroom.stored(shared).revision))
    assert listed(newsroom, "far_lead") == []


def test_visitors_have_none_and_nobody_reads_that_of_another(newsroom: Newsroom):
    path = newsroom.item()
    newsroom.get("lead", path)
    cookie = newsroom.clients["lead"].get_cookie(COOKIE)
    assert cookie is not None
    for who in ("member", "visitor"):
        newsroom.clients[who].set_cookie(COOKIE, cookie.value)
        assert listed(newsroom, who) == []
    newsroom.clients["lead"].set_cookie(COOKIE, cookie.value + "x")
    assert listed(newsroom, "lead") == []


def test_logging_out_takes_it_away(newsroom: Newsroom):
    newsroom.get("lead", newsroom.item())

    newsroom.clients["lead"].post("/logout")

    assert newsroom.clients["lead"].get_cookie(COOKIE) is None
