"""Story 9: a new password is asked for while the mail server is down."""

from datetime import datetime, timedelta

import pytest

from scheduler.clock import SystemClock
from scheduler.content.domain.item_text import ItemText
from tests.e2e.conftest import OpenBrowserAs
from tests.e2e.mailbox import letters_to, subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.fakes import FakeClock
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite", "postgresql")

PASSWORD = "seven copper kettles hum"
RESET = "Your password reset link"
A_WHILE = timedelta(minutes=2)


@pytest.fixture
def now() -> datetime:
    """Links to a new password are good for an hour of the machine's own time."""
    return SystemClock().now()


@pytest.fixture(autouse=True)
def lost_password(
    plans: Plans, post_office: PostOffice, worker: NightShift, browser_of: OpenBrowserAs, clock: FakeClock
):
    """Tess asks twice for a new password, with mail for others queued before and after; nothing leaves."""
    post_office.close()
    plans.plan_item(ItemText(title="Asked before"), owner_id=plans.cast["lena"].id)
    for _ in range(2):
        user = browser_of().go("/reset").fill(email=plans.cast["tess"].email).press("Email a reset link")
        assert "has an account here, an email with a link is on its way, or arrived within the last hour" in user.status
    plans.plan_item(ItemText(title="Asked after"), owner_id=plans.cast["lena"].id)
    for _ in range(3):
        worker.tick()
        clock.advance(A_WHILE)
    assert post_office.inbox.messages == []


def test_it_arrives_once_when_the_server_is_back_and_opens_the_account(
    plans: Plans, post_office: PostOffice, worker: NightShift, browser_of: OpenBrowserAs, clock: FakeClock
):
    tess, lena = plans.cast["tess"], plans.cast["lena"]
    post_office.open()
    for _ in range(3):
        worker.tick()
        clock.advance(A_WHILE)

    assert subjects_to(post_office, tess) == [RESET]
    assert subjects_to(post_office, lena) == ["Assigned to you: Asked before (and 1 more)"]
    assert str(post_office.inbox.messages[0]["Subject"]) == RESET

    user = browser_of().go(letters_to(post_office, tess)[0].links[0])
    user.fill(password=PASSWORD, password_confirm=PASSWORD).press("Set password")
    browser_of().go("/login").fill(email=tess.email, password=PASSWORD).press("Log in")
    worker.tick()
    assert subjects_to(post_office, tess) == [RESET, "Your password was changed"]


def test_it_never_arrives_after_its_hour_and_the_rest_does(
    plans: Plans, post_office: PostOffice, worker: NightShift, browser_of: OpenBrowserAs, clock: FakeClock
):
    clock.advance(timedelta(hours=1))
    post_office.open()
    worker.tick()

    assert subjects_to(post_office, plans.cast["tess"]) == []
    assert subjects_to(post_office, plans.cast["lena"]) == ["Assigned to you: Asked before (and 1 more)"]
    assert "Not sent: too late" in browser_of("cora").go("/delivery").page.locator("tr", has_text="Tess").inner_text()
