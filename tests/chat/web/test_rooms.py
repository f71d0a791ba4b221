"""Pages of chat rooms: for leads alone, and of an address the host alone."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.chat.models import ChatRoom
from scheduler.chat.services.rooms import MAX_ROOMS_EACH
from scheduler.db import AppSession
from scheduler.outbox.models import Message
from tests.chat.rooms import room_at
from tests.coalition import Town

SECRET = "https://hooks.slack.example/services/T0/B0/s3cret"
TYPED = {
    "form_id": str(UUID(int=1)),
    "name": "Campaign team",
    "platform": "slack",
    "webhook": SECRET,
    "topics": ["days", "published"],
    "rhythm": "daily",
    "hour": "9",
}


@pytest.fixture
def path(town: Town) -> str:
    return f"/organisations/{town.bay.id}/chat"


@pytest.fixture
def room(store: AppSession, town: Town) -> str:
    found = room_at(store, town.bay.id, SECRET).address
    store.commit()
    return found


def rows(store: AppSession) -> list[ChatRoom]:
    found = list(store.scalars(select(ChatRoom).order_by(ChatRoom.id)))
    store.commit()
    return found


def test_a_lead_adds_a_room_and_its_address_is_not_shown_again(app: Flask, store: AppSession, town: Town, path: str):
    client = town.client(app, "lead")
    made = client.post(f"{path}/new", data=TYPED, follow_redirects=True)
    assert "hooks.slack.example/…" in made.text
    (row,) = rows(store)
    assert (row.name, row.secret_address, row.topics) == ("Campaign team", SECRET, ["days", "published"])
    pages = made.text + client.get(f"{path}/{row.address}/edit").text + client.get("/audit").text
    assert "s3cret" not in pages
    record = store.scalars(select(AuditRow).where(AuditRow.act == AuditAct.CHAT_ROOM_ADDED)).one()
    assert record.details == {"platform": "slack"}


def test_an_address_stays_until_another_is_entered(app: Flask, store: AppSession, town: Town, path: str, room: str):
    client = town.client(app, "lead")
    sent = {**TYPED, "name": "Other", "webhook": "", "revision": "1"}
    assert client.post(f"{path}/{room}/edit", data=sent).status_code == 303
    assert [(row.name, row.secret_address) for row in rows(store)] == [("Other", SECRET)]
    # The same again changes nothing; something else was typed on a page that is out of date.
    assert client.post(f"{path}/{room}/edit", data=sent).status_code == 303
    stale = client.post(f"{path}/{room}/edit", data={**sent, "name": "Third"})
    assert stale.status_code == 409
    assert "Third" in stale.text
    another = {**sent, "webhook": f"{SECRET}2", "revision": "2"}
    client.post(f"{path}/{room}/edit", data=another)
    assert [row.secret_address for row in rows(store)] == [f"{SECRET}2"]


def test_a_form_that_repeats_an_address_is_not_compressed(app: Flask, town: Town, path: str, room: str):
    client, asked = town.client(app, "lead"), {"Accept-Encoding": "gzip"}
    wrong = client.post(f"{path}/new", data={**TYPED, "name": ""}, headers=asked)
    stale = client.post(f"{path}/{room}/edit", data={**TYPED, "revision": "7"}, headers=asked)
    for answer, status in ((wrong, 422), (stale, 409), (client.get(f"{path}/new", headers=asked), 200)):
        assert answer.status_code == status
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"webhook": ""},
        {"webhook": "http://hooks.slack.example/services"},
        {"webhook": "https://ana:pw@hooks.slack.example"},
        {"platform": "irc"},
        {"topics": []},
        {"topics": ["nonsense"]},
        {"rhythm": ""},
        {"hour": "3"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    app: Flask, store: AppSession, town: Town, path: str, wrong: dict[str, object]
):
    answer = town.client(app, "lead").post(f"{path}/new", data={**TYPED, **wrong})
    assert answer.status_code == 422
    assert wrong.keys() <= {"name"} or 'value="Campaign team"' in answer.text
    assert rows(store) == []


def test_an_organisation_has_so_many_rooms_and_no_more(app: Flask, store: AppSession, town: Town, path: str):
    for number in range(MAX_ROOMS_EACH):
        room_at(store, town.bay.id, SECRET, name=f"Room {number}")
    store.commit()
    client = town.client(app, "lead")
    assert client.post(f"{path}/new", data=TYPED).status_code == 422
    assert f"{path}/new" not in client.get(path).text


def test_a_room_is_tried_paused_resumed_and_removed(app: Flask, store: AppSession, town: Town, path: str, room: str):
    client = town.client(app, "lead")
    for _ in range(2):
        client.post(f"{path}/{room}/test")
    (message,) = store.scalars(select(Message))
    store.commit()
    assert (message.stream, message.kind, message.person_id, message.payload) == ("chat", "chat_test", None, {})
    assert "Test message" in client.get(path).text

    assert "Resume" in client.post(f"{path}/{room}/pause", follow_redirects=True).text
    assert rows(store)[0].paused_at is not None
    client.post(f"{path}/{room}/resume")
    assert rows(store)[0].paused_at is None
    assert "Campaign team" in client.post(f"{path}/{room}/remove", follow_redirects=True).text
    assert rows(store) == []


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 200), ("editor", 404), ("member", 404), ("other_lead", 404), ("coordinator", 404), ("visitor", 302)],
)
def test_rooms_are_for_leads(app: Flask, store: AppSession, town: Town, path: str, room: str, who: str, status: int):
    client = town.client(app, who)
    assert {client.get(one).status_code for one in (path, f"{path}/new", f"{path}/{room}/edit")} == {status}
    assert ("/chat" in client.get(f"/organisations/{town.bay.id}").text) is (who == "lead")
    if who != "lead":
        for act in ("new", f"{room}/edit", f"{room}/test", f"{room}/pause", f"{room}/resume", f"{room}/remove"):
            assert client.post(f"{path}/{act}", data=TYPED).status_code == (401 if who == "visitor" else status)
        assert [row.revision for row in rows(store)] == [1]


def test_a_room_is_found_with_its_own_organisation_alone(app: Flask, store: AppSession, town: Town, room: str):
    client = town.client(app, "other_lead")
    assert client.get(f"/organisations/{town.port.id}/chat/{room}/edit").status_code == 404
    assert client.post(f"/organisations/{town.port.id}/chat/{room}/remove").status_code == 404


def test_messages_for_rooms_are_not_in_the_email_log(app: Flask, town: Town, path: str, room: str):
    town.client(app, "lead").post(f"{path}/{room}/test")
    log = town.client(app, "coordinator").get("/delivery")
    assert "chat" not in log.text.casefold().replace("cora chair", "")
