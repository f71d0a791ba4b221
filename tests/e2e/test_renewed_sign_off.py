"""Story 2: the text is edited after two of three organisations have said yes to it."""

from datetime import date

import pytest

from tests.e2e.browser_user import BrowserUser
from tests.e2e.conftest import OpenBrowserAs
from tests.e2e.mailbox import letters_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite", "postgresql")

VOID = "Needs re-signing"


def organisations_by_answer(user: BrowserUser) -> dict[str, str]:
    """Return how each organisation stands, as the list of the sign-off says."""
    lines = user.page.locator(".signoffs > li")
    # They stand folded behind how many have signed off.
    pairs = [
        [line.locator(part).text_content() or "" for part in (".rows-title", ".badge-state")] for line in lines.all()
    ]
    return {name.strip(): state.strip() for name, state in pairs}


def say_yes(user: BrowserUser, path: str) -> None:
    user.go(path).press("Sign off")
    assert "Signed off. Thank you." in user.status


def test_both_are_void_and_renewed_in_one_click_after_reading_the_difference(
    plans: Plans, browser_of: OpenBrowserAs, worker: NightShift, post_office: PostOffice
):
    path = plans.plan_item()
    plans.ask_for_sign_offs(path, ["port", "kaagapay"], date(2027, 7, 20))
    edi, otto, kai = browser_of("edi"), browser_of("otto"), browser_of("kai")
    for signer in (otto, kai):
        say_yes(signer, path)
    asked = {"Lantern Bay": "Awaiting sign-off", "Old Port": "Signed off", "Kaagapay": "Signed off"}
    assert organisations_by_answer(edi.go(path)) == asked

    edi.follow("Edit copy")
    assert "2 organisations have signed off this version" in edi.text
    edi.fill(body="We asked twelve platforms.\n\nSix answered.").press("Save")

    assert organisations_by_answer(edi) == asked | {"Old Port": VOID, "Kaagapay": VOID}
    assert "In review" in edi.page.locator(".page-header").inner_text()
    worker.tick()
    for signer, name, organisation in ((otto, "otto", "Old Port"), (kai, "kai", "Kaagapay")):
        letter = letters_to(post_office, plans.cast[name])[-1]
        # What they were asked before goes along, in its place after what is urgent.
        assert letter.subject == "Changed after your sign-off: Five of twelve answered (and 1 more)"
        signer.go(letter.links[0])
        answer = signer.page.locator(".sheet", has_text=f"Copy changed since {organisation} signed off")
        assert "Five" in answer.locator("del").inner_text()
        assert "Six" in answer.locator("ins").inner_text()
        signer.press("Sign off")
        assert organisations_by_answer(signer)[organisation] == "Signed off"

    lena = browser_of("lena")
    assert "Approved" not in lena.go(path).page.locator(".page-header").inner_text()
    say_yes(lena, path)
    assert "Approved" in lena.page.locator(".page-header").inner_text()
