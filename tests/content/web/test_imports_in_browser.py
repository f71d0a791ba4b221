"""The story of an old spreadsheet in a browser without scripts: ten bad rows of twenty, imported and undone."""

from tests.content.web.newsroom import Newsroom
from tests.content.web.test_imports import HEADER, TEN_BAD
from tests.content.web.test_item_text_in_browser import enter
from tests.plugins.browser import OpenPage
from tests.spreadsheets.books import book, table

GOOD = [f"Post {number};5/{number + 1}/2028;09:00;;Leaflet;;Copy {number}" for number in range(10)]
WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def plan() -> bytes:
    rows = [line.split(";") for line in (HEADER + "\n".join([*GOOD, *TEN_BAD])).splitlines()]
    return book({"Ideas": table(("Nothing",)), "Plan 2028": table(*rows)})


def test_a_spreadsheet_is_imported_and_undone_without_scripts(newsroom: Newsroom, open_page: OpenPage) -> None:
    page = open_page(width=360, java_script_enabled=False)
    enter(newsroom, page)
    page.goto("/content")
    page.get_by_role("link", name="Import from a spreadsheet").click()
    page.set_input_files("[name=file]", {"name": "p.xlsx", "mimeType": "text/plain", "buffer": b"PK\x03\x04 broken"})
    page.get_by_role("button", name="Continue").click()
    assert "damaged or incomplete" in page.locator("#file-error").inner_text()

    page.set_input_files("[name=file]", {"name": "p.csv", "mimeType": "text/csv", "buffer": plan()})
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Plan 2028").click()
    assert page.locator("#column_title option:checked").inner_text() == "Headline"
    assert not page.evaluate(WIDER_THAN_SCREEN)
    page.get_by_role("button", name="Preview the rows").click()

    page.get_by_label("The month comes first: 6 May").check()
    page.locator("select[name='value:kind:leaflet']").select_option(label="Statement")
    page.get_by_role("button", name="Apply to the rows").click()
    assert page.locator("[name=row]").count() == page.locator("[name=row]:checked").count() == 11
    assert page.locator(".rows .field-error").count() >= 9
    assert not page.evaluate(WIDER_THAN_SCREEN)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Import the selected rows").click()

    assert "11 items imported" in page.locator("body").inner_text()
    assert page.get_by_role("link", name="Post 9").count() == 1
    page.get_by_role("button", name="Undo").click()
    assert "11 imported items deleted" in page.locator("body").inner_text()
    assert page.get_by_role("link", name="Post 9").count() == 0
