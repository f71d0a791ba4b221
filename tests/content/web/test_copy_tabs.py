"""The first page of an item: its copy as each channel publishes it, and the one act that is next."""

import re
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import expect

from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.services.comments import add_comment
from tests.accessible import violations
from tests.content.stage import ITEM_TEXT, SECRECY, Stage
from tests.content.web.house import House
from tests.plugins.browser import OpenPage
from tests.plugins.web import LiveServer

POST = ItemText(
    title="Count it",
    body="Count it: https://example.org/questions/for-the-count",
    hashtags=("CountIt",),
    content_warning="Violence",
    variants=(Variant("linkedin", "fr", "Comptez."),),
)


def post(stage: Stage) -> Item:
    return stage.item(kind=Kind.POST, text=POST, channels=("x", "mastodon", "linkedin"))


def test_a_post_is_seen_as_a_post_with_a_tab_and_count_for_each_channel(house: House) -> None:
    path = house.make(post)

    first = house.get("port_lead", path).text
    mastodon = house.get("port_lead", f"{path}?channel=mastodon").text
    written = house.get("port_lead", f"{path}?channel=written").text

    assert ">example.org/questions/for-…</a>" in first
    assert '<span class="post-tag">#CountIt</span>' in first
    assert re.search(r'href="[^"]*\?channel=x#text" aria-current="page">X <span class="tab-count">\d+/280', first)
    assert "Comptez." not in first
    assert ">example.org/questions/for-the-…</a>" in mastodon
    assert re.search(r'class="post-warning"[^>]*>.*Violence', mastodon, re.DOTALL)
    assert 'class="reading"' in written
    assert "Comptez." in house.get("port_lead", f"{path}?channel=linkedin").text


@pytest.mark.parametrize("odd", ["instagram", "nul%00", "", "x" * 3000])
def test_an_odd_channel_means_the_first_way(house: House, odd: str) -> None:
    path = house.make(post)
    page = house.get("port_lead", f"{path}?channel={odd}")
    assert (page.status_code, "example.org/questions/for-…" in page.text) == (200, True)


def test_a_release_is_read_first_as_it_was_written(house: House) -> None:
    path = house.make(lambda stage: stage.item(kind=Kind.PRESS_RELEASE, channels=("press_list", "website")))
    assert 'class="reading"' in house.get("owner", path).text
    assert "Copy text" in house.get("owner", f"{path}?channel=press_list").text


def acts(page: str) -> list[tuple[str, str]]:
    """Return the kind and the words of the buttons that stand for what is next."""
    found = re.search(r'<div class="item-act.*?\n    </div>', page, re.DOTALL)
    buttons = re.findall(
        r'class="btn btn-(primary|secondary)[^"]*"[^>]*>(.*?)</(?:a|button)>', found[0] if found else "", re.DOTALL
    )
    return [(kind, " ".join(re.sub(r"<[^>]+>", " ", text).split())) for kind, text in buttons]


def test_there_is_one_primary_act_for_whoever_looks(house: House) -> None:
    idea = house.make(lambda stage: stage.item(text=ItemText(title="Only a title")))
    draft = house.make(Stage.item)
    asked = house.make(lambda stage: stage.ask(stage.item(), stage.port))

    assert acts(house.get("owner", idea).text) == [("primary", "Write the copy")]
    assert acts(house.get("owner", draft).text) == [("primary", "Request sign-off")]
    assert acts(house.get("port_lead", asked).text) == [("primary", "Sign off")]
    assert acts(house.get("port_editor", asked).text) == []
    for page in (house.get("owner", draft).text, house.get("owner", idea).text):
        assert page.count("Request sign-off") == 1
    assert "0 of 2 signed off" in house.get("owner", asked).text


def test_whoever_signs_is_sent_to_all_copy_where_one_page_has_not_all_of_it(house: House) -> None:
    path = house.make(lambda stage: stage.ask(post(stage), stage.port, due=date(2027, 7, 20)))
    page = house.get("port_lead", path).text

    assert acts(page) == [("primary", "Read all copy and respond ( Old Port )".replace("( ", "(").replace(" )", ")"))]
    assert 'name="answer" value="yes"' not in page


def test_an_opening_of_text_under_embargo_is_counted_where_the_copy_is_and_once_beside_it(house: House) -> None:
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))

    for tab in ("details", "activity", "details"):
        house.get("lead", f"{path}/{tab}")
    house.get("owner", f"{path}/details")
    once = house.get("owner", f"{path}/details").text
    house.get("lead", path)
    house.get("lead", f"{path}?channel=written")

    assert "2 people have read the embargoed copy" in once
    assert "times" not in once.partition("have read the embargoed copy")[2].partition("</details>")[0]
    assert "3 times" in house.get("owner", f"{path}/details").text


def test_old_addresses_lead_to_the_page_that_has_the_part_now(
    house: House, open_page: OpenPage, live_server: LiveServer
) -> None:
    def commented(stage: Stage) -> Item:
        item = stage.item()
        add_comment(stage.session, item, "Which ones?", form_id="f" * 36, context=stage.context("owner"))
        return item

    path = house.make(commented)
    found = re.search(r'id="(comment-[\w-]+)"', house.get("owner", f"{path}/activity").text)
    assert found is not None
    page = open_page(width=360)
    cookie = house.client("port_lead").get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])

    page.goto(f"{path}#{found[1]}")
    expect(page.locator(f"#{found[1]}")).to_be_visible()
    assert "/activity" in page.url


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_the_act_comes_after_the_copy_and_stays_in_sight_from_there(
    house: House, open_page: OpenPage, live_server: LiveServer, width: int, scheme: str
) -> None:
    long = replace(ITEM_TEXT, title="بيان مشترك " * 8, body="\n\n".join(["We asked twelve platforms."] * 60))
    path = house.make(lambda stage: stage.ask(stage.item(text=long), stage.port))
    page = open_page(width=width, color_scheme=scheme)
    cookie = house.client("port_lead").get_cookie("session")
    assert cookie is not None
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])
    page.goto(path)
    act = page.get_by_role("button", name="Sign off for Old Port")

    follows = "(act) => !!(document.querySelector('.reading').compareDocumentPosition(act) & 4)"
    assert act.evaluate(follows)
    seen = "(act) => { const box = act.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight }"
    if width == 360:
        assert not act.evaluate(seen)
        page.locator("#comments").scroll_into_view_if_needed()
    assert act.evaluate(seen)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert violations(page) == []


def test_access_under_embargo_names_who_can_read_it_now_and_who_later(house: House) -> None:
    path = house.make(lambda stage: stage.item(secrecy=SECRECY))

    now, _when, later = access(house.get("lead", path).text).partition("When the embargo lifts:")

    assert "Embargo group: " in now
    assert "Lantern Bay" in now
    assert "coalition" not in now
    assert later.split("·")[0].strip() == "The whole coalition"
    assert "Embargo group" not in access(house.get("lead", house.make(Stage.item)).text)


def access(page: str) -> str:
    found = re.search(r'<div id="visibility">(.*?)</div>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_what_is_published_says_where(house: House) -> None:
    def published(stage: Stage) -> Item:
        item = stage.item(kind=Kind.POST, channels=("x",))
        item.state, item.published_at, item.published_url = State.PUBLISHED, stage.now, "https://x.example/1"
        return item

    assert "https://x.example/1" in house.get("port_lead", f"{house.make(published)}/details").text
