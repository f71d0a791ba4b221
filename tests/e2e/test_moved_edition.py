"""Story 1: the date of an edition is moved, and everything that hangs on it follows."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from scheduler.content.domain.item_text import ItemText
from tests.e2e.browser_user import BrowserUser
from tests.e2e.conftest import OpenBrowserAs, Subscribe
from tests.e2e.mailbox import subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.fakes import FakeClock
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def live_through(days: Iterable[int], worker: NightShift, clock: FakeClock, hour: int = 12) -> None:
    """Let days of July pass, the worker awake at 12:30 UTC, when 8:00 has struck from Manila to Washington."""
    for day in days:
        clock.moment = datetime(2027, 7, day, hour, 30, tzinfo=UTC)
        worker.tick()


def plan(plans: Plans) -> tuple[str, str]:
    """Plan a campaign on 30 July, which Mo, Otto and Kai follow: three tasks (one is done) and a post for Kai."""
    observance = plans.register_world_day()
    for follower in ("mo", "otto", "kai"):
        plans.follow_world_day(follower)
    campaign = plans.start_campaign("Count what you find", "kaagapay")
    plans.add_task("Collect quotes", -3, "kai")
    plans.add_task("Translate the release", -2, "kai")
    plans.add_task("Queue the posts", -1, "pia")
    plans.add_task("Agree on questions", -20, "kai", done=True)
    kaagapay, campaign_id = plans.cast.organisation("kaagapay"), plans.campaign_id()
    post = ItemText(title="Share the count")
    plans.plan_item(post, who="pia", organisation_id=kaagapay, owner_id=plans.cast["kai"].id, campaign_id=campaign_id)
    return observance, campaign


NEWS = {
    "kai": [
        "Date changed: Count what you find",
        "Due in 7 days: Collect quotes",
        "Due in 7 days: Translate the release",
        "Tomorrow: Share the count",
        "In 7 days: World Day against Trafficking",
        "Today: Share the count",
    ],
    # Pia is an editor: her weekly email on Monday tells what her organisation publishes.
    "pia": [
        "Date changed: Count what you find",
        "In 4 days: Share the count",
        "Due in 7 days: Queue the posts",
    ],
    "otto": ["Date changed: World Day against Trafficking", "In 7 days: World Day against Trafficking"],
    # Mo follows the day; whoever does is told, whether or not a reminder of it came through.
    "mo": ["Date changed: World Day against Trafficking", "In 7 days: World Day against Trafficking"],
}


def move_to_6_august(lena: BrowserUser, observance: str) -> None:
    lena.go(observance).follow("Edit 2027").follow("Date")
    lena.fill(first_day="2027-08-06", last_day="2027-08-06", reason="The hall is taken").press("Save the date")
    assert "What depends on it has moved along" in lena.status


def test_tasks_feeds_and_reminders_follow(
    plans: Plans,
    browser_of: OpenBrowserAs,
    subscribe: Subscribe,
    worker: NightShift,
    post_office: PostOffice,
    clock: FakeClock,
):
    kai, pia, otto, mo = (plans.cast[name] for name in ("kai", "pia", "otto", "mo"))
    observance, campaign = plan(plans)
    lena = browser_of("lena")
    calendar, wide_calendar = subscribe(browser_of("kai")), subscribe(browser_of("mo"), everything=True)
    task, day = calendar.one("Collect quotes"), wide_calendar.one("World Day", on=date(2027, 7, 30))
    live_through([1, 20, 21], worker, clock)
    assert subjects_to(post_office, kai)[-2:] == [
        "Due in 7 days: Collect quotes",
        "Due in 7 days: Translate the release",
    ]
    live_through([22], worker, clock)
    live_through([23], worker, clock, hour=9)
    assert subjects_to(post_office, otto) == ["In 7 days: World Day against Trafficking"]
    post_office.close()
    live_through([23], worker, clock)  # It is 8:00 in Washington: Mo's reminder is queued and cannot leave.
    mails_before = {who.id: len(subjects_to(post_office, who)) for who in (kai, pia, otto, mo)}

    move_to_6_august(lena, observance)
    post_office.open()
    live_through(range(24, 31), worker, clock)

    moved_task = calendar.one("Collect quotes", on=date(2027, 8, 3))
    moved_day = wide_calendar.one("World Day", on=date(2027, 8, 6))
    assert (moved_day.uid, moved_task.uid) == (day.uid, task.uid)
    assert (moved_day.sequence, moved_task.sequence) == (day.sequence + 1, task.sequence + 1)
    on_page = lena.go(f"{campaign}/work").page.locator("tr", has_text="Queue the posts").inner_text()
    assert "Thu 5 Aug" in on_page
    people = {"kai": kai, "pia": pia, "otto": otto, "mo": mo}
    news = {name: subjects_to(post_office, who)[mails_before[who.id] :] for name, who in people.items()}
    assert news == NEWS
