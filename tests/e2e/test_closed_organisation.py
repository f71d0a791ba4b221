"""Story 6: an organisation is closed while its sign-off is awaited."""

from datetime import date

import pytest

from tests.e2e.browser_user import BrowserUser
from tests.e2e.conftest import OpenBrowserAs
from tests.e2e.mailbox import letters_to, subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite", "postgresql")

TO_DO = "Kaagapay has closed: remove it as a signatory or choose another"


def state(user: BrowserUser, path: str) -> str:
    return user.go(path).page.locator(".page-badges").inner_text().strip()


def test_owner_is_asked_and_nothing_is_approved_by_itself(
    plans: Plans, browser_of: OpenBrowserAs, worker: NightShift, post_office: PostOffice
):
    path = plans.plan_item()
    plans.ask_for_sign_offs(path, ["port", "kaagapay"], date(2027, 7, 20))
    edi, cora = browser_of("edi"), browser_of("cora")
    browser_of("otto").go(path).press("Sign off")
    worker.tick()

    kaagapay = f"/organisations/{plans.cast.organisation('kaagapay')}"
    cora.go(kaagapay).follow("Close …").press("Close the organisation")
    browser_of("lena").go(path).press("Sign off")  # Everybody else has said yes now.
    worker.tick()

    assert state(edi, path) == "In review"
    asked = letters_to(post_office, plans.cast["edi"])[-2:]
    news = [letter for letter in asked if letter.subject.startswith("Kaagapay has closed")]
    assert "Choose a replacement" in news[0].text
    assert news[0].links[0].endswith(path)
    assert TO_DO in edi.page.locator("#waiting").inner_text()
    assert TO_DO in edi.go("/").page.locator("#waiting").inner_text()
    assert subjects_to(post_office, plans.cast["kai"]) == ["Sign-off due by Tue 20 Jul 2027: Five of twelve answered"]

    edi.go(path).follow("Remove Kaagapay").press("Remove it")
    assert "Kaagapay is no longer a signatory." in edi.status
    assert state(edi, path) == "Approved"
    assert TO_DO not in edi.go("/").text
