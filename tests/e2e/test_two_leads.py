"""Story 8: two people save the same item; one form is sent twice."""

import pytest
from sqlalchemy import select

from scheduler.content.models import ItemVersion
from scheduler.db import AppSession
from tests.e2e.browser_user import BrowserUser
from tests.e2e.conftest import OpenBrowserAs
from tests.e2e.plans import Plans

pytestmark = pytest.mark.engines("sqlite", "postgresql")

LENAS, TESSAS = "We asked twenty platforms. Five answered.", "We asked twelve platforms. Five of them answered."
BOTH = "We asked twenty platforms. Five of them answered."


def body(user: BrowserUser) -> str:
    return user.page.locator("#body").input_value()


def send_twice(user: BrowserUser, path: str) -> list[int]:
    """Send what stands in the form of the page two times, as an impatient finger or a shaky line does."""
    pairs = user.page.locator("main form").last.evaluate("form => [...new FormData(form)]")
    answers = [user.page.request.post(path, form=dict(pairs), max_redirects=0) for _ in range(2)]
    return [answer.status for answer in answers]


def test_nobody_s_text_is_lost_and_a_form_sent_twice_makes_one_row(
    plans: Plans, browser_of: OpenBrowserAs, store: AppSession
):
    path = plans.plan_item()
    lena, tess = browser_of("lena"), browser_of("tess")
    for user in (lena, tess):
        user.go(f"{path}/words")

    lena.fill(title="Five of twenty answered").press("Save")
    tess.fill(body=TESSAS).press("Save")
    assert "Lena Lead (Lantern Bay) saved version 2 while you were writing" in tess.text
    assert (tess.page.locator("#title").input_value(), body(tess)) == ("Five of twenty answered", TESSAS)
    lena.go(f"{path}/words")
    tess.press("Save")
    assert "Version 3 saved." in tess.status
    assert "Five of twenty answered" in tess.text

    lena.fill(body=LENAS).press("Save")
    assert "Tess Twin (Lantern Bay) saved version 3 while you were writing" in lena.text
    assert "You both changed this." in lena.text
    assert body(lena) == LENAS
    lena.page.get_by_text("The saved text, to copy from").click()
    assert lena.page.locator(".stale-text").inner_text() == TESSAS
    lena.fill(body=BOTH).press("Save")
    assert "Version 4 saved." in lena.status
    assert BOTH in lena.text

    tess.go("/content/quick").fill(title="Thank you note", publish="2027-08-02")
    assert send_twice(tess, "/content/quick") == [303, 303]
    lena.go(f"{path}/words").fill(body="All of them answered.")
    assert send_twice(lena, f"{path}/words") == [303, 303]
    assert "Version 5 saved." in lena.go(path).status
    titles = store.scalars(select(ItemVersion.title).order_by(ItemVersion.id)).all()
    assert (titles.count("Thank you note"), len(titles)) == (1, 6)
