"""The pages of a campaign in a real browser: long and Arabic titles fit on every screen, and everyone can use it."""

import pytest

from scheduler.content.domain.item_text import ItemText
from tests.content.stage import SECRECY, build_stage
from tests.pages.scenes import ARABIC, LONG
from tests.pages.web.campaign_scenes import build_scene
from tests.pages.web.test_campaign_page import TABS
from tests.pages.web.test_pages_look import WIDTHS, check, enter


@pytest.mark.parametrize("width", WIDTHS)
def test_a_full_campaign_fits_and_is_accessible(app, store, open_page, width):
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
    page = open_page(width=width)
    enter(app, page, stage.people["lead"])

    check(page, [f"{scene.path}{tab}" for tab in TABS])
    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
