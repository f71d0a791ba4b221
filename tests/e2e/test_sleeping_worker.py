"""Story 4: the worker is down over a lift, and mail does not leave at once when it is back."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.guards import Embargo
from scheduler.content.domain.item_text import ItemText
from scheduler.content.services.access import EmbargoSettings
from tests.e2e.browser_user import BrowserUser
from tests.e2e.cast import MANILA
from tests.e2e.conftest import OpenBrowserAs, Subscribe
from tests.e2e.mailbox import letters_to, subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.fakes import FakeClock
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite", "postgresql")

TITLE, SAFE_TITLE = "Scorecard of twelve platforms", "Joint statement"
NAME = "World Day against Trafficking"
NINE = datetime(2027, 7, 30, 9, 0)
AT = datetime(2027, 7, 30, 1, 0, tzinfo=UTC)
LATE = "Sorry, this reminder was delayed"


def plan(plans: Plans) -> str:
    """Plan a statement under embargo until 09:00 in Manila on 30 July, and tasks of Kai's before and after that day."""
    plans.register_world_day()
    plans.follow_world_day("otto")
    plans.start_campaign("Count what you find", "kaagapay")
    plans.add_task("Brief the press", -2, "kai")
    plans.add_task("Thank everybody", 1, "kai")
    secrecy = EmbargoSettings(Embargo(NINE, MANILA, AT), SAFE_TITLE, frozenset({plans.cast.organisation("bay")}))
    return plans.plan_item(
        ItemText(title=TITLE, body="Five answered."), secrecy=secrecy, when=Timed(NINE, MANILA, at=AT)
    )


def fall_asleep_on_27_july(worker: NightShift, clock: FakeClock) -> None:
    for day in (1, 24, 27):
        clock.moment = datetime(2027, 7, day, 12, 30, tzinfo=UTC)
        worker.tick()
    worker.sleep()


def line_with(user: BrowserUser, *words: str) -> str:
    """Return the line of a log with all this text."""
    lines = user.page.locator("main").locator("tbody tr, .rows > li")
    for word in words:
        lines = lines.filter(has_text=word)
    return lines.inner_text()


def test_nothing_shows_until_it_starts_and_then_all_does(
    plans: Plans,
    browser_of: OpenBrowserAs,
    subscribe: Subscribe,
    worker: NightShift,
    post_office: PostOffice,
    clock: FakeClock,
):
    kai, otto, edi = (plans.cast[name] for name in ("kai", "otto", "edi"))
    path = plan(plans)
    fay, lena, cora = browser_of("fay"), browser_of("lena"), browser_of("cora")
    calendar = subscribe(fay, everything=True)
    fall_asleep_on_27_july(worker, clock)
    mails_before = {who.id: len(subjects_to(post_office, who)) for who in (kai, otto, edi)}

    clock.moment = AT + timedelta(hours=11)
    before = calendar.one(SAFE_TITLE)
    assert TITLE not in calendar.raw + fay.go(path).text + fay.go("/").text
    assert "The embargo is lifting now. This can take a few minutes" in lena.go(path).text
    assert "Background worker not running" in cora.go("/delivery").text

    post_office.close()
    worker.wake()
    worker.tick()
    after = calendar.one(TITLE)
    assert (after.uid, after.sequence > before.sequence) == (before.uid, True)
    assert "Five answered." in fay.go(path).text
    post_office.open()
    clock.advance(timedelta(minutes=5))
    worker.tick()

    news = {who.id: letters_to(post_office, who)[mails_before[who.id] :] for who in (kai, otto, edi)}
    assert [letter.subject for letter in news[kai.id]] == ["Due tomorrow: Thank everybody"]
    assert [letter.subject for letter in news[otto.id]] == [f"Today: {NAME}"]
    assert [letter.subject for letter in news[edi.id]] == [f"The embargo has lifted: {TITLE}"]
    assert all(LATE in letter.text for letter in news[kai.id] + news[otto.id])
    cora.go("/delivery")
    assert "Background worker not running" not in cora.text
    assert "Sent" in line_with(cora, "Otto", NAME, "Fri 30 Jul 2027, 09:00")
    # The campaign is not shared with her, nor was the statement then; neither is what became of mail about them.
    assert "Not sent: too late" not in cora.page.get_by_role("region", name="Messages").inner_text()
    for who, title in (("kai", "Brief the press"), ("edi", TITLE)):
        assert title in line_with(browser_of(who).go("/reminders/log"), "Not sent: too late")
