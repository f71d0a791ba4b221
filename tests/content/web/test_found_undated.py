"""The search finds content that has no publish date yet, for those who may read it, and never under embargo."""

import pytest

from scheduler.content.domain.item_text import ItemText
from tests.content import builders
from tests.content.web.newsroom import Newsroom

TEXT = ItemText(title="What we ask of harbours", body="Every pier needs a *night* shelter.")
WHO = ("lead", "member", "other_lead", "far_lead", "coordinator", "loner", "visitor")


def found(newsroom: Newsroom, who: str, words: str) -> str:
    return newsroom.get(who, f"/search?q={words}").text.partition("<main")[2]


@pytest.mark.parametrize("words", ["HARBOURS", "night+shelter", "shelter+harbours"])
def test_those_who_may_read_it_find_it_by_title_and_copy(newsroom: Newsroom, words: str):
    path = newsroom.item(text=TEXT, when=None)

    seen = {who for who in WHO if f'href="{path}"' in found(newsroom, who, words)}

    assert seen == {who for who in WHO if newsroom.get(who, path).status_code == 200}
    assert {"other_lead", "member"} <= seen
    assert not seen & {"far_lead", "loner", "visitor"}
    page = found(newsroom, "member", words)
    assert "No date yet" in page
    assert "Nothing found" not in page


def test_what_has_a_date_or_holds_other_words_is_not_there(newsroom: Newsroom):
    newsroom.item(text=TEXT)
    newsroom.item(text=TEXT, when=None)

    page = found(newsroom, "member", "harbours")
    assert page.partition('id="undated"')[2].count('href="/content/') == 1
    assert 'id="undated"' not in found(newsroom, "member", "harbours+senator")
    assert 'id="undated"' not in found(newsroom, "member", "harbours&kind=content")


@pytest.mark.parametrize("words", ["harbours", "night+shelter"])
def test_under_embargo_nobody_finds_it(newsroom: Newsroom, words: str):
    path = newsroom.item(text=TEXT, when=None, embargo=builders.LIFT, embargo_group=[newsroom.bay.editor])

    for who in (*WHO, "editor"):
        assert path not in found(newsroom, who, words)
        assert 'id="undated"' not in found(newsroom, who, words)


def test_of_very_many_the_newest_are_shown(newsroom: Newsroom):
    paths = [newsroom.item(text=TEXT, when=None) for _number in range(22)]

    page = found(newsroom, "member", "harbours")
    assert page.count('href="/content/') == 20
    assert paths[-1] in page
    assert paths[0] not in page
    assert "2 more have no date" in page
