"""Stories of plans: a playbook whose day moves, a kit behind a link, an old spreadsheet with bad rows."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.models import Item, ItemVersion
from scheduler.db import AppSession
from tests.content.stage import LIFT, SECRECY
from tests.content.web.test_imports import HEADER, TEN_BAD
from tests.e2e.conftest import HandOver, OpenBrowserAs
from tests.e2e.mailbox import subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.fakes import FakeClock
from tests.plugins.mail import PostOffice
from tests.spreadsheets.books import book, table

pytestmark = pytest.mark.engines("sqlite")

WIDER_THAN_SCREEN = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
MENDED = [f"Row {number};2028-08-{number + 1:02};;;Post;;" for number in range(10)]


def put(store: AppSession, title: str, state: str) -> str:
    """Bring an item into a state without the steps to it, and return its address."""
    query = select(Item).join(ItemVersion, ItemVersion.item_id == Item.id).where(ItemVersion.title == title)
    item = store.scalars(query.order_by(Item.id)).first()
    assert item is not None
    item.state, address = state, f"/content/{item.public_id}"
    store.commit()
    return address


def days(store: AppSession) -> dict[str, date | None]:
    """Return the day of each item by its title."""
    query = select(ItemVersion.title, Item.publish_on).join(Item, ItemVersion.item_id == Item.id)
    found = {row.title: row.publish_on for row in store.execute(query)}
    store.rollback()
    return found


def test_a_playbook_follows_the_day_and_what_is_signed_asks(
    plans: Plans, store: AppSession, browser_of: OpenBrowserAs, worker: NightShift, post_office: PostOffice
) -> None:
    observance = plans.register_world_day()
    plans.follow_world_day("otto")
    campaign = plans.start_campaign("Count what you find")
    user = browser_of("lena")
    user.go(f"{campaign}/playbooks/awareness-day").press("Add what is ticked")
    before = days(store)
    assert (before["Joint statement"], before["Thank-you post"]) == (date(2027, 7, 30), date(2027, 7, 31))
    statement = put(store, "Joint statement", "scheduled")

    user.go(observance).follow("Edit 2027").follow("Date")
    moved = {"First day": "2027-08-06", "Last day": "2027-08-06", "Why this date": "The hall is taken"}
    user.enter(moved).press("Save the date")
    worker.tick()

    after = days(store)
    assert {title for title, day in after.items() if day == before[title]} == {"Joint statement"}
    assert after["Thank-you post"] == date(2027, 8, 7)
    row = user.go(campaign).turn_to("Work").page.get_by_role("row").filter(has_text="Schedule the posts")
    assert "Tue 3 Aug" in row.first.inner_text()
    assert subjects_to(post_office, plans.cast["otto"]) == ["Date changed: World Day against Trafficking"]
    user.go(statement)
    assert "This did not move along" in user.text
    user.press("Move it along")
    assert days(store)["Joint statement"] == date(2027, 8, 6)


def test_a_kit_by_link_opens_with_the_lift_and_is_gone_when_it_is_withdrawn(
    plans: Plans,
    store: AppSession,
    browser_of: OpenBrowserAs,
    hand_over: HandOver,
    worker: NightShift,
    clock: FakeClock,
) -> None:
    plans.register_world_day()
    campaign = plans.start_campaign("Count what you find")
    text = ItemText(title="Hidden count", body="Five of twelve answered.")
    plans.plan_item(text, secrecy=SECRECY, kind=Kind.POST, channels=("x",), campaign_id=plans.campaign_id())
    put(store, "Hidden count", "approved")
    user = browser_of("lena")
    user.go(f"{campaign}/kits/new").enter({"Title": "Our kit", "Last day": "2027-08-30", "Partners": "Tideway"})
    user.page.get_by_role("checkbox", name="Hidden count").check()
    user.press("Create kit")
    kit, (link,) = user.path(), re.findall(r"http\S+(/kit/[\w-]+)", user.text)

    hand_over(user).go(link)
    assert "This kit is not open yet" in user.text
    assert all(secret not in user.page.content() for secret in ("Hidden", "Five of twelve", "Our kit", "Tideway"))
    clock.moment = LIFT.at + timedelta(minutes=1)
    worker.tick()

    copy = user.go(link).part("Hidden count").get_by_role("textbox", name="X")
    assert copy.input_value() == "Five of twelve answered."
    with user.page.expect_download() as download:
        user.page.get_by_role("link", name="Download all as ZIP").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        assert any(b"Five of twelve answered." in archive.read(name) for name in archive.namelist())

    user.page.once("dialog", lambda dialog: dialog.accept())
    hand_over(user, "lena").go(kit).press("Withdraw the kit")
    answer = hand_over(user).page.goto(link)
    assert answer is not None
    assert answer.status == 410
    assert "Five of twelve" not in user.text


def sheet(rows: list[str]) -> bytes:
    lines = (HEADER + "\n".join(rows)).splitlines()
    return book({"Ideas": table(("Nothing",)), "Plan 2028": table(*(line.split(";") for line in lines))})


def test_a_spreadsheet_with_ten_bad_rows_is_mended_imported_and_undone(
    plans: Plans, store: AppSession, browser_of: OpenBrowserAs
) -> None:
    good = [f"Post {number};5/{number + 1}/2028;09:00;;Leaflet;;Copy {number}" for number in range(10)]
    user = browser_of("edi", width=360, java_script_enabled=False)
    user.go("/content/import").upload("Spreadsheet", "p.xlsx", b"PK\x03\x04 broken").press("Continue")
    assert "damaged or incomplete" in user.text

    user.upload("Spreadsheet", "p.csv", sheet([*good, *TEN_BAD])).press("Continue").follow("Plan 2028")
    assert not user.page.evaluate(WIDER_THAN_SCREEN)
    user.press("Preview the rows").tick("The month comes first: 6 May")
    user.pick({"Type: Leaflet": "Statement"}).press("Apply to the rows")
    assert user.page.get_by_role("checkbox", name="Import row").count() == 11

    user.go("/content/import").upload("Spreadsheet", "p.xlsx", sheet([*good, *MENDED])).press("Continue")
    user.follow("Plan 2028").press("Preview the rows").tick("The month comes first: 6 May")
    user.pick({"Type: Leaflet": "Statement"}).press("Apply to the rows")
    assert not user.page.evaluate(WIDER_THAN_SCREEN)
    user.press("Import the selected rows")

    assert "20 items imported" in user.text
    assert len(days(store)) == 20
    user.press("Undo")
    assert "20 imported items deleted" in user.text
