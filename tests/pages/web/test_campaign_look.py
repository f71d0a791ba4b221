"""The pages of a campaign in a real browser: long and Arabic titles fit on every screen, and everyone can use it."""

from playwright.sync_api import Page, expect

from scheduler.content.domain.item_text import ItemText
from tests.accessible import check
from tests.content.stage import SECRECY, build_stage
from tests.pages.scenes import ARABIC, LONG
from tests.pages.web.campaign_scenes import build_scene
from tests.pages.web.test_campaign_page import TABS
from tests.pages.web.test_pages_look import enter
from tests.plugins.audit import Extent


def test_a_full_campaign_fits_and_is_accessible(app, store, undrawn_page: Page, extent: Extent):
    scene = build_scene(app, build_stage(store))
    stage = scene.stage
    scene.task("Translate the release into French and Portuguese", who="port_lead")
    item = stage.ask(scene.item(secrecy=SECRECY, channels=("press_list", "website", "x")), stage.port, stage.kaagapay)
    stage.say(item, "manila_lead", stage.kaagapay)
    stage.write(item, "Six answered.")
    for title in (ARABIC, LONG * 2, "Scorecard" * 12):
        scene.item(text=ItemText(title=title))
    scene.move(3)
    store.commit()
    enter(app, undrawn_page, stage.people["lead"])

    check(undrawn_page, [f"{scene.path}{tab}" for tab in TABS], extent)


PASTE = """text => {
  const copied = new DataTransfer();
  copied.setData("text/plain", text);
  document.activeElement.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: copied, bubbles: true, cancelable: true }));
}"""


def test_the_table_is_walked_by_arrow_keys_and_takes_cells_of_a_spreadsheet(app, store, open_page):
    scene = build_scene(app, build_stage(store))
    for title in ("First", "Second"):
        scene.task(title)
    store.commit()
    page = open_page(width=1280)
    enter(app, page, scene.stage.people["lead"])
    page.goto(f"{scene.path}/table")
    titles = page.locator("td[data-label=Title] input")

    titles.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.evaluate(PASTE, "One\tNobody like that\t2027-07-20\nTwo\tUnassigned\t2027-07-21\n")

    expect(page.locator("[data-grid-status]")).to_have_text("Cells filled: 5. Not filled: 1.")
    page.keyboard.press("Enter")
    expect(titles.nth(1)).to_be_focused()
    page.get_by_role("button", name="Save table").click()
    expect(page.get_by_text("2 rows saved.")).to_be_visible()
    expect(titles.nth(1)).to_have_value("Two")
