"""Following an event: who may, and what its followers hear of it."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.agenda.models import Follow
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.db import AppSession
from scheduler.events.models import Event
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter
from tests.coalition import Town
from tests.events.web.test_pages import TIMED, made
from tests.fakes import FakeClock
from tests.reminders.planning import plan
from tests.reminders.typed import typed
from tests.written import first_line, letter


def followers(store: AppSession) -> list[int]:
    found = list(store.scalars(select(Follow.person_id).order_by(Follow.person_id)))
    store.commit()
    return found


def mail(app: Flask, store: AppSession, kind: NotificationKind, town: Town, clock: FakeClock) -> Letter:
    with app.app_context():
        found = letter(store, kind, town.people["member"].id, clock.now())
    store.commit()
    return found


def edit(app: Flask, town: Town, path: str, **changes: str) -> None:
    assert send_edit(app, town, path, **changes).status_code == 303


def send_edit(app: Flask, town: Town, path: str, **changes: str) -> TestResponse:
    client = town.client(app, "editor")
    revision = re.search(r'name="revision" [^>]*value="(\d+)"', client.get(f"{path}/edit").text)
    assert revision is not None
    data = {**TIMED, "organisation_id": str(town.bay.id), "revision": revision[1], **changes}
    return client.post(f"{path}/edit", data=data)


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("loner", 403), ("member", 303), ("other_lead", 303), ("editor", 303), ("coordinator", 303)],
)
def test_whoever_may_know_of_an_event_follows_it(
    app: Flask, town: Town, store: AppSession, who: str, status: int
) -> None:
    path = made(town.client(app, "editor"), town)
    client = town.client(app, who)

    assert client.post(f"{path}/follow").status_code == status
    if status == 303:
        assert "Stop following" in client.get(path).text
        assert len(followers(store)) == 1
        assert client.post(f"{path}/unfollow").status_code == 303
    assert followers(store) == []


def test_nobody_follows_what_they_may_not_know_of(app: Flask, town: Town, store: AppSession) -> None:
    path = made(town.client(app, "editor"), town, audience="organisations", organisations=[str(town.bay.id)])

    assert town.client(app, "other_lead").post(f"{path}/follow").status_code == 404
    assert town.client(app, "other_lead").post(f"{path}/unfollow").status_code == 404
    assert followers(store) == []


@pytest.mark.parametrize("by_topic", [False, True])
def test_followers_of_the_event_or_its_topic_are_reminded_at_their_lead_times(
    app: Flask,
    town: Town,
    store: AppSession,
    clock: FakeClock,
    by_topic: bool,
) -> None:
    path = made(town.client(app, "editor"), town, topics=["labour", "youth"])
    member = town.client(app, "member")
    if by_topic:
        person = town.people["member"]
        data = typed(followed="3d 0d", zone=person.zone, topics=["youth"])
        assert member.post("/reminders", data=data).status_code == 302
        assert re.search(r'value="youth"[^>]*checked|checked[^>]*value="youth"', member.get("/reminders").text)
    else:
        member.post(f"{path}/follow")
        data = typed(followed="3d 0d", zone=town.people["member"].zone)
        member.post("/reminders", data=data)
    plan(store, clock.now())
    for _ in range(32):
        plan(store, clock.advance(timedelta(days=1)))
    store.commit()

    query = select(Message).where(Message.person_id == town.people["member"].id, Message.stream == Stream.REMINDER)
    assert sorted(int(row.payload["lead"][:-1]) for row in store.scalars(query)) == [0, 3]


@pytest.mark.parametrize("reason", ["The hall is flooded.", "La salle est inondée.", "会場が浸水しました"])
def test_followers_are_notified_of_a_move_with_old_new_and_reason(
    app: Flask, town: Town, store: AppSession, clock: FakeClock, reason: str
) -> None:
    path = made(town.client(app, "editor"), town)
    town.client(app, "member").post(f"{path}/follow")
    edit(app, town, path, **{"starts-day": "2027-08-06", "move_reason": reason})

    found = mail(app, store, NotificationKind.MOVED, town, clock)
    assert found.subject == "Date changed: Vigil at the harbour"
    assert first_line(found).startswith("New date: Friday 6 August 2027, ")
    assert "It was Friday 30 July 2027, " in first_line(found)
    assert f"Why:\n> {reason}" in found.text
    assert reason in town.client(app, "member").get(path).text


@pytest.mark.parametrize(
    "changes", [{}, {"title": "Vigil on the quay"}, {"starts-time": "18:00", "starts-zone": "Europe/London"}]
)
def test_a_reason_for_a_move_that_is_none_is_refused_and_kept(
    app: Flask, town: Town, store: AppSession, changes: dict[str, str]
) -> None:
    path = made(town.client(app, "editor"), town)
    town.client(app, "member").post(f"{path}/follow")

    answer = send_edit(app, town, path, move_reason="The hall is flooded.", **changes)

    assert answer.status_code == 422
    assert "The date and time are unchanged, so no one is notified. Change them, or leave this empty." in answer.text
    assert 'value="The hall is flooded."' in answer.text
    event = store.scalars(select(Event)).one()
    assert (event.title, event.zone, event.move_reason, event.revision) == (
        "Vigil at the harbour",
        "Europe/Brussels",
        None,
        1,
    )
    assert list(store.scalars(select(Message).where(Message.kind == "moved"))) == []


def test_the_same_move_sent_twice_is_saved_once_with_its_reason(app: Flask, town: Town, store: AppSession) -> None:
    path = made(town.client(app, "editor"), town)
    move = {"starts-day": "2027-08-06", "move_reason": "The hall is flooded."}
    edit(app, town, path, **move)
    edit(app, town, path, **move)

    event = store.scalars(select(Event)).one()
    assert (event.move_reason, event.revision) == ("The hall is flooded.", 2)


def test_followers_are_notified_of_a_cancellation_and_its_end(
    app: Flask, town: Town, store: AppSession, clock: FakeClock
) -> None:
    path = made(town.client(app, "editor"), town)
    town.client(app, "member").post(f"{path}/follow")
    editor = town.client(app, "editor")
    editor.post(f"{path}/cancel", data={"reason": "Die Straße ist gesperrt."})

    found = mail(app, store, NotificationKind.CANCELLED, town, clock)
    assert found.subject == "Cancelled: Vigil at the harbour"
    assert "Why:\n> Die Straße ist gesperrt." in found.text

    editor.post(f"{path}/restore")
    found = mail(app, store, NotificationKind.RESTORED, town, clock)
    assert found.subject == "Reinstated: Vigil at the harbour"


def test_who_wants_no_reminders_of_what_they_follow_is_not_told(app: Flask, town: Town, store: AppSession) -> None:
    path = made(town.client(app, "editor"), town)
    member = town.client(app, "member")
    member.post(f"{path}/follow")
    member.post("/reminders", data=typed(zone="UTC", notice_moved="at_once"))
    edit(app, town, path, **{"starts-day": "2027-08-06"})

    assert list(store.scalars(select(Message).where(Message.kind == "moved"))) == []
