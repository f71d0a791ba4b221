"""What an assignee does from the email of a reminder, and who cannot any more."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.accounts.models import Membership
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.publishing import entry_of
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.rendering import Letter
from scheduler.reminders.domain.reminder_links import VALID_FOR
from tests.campaigns.web.test_sharing import put_under_embargo
from tests.campaigns.web.visits import Visits
from tests.fakes import FakeClock
from tests.reminders.links import remind
from tests.reminders.planning import plan
from tests.written import answer_of

# Eight in the evening in Manila, where Cleo lives; her task is due the day after.
NOW = datetime(2027, 7, 1, 12, tzinfo=UTC)
ACTS = ("done", "snooze", "hand-over")


class Reminded:
    """Cleo, who has been reminded of a task, and the link in her email."""

    def __init__(self, visits: Visits, clock: FakeClock, path: str, who: str = "cleo") -> None:
        self.visits, self.clock, self.path, self.client = visits, clock, path, visits.clients["visitor"]
        self.reader_id = getattr(visits.coalition, who).id
        self.task = visits.task(path, due_on="2027-07-02", assignee_id=str(self.reader_id))
        self.message = self._remind()
        self.link = self._link()

    def _remind(self) -> Message:
        store, row = self.visits.store, self.visits.stored(self.task)
        entry = entry_of(store, Source("task", row.id))
        assert entry is not None
        message = remind(store, entry, self.reader_id, NOW)
        store.commit()
        return message

    def _link(self) -> str:
        with self.client.application.app_context():
            letter = answer_of(self.visits.store, self.message, NOW)
        assert isinstance(letter, Letter)
        self.visits.store.commit()
        found = re.search(r"without logging in: http://[^/]+(/reminder/\S+)", letter.text)
        assert found is not None
        assert found[1] in letter.html
        return found[1]

    def messages(self) -> list[Message]:
        query = select(Message).where(Message.stream == Stream.REMINDER, Message.kind == "task_due")
        found = list(self.visits.store.scalars(query.order_by(Message.id)))
        self.visits.store.commit()
        return found

    def status(self, act: str = "") -> int:
        return (self.client.post(f"{self.link}/{act}") if act else self.client.get(self.link)).status_code


@pytest.fixture
def reminded(visits: Visits, clock: FakeClock) -> Reminded:
    return Reminded(visits, clock, visits.campaign())


def choose_deputy(reminded: Reminded) -> None:
    cleo, ben = reminded.visits.coalition.cleo, reminded.visits.coalition.ben
    reminded.visits.store.merge(cleo).deputy_id = ben.id
    reminded.visits.store.commit()


def test_following_the_link_asks_and_changes_nothing(reminded: Reminded) -> None:
    before = reminded.visits.stored(reminded.task).revision

    page = reminded.client.get(reminded.link)

    assert page.status_code == 200
    assert "Write the post" in page.text
    assert "Friday 2 July 2027" in page.text
    assert reminded.visits.stored(reminded.task).revision == before
    assert len(reminded.messages()) == 1


def test_no_one_else_learns_of_the_address(reminded: Reminded) -> None:
    for page in (reminded.client.get(reminded.link), reminded.client.post(f"{reminded.link}/done")):
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert "Set-Cookie" not in page.headers
        assert "Content-Encoding" not in page.headers


def test_a_task_is_done_once_by_its_assignee_without_logging_in(reminded: Reminded) -> None:
    pages = [reminded.client.post(f"{reminded.link}/done") for _twice in range(2)]

    task = reminded.visits.stored(reminded.task)
    assert [page.status_code for page in pages] == [200, 200]
    assert "The task is done." in pages[1].text
    assert (task.done_at, task.done_by_id) == (NOW, reminded.visits.coalition.cleo.id)


def test_of_a_task_that_is_done_an_old_link_and_one_of_who_has_left_say_nothing(reminded: Reminded) -> None:
    assert reminded.status("done") == 200
    reminded.clock.moment = NOW + VALID_FOR
    assert reminded.status("done") == 410

    reminded.clock.moment = NOW
    assert reminded.status("done") == 200
    ended(reminded)
    assert reminded.status("done") == 410


def test_a_reminder_that_is_snoozed_comes_again_the_next_morning_once(reminded: Reminded) -> None:
    page = reminded.client.post(f"{reminded.link}/snooze")
    reminded.client.post(f"{reminded.link}/snooze")

    again = reminded.messages()[1:]
    assert page.status_code == 200
    assert "You will be reminded again on" in page.text
    assert [(one.due_at, one.payload["first_day"]) for one in again] == [
        (datetime(2027, 7, 2, 0, tzinfo=UTC), "2027-07-02")
    ]


def test_what_would_come_anyhow_is_not_sent_twice(reminded: Reminded) -> None:
    plan(reminded.visits.store, NOW)
    reminded.visits.store.commit()
    reminded.client.post(f"{reminded.link}/snooze")

    plan(reminded.visits.store, NOW + timedelta(hours=13))
    reminded.visits.store.commit()

    assert len(reminded.messages()) == 2


def test_what_came_before_its_day_comes_again_once(reminded: Reminded) -> None:
    reminded.client.post(f"{reminded.link}/snooze")
    early = reminded.visits.store.merge(reminded.messages()[1])
    early.state, early.settled_at = MessageState.SENT, NOW
    reminded.visits.store.commit()

    pages = [reminded.client.post(f"{reminded.link}/snooze") for _twice in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert [one.payload["lead"] for one in reminded.messages()[2:]] == ["snoozed"]


def test_what_is_due_today_cannot_be_snoozed(reminded: Reminded) -> None:
    reminded.clock.moment = NOW + timedelta(hours=13)

    page = reminded.client.get(reminded.link)

    assert "Snooze reminder" not in page.text
    assert "It cannot be snoozed" in page.text
    assert reminded.status("snooze") == 409
    assert len(reminded.messages()) == 1


def test_a_task_goes_to_the_deputy_who_is_notified(reminded: Reminded) -> None:
    assert "Hand over to your deputy" not in reminded.client.get(reminded.link).text
    assert reminded.status("hand-over") == 409
    choose_deputy(reminded)

    page = reminded.client.get(reminded.link)
    answer = reminded.client.post(f"{reminded.link}/hand-over")

    ben = reminded.visits.coalition.ben
    assert "Hand over to your deputy" in page.text
    assert "Ben" not in page.text + answer.text
    assert answer.status_code == 200
    assert reminded.visits.stored(reminded.task).assignee_id == ben.id
    told = reminded.visits.store.scalars(select(Message.person_id).where(Message.kind == "assigned")).all()
    reminded.visits.store.commit()
    assert ben.id in told
    assert {reminded.status(act) for act in ("", *ACTS)} == {410}


def ended(reminded: Reminded) -> None:
    store, cleo = reminded.visits.store, reminded.visits.coalition.cleo
    store.scalars(select(Membership).where(Membership.person_id == cleo.id)).one().ended_at = NOW
    store.commit()


def given_away(reminded: Reminded) -> None:
    task = reminded.visits.stored(reminded.task)
    typed = {"title": task.title, "due_on": "2027-07-02", "revision": str(task.revision), "moves_along": "y"}
    typed |= {"assignee_id": str(reminded.visits.coalition.ben.id), "organisation_id": str(task.organisation_id)}
    answer = reminded.visits.post("ana", f"{reminded.path}/tasks/{reminded.task}/edit", **typed)
    assert answer.status_code == 303


def deleted(reminded: Reminded) -> None:
    assert reminded.visits.post("ana", f"{reminded.path}/tasks/{reminded.task}/delete").status_code == 303


def done_by_another(reminded: Reminded) -> None:
    assert reminded.visits.post("ana", f"{reminded.path}/tasks/{reminded.task}/done").status_code == 303


def without_its_organisation(reminded: Reminded) -> None:
    harbour = reminded.visits.coalition.harbour.id
    answer = reminded.visits.post("ana", f"{reminded.path}/organisations/{harbour}/leave")
    assert answer.status_code == 303


def expired(reminded: Reminded) -> None:
    reminded.clock.moment = NOW + VALID_FOR


@pytest.mark.parametrize("over", [ended, given_away, deleted, done_by_another, without_its_organisation, expired])
def test_the_link_dies_with_what_it_was_for(reminded: Reminded, over: Callable[[Reminded], None]) -> None:
    choose_deputy(reminded)
    over(reminded)
    before = reminded.visits.stored(reminded.task)

    page = reminded.client.get(reminded.link)

    assert page.status_code == 410
    assert "Write the post" not in page.text
    assert ("This link has expired" in page.text) is (over is expired)
    assert {reminded.status(act) for act in ACTS} == {410}
    after = reminded.visits.stored(reminded.task)
    assert (after.assignee_id, after.done_at) == (before.assignee_id, before.done_at)


def test_a_new_password_does_not_matter(reminded: Reminded) -> None:
    reminded.visits.store.merge(reminded.visits.coalition.cleo).fs_uniquifier = "another"
    reminded.visits.store.commit()

    assert reminded.status("done") == 200


@pytest.mark.parametrize("who", ["ana", "ben", "dora", "coordinator"])
def test_whoever_is_logged_in_it_is_the_reader_of_the_email_who_acts(reminded: Reminded, who: str) -> None:
    assert reminded.visits.post(who, f"{reminded.link}/done").status_code == 200
    assert reminded.visits.stored(reminded.task).done_by_id == reminded.visits.coalition.cleo.id


@pytest.mark.parametrize("token", ["made-up", "a" * 3000, "%00", "../x"])
def test_an_unknown_token_is_not_found(client: FlaskClient, token: str) -> None:
    assert client.get(f"/reminder/{token}").status_code == 404
    assert {client.post(f"/reminder/{token}/{act}").status_code for act in ACTS} == {404}


def test_a_title_that_has_changed_since_the_email_is_not_shown(reminded: Reminded) -> None:
    task = reminded.visits.stored(reminded.task)
    typed = {"title": "Name the ship", "due_on": "2027-07-02", "revision": str(task.revision), "moves_along": "y"}
    typed |= {"assignee_id": str(task.assignee_id), "organisation_id": str(task.organisation_id)}
    assert reminded.visits.post("ana", f"{reminded.path}/tasks/{reminded.task}/edit", **typed).status_code == 303

    page = reminded.client.get(reminded.link)

    assert page.status_code == 200
    assert "Name the ship" not in page.text
    assert "has changed since the email was sent" in page.text
    assert "Name the ship" not in reminded.client.post(f"{reminded.link}/done").text


def test_under_embargo_the_page_says_what_the_email_said(visits: Visits, clock: FakeClock) -> None:
    reminded = Reminded(visits, clock, put_under_embargo(visits), "ben")

    page = reminded.client.get(reminded.link)

    assert page.status_code == 200
    assert "Write the post" not in page.text
    assert "Break the chain" not in page.text
    assert reminded.status("done") == 200
