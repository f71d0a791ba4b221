"""Story 3: a lift at 09:00 in Manila, seen from Washington, where it is 21:00 of the day before."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from tests.e2e.browser_user import BrowserUser
from tests.e2e.calendar_program import CalendarProgram
from tests.e2e.conftest import OpenBrowserAs, Subscribe
from tests.e2e.mailbox import letters_to, subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.fakes import FakeClock
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite", "postgresql")

TITLE, SAFE_TITLE = "Scorecard of twelve platforms", "Joint statement"
BODY = "Seven kept silent. The bill would make them answer."
SECRETS = ("scorecard", "twelve platforms", "kept silent", "#AnswerUs")
DEADLINES = {f"Embargo lifts: {SAFE_TITLE}", f"Sign-off due: {SAFE_TITLE}"}
"""What only those who may read the text know of before the lift; neutral in their calendars as well."""
LIFT = datetime(2027, 7, 30, 1, 0, tzinfo=UTC)
IN_WASHINGTON, IN_MANILA = "Thu 29 Jul 2027, 21:00 New York, UTC−4", "Fri 30 Jul 2027, 09:00 Manila, UTC+8"
BY_MAIL = ("Thursday 29 July 2027, 21:00 (New York, UTC−4)", "Friday 30 July 2027, 09:00 (Manila, UTC+8)")


def plan_under_embargo(lena: BrowserUser) -> str:
    r"""Plan and write the statement in the browser; Kaagapay signs it, so it is in the group\. Return its address."""
    lena.go("/content/new").choose(kind="Statement").fill(title=TITLE)
    lena.unfold("Embargo")
    for field in ("publish", "embargo"):
        moment = {f"{field}__day": "2027-07-30", f"{field}__time": "09:00", f"{field}__zone": "Asia/Manila"}
        lena.fill(**moment)
    lena.fill(placeholder_title=SAFE_TITLE).tick("The whole coalition").press("Continue to copy")
    path = lena.path().removesuffix("/words")
    lena.fill(body=BODY, hashtags="#AnswerUs").press("Save")
    lena.go(f"{path}/sign-off/ask").unfold("Other signatories").tick("Kaagapay")
    lena.fill(due_on="2027-07-26").press("Send request")
    return path


def secrets_in(texts: Iterable[str]) -> list[str]:
    """Return the secrets that stand in any of the texts."""
    everything = "\n".join(texts).casefold()
    return [secret for secret in SECRETS if secret.casefold() in everything]


def live_through(moments: Iterable[datetime], worker: NightShift, clock: FakeClock) -> None:
    for moment in moments:
        clock.moment = moment
        worker.tick()


def text_shown(user: BrowserUser) -> str:
    return " ".join(user.text.split())


def deadlines_in(calendar: CalendarProgram) -> set[str]:
    """Return the titles that say more of the statement than that it comes out."""
    return {title for title in calendar.titles() if SAFE_TITLE in title} - {SAFE_TITLE}


def look_at_pages(lena: BrowserUser, kai: BrowserUser, fay: BrowserUser, path: str) -> None:
    """See that pages show the text to the embargo group alone, and every time with its zone and the reader's own."""
    assert secrets_in([kai.go(path).text]) == list(SECRETS)
    assert secrets_in([fay.go(path).text, fay.page.title()]) == []
    assert IN_MANILA in text_shown(fay)
    assert f"{IN_MANILA} (your time: {IN_WASHINGTON})" in text_shown(lena.go(path))
    assert SAFE_TITLE in lena.go("/calendar/2027-07-29").text
    assert SAFE_TITLE not in lena.go("/calendar/2027-07-30").text
    assert SAFE_TITLE in kai.go("/calendar/2027-07-30").text


def test_neutral_everywhere_before_and_real_under_the_same_uid_after(
    plans: Plans,
    browser_of: OpenBrowserAs,
    subscribe: Subscribe,
    public_calendar: CalendarProgram,
    worker: NightShift,
    post_office: PostOffice,
    clock: FakeClock,
):
    worker.tick()
    lena, kai, fay = browser_of("lena"), browser_of("kai"), browser_of("fay")
    path = plan_under_embargo(lena)
    calendars = [subscribe(user, everything=True) for user in (lena, kai, fay)]
    own_calendar = subscribe(lena, "Mine alone")
    noons = [datetime(2027, 7, day, 12, 30, tzinfo=UTC) for day in (19, 22, 23, 26, 28, 29)]
    live_through([*noons, LIFT.replace(hour=0, minute=59)], worker, clock)

    before = [calendar.called(SAFE_TITLE) for calendar in calendars]
    assert {item.starts for item in before} == {LIFT}
    assert [deadlines_in(calendar) for calendar in calendars] == [DEADLINES, DEADLINES, set()]
    assert set(own_calendar.titles()) >= {SAFE_TITLE, f"Embargo lifts: {SAFE_TITLE}"}
    assert secrets_in(calendar.raw for calendar in (*calendars, own_calendar)) == []
    assert public_calendar.titles() == []
    letters = [letter for who in ("lena", "kai", "fay") for letter in letters_to(post_office, plans.cast[who])]
    assert len(letters) > 4
    assert secrets_in(letter.everything for letter in letters) == []
    reminder = letters_to(post_office, plans.cast["lena"])[-1]
    assert all(line in reminder.text for line in BY_MAIL)
    assert SAFE_TITLE in reminder.subject

    look_at_pages(lena, kai, fay, path)

    live_through([LIFT], worker, clock)

    after = [calendar.called(TITLE) for calendar in calendars]
    assert [item.uid for item in after] == [item.uid for item in before]
    assert all(new.sequence > old.sequence for new, old in zip(after, before, strict=True))
    assert SAFE_TITLE not in "".join(calendar.raw for calendar in calendars)
    assert secrets_in([fay.go(path).text]) == list(SECRETS)
    assert TITLE in lena.go("/calendar/2027-07-29").text
    assert subjects_to(post_office, plans.cast["kai"])[-1] == f"The embargo has lifted: {TITLE}"
    assert public_calendar.titles() == []
