"""What the typed choices would have sent last month: worked out as mail is, shown, and nothing kept."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind, Involvement
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.agenda.services.publishing import publish
from scheduler.db import AppSession
from scheduler.outbox.models import Message
from scheduler.reminders.models import ReminderPreference
from scheduler.reminders.preview import PREVIEW_DAYS
from tests.coalition import Town
from tests.fakes import FakeClock
from tests.reminders.typed import typed

Task = Callable[..., int]
TASKS = {"delivery_task_due": "at_once", "leads_task_due": ["1d", "0d"]}


@pytest.fixture
def task(town: Town, store: AppSession, clock: FakeClock) -> Task:
    """Publishes a task of the member that was due so many days ago, and returns its entry."""

    def build(number: int, days_ago: int, guard: GuardDraft | None = None) -> int:
        day: date = (clock.now() - timedelta(days=days_ago)).date()
        guard_id = create_guard(store, guard or GuardDraft(Audience.COALITION)).id
        people = [(town.people["member"].id, Involvement.ASSIGNEE)]
        draft = EntryDraft(
            Source("task", number), EntryKind.TASK, AllDay(day, day), guard_id, f"Task {number}", people=people
        )
        change = publish(store, draft, clock.now())
        assert change is not None
        entry: Entry = change.entry
        ident = entry.id
        store.commit()
        return ident

    return build


def preview(app: Flask, town: Town, **choices: object) -> str:
    sent = typed(**choices) | {"preview": "1", "revision": "0"}  # type: ignore[arg-type]
    answer = town.client(app, "member").post("/reminders", data=sent)
    assert answer.status_code == 200
    return answer.text


def test_each_form_is_counted_and_nothing_is_kept(
    app: Flask, town: Town, store: AppSession, task: Task, clock: FakeClock
) -> None:
    first, *_ = (task(number, days) for number, days in ((1, 5), (2, 10), (3, 10), (4, PREVIEW_DAYS + 3), (5, -9)))
    member, sender, ago = town.people["member"].id, town.people["lead"].id, clock.now() - timedelta(days=20)
    notify(store, NotificationDraft(first, NotificationKind.ASSIGNED, sender, [member]), ago)
    store.commit()

    pages = {
        form: preview(app, town, **TASKS | {"delivery_task_due": form}, notice_assigned=notice)
        for form, notice in (("at_once", "at_once"), ("daily", "daily"), ("weekly", "off"), ("off", "off"))
    }

    counts = {"at_once": "7 emails", "daily": "5 emails", "off": "no emails"}
    for form, text in counts.items():
        assert f"you would have received {text}" in pages[form]
    assert "Due tomorrow: Task 1" in pages["at_once"]
    assert "<bdi>Due tomorrow: Task 2 (and 1 more)</bdi>" in pages["daily"]
    assert "Daily email · " in pages["daily"]
    assert "Weekly email · " in pages["weekly"]
    assert "Daily email · " not in pages["weekly"] + pages["at_once"]
    assert "Task 4" not in pages["at_once"]
    assert store.scalar(select(func.count(Message.id))) == 1
    assert store.scalars(select(ReminderPreference.person_id)).all() == []


def test_an_email_has_the_subject_that_it_would_have(app: Flask, town: Town, task: Task) -> None:
    for number, days_ago in ((1, 8), (2, 9)):
        task(number, days_ago)

    page = preview(app, town, delivery_task_due="weekly", weekly_day="0")

    assert "Your week ahead: Due " in page


def test_what_was_typed_stays_and_is_saved_by_the_other_button(app: Flask, town: Town) -> None:
    client = town.client(app, "member")
    choices = typed(hour="6", quiet_from="22", quiet_until="5")

    page = client.post("/reminders", data=choices | {"preview": "1", "revision": "0"}).text

    assert '<option selected value="6">' in page
    assert "Nothing is saved yet" in page
    assert client.post("/reminders", data=choices | {"revision": "0"}).status_code == 302
    assert "Nothing is saved yet" not in client.get("/reminders").text


def test_a_preview_of_bad_input_is_refused_as_a_save_is(app: Flask, town: Town) -> None:
    answer = town.client(app, "member").post("/reminders", data=typed(hour="25") | {"preview": "1"})

    assert answer.status_code == 422


def test_what_mail_would_not_tell_is_not_in_the_preview(app: Flask, town: Town, task: Task, clock: FakeClock) -> None:
    lift = clock.now() + timedelta(days=30)
    embargo = Embargo(lift.replace(tzinfo=None), "UTC", lift)
    group = [town.people["lead"].id]
    task(1, 5, GuardDraft(Audience.COALITION, embargo=embargo, embargo_group_people=group, placeholder_title="News"))

    page = preview(app, town, **TASKS)

    assert "no emails" in page
    assert "Task 1" not in page
    assert "News" not in page
