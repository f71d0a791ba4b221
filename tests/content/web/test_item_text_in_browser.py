"""What people see of a text in their browsers: nothing typed is left by mistake, and a table fits."""

from playwright.sync_api import Page

from scheduler.content.domain.item_text import ItemText
from tests.content.web.newsroom import Newsroom
from tests.plugins.browser import OpenPage

TABLE = (
    "| Organisation | Ansprechpartnerin | Veröffentlichungszeitpunkt | Link |\n| --- | --- | --- | --- |\n"
    "| Le Phare | Odile Marchand | 30. Juli 2027, 09:00 Uhr | https://example.org/kinderrechte/gesetz/3921/volltext |"
)


def enter(newsroom: Newsroom, page: Page) -> None:
    """Give the browser the session of the lead, who has logged in."""
    cookie = newsroom.clients["lead"].get_cookie("session")
    assert cookie is not None
    page.goto("/healthz")
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": page.url}])


def asks_before_leaving(page: Page) -> bool:
    return bool(page.evaluate("!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"))


def test_what_is_previewed_or_refused_is_not_left_without_a_question(newsroom: Newsroom, open_page: OpenPage) -> None:
    path = newsroom.item(channels=("x",))
    page = open_page()
    enter(newsroom, page)
    page.goto(f"{path}/words")
    asked = [asks_before_leaving(page)]

    page.locator("textarea[name=body]").fill("بيان مشترك")
    asked.append(asks_before_leaving(page))
    page.get_by_role("button", name="Preview").click()
    page.locator("#preview").wait_for()
    asked.append(asks_before_leaving(page))
    page.locator("[name=title]").fill(" ")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("[aria-invalid=true]").first.wait_for()
    asked.append(asks_before_leaving(page))

    assert asked == [False, True, True, True]


def test_a_table_fits_a_telephone(newsroom: Newsroom, open_page: OpenPage) -> None:
    path = newsroom.item(text=ItemText(title="T", body=TABLE), channels=("website",))
    page = open_page(width=360)
    enter(newsroom, page)
    page.goto(f"{path}?channel=written")

    assert page.locator(".reading td").count() == 4
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
