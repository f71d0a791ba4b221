import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from scheduler.db import db
from scheduler.outbox.models import Stream
from scheduler.outbox.services import suppressed
from scheduler.reminders.domain.unsubscribing import Scope, token_of
from tests.factories import person


@pytest.fixture
def reader(app: Flask, config: Config) -> tuple[int, str]:
    """A person's id and the address in their mail."""
    with app.app_context():
        ana = person(db.session, "Ana")
        db.session.commit()
        return ana.id, f"/unsubscribe/{token_of(config.secret_key, Scope(ana.id, 'reminder', 'task_due'))}"


def unwanted(app: Flask, person_id: int) -> set[tuple[Stream, str]]:
    with app.app_context():
        return suppressed(db.session, person_id)


def test_following_the_link_only_asks(client: FlaskClient, app: Flask, reader: tuple[int, str]) -> None:
    person_id, address = reader
    page = client.get(address)
    assert page.status_code == 200
    assert "Tasks assigned to you" in page.text
    assert unwanted(app, person_id) == set()


@pytest.mark.parametrize("body", [{"List-Unsubscribe": "One-Click"}, {}])
def test_a_mail_program_posts_without_log_in_or_token(
    client: FlaskClient, app: Flask, reader: tuple[int, str], body: dict[str, str]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    person_id, address = reader
    for _ in range(2):
        assert client.post(address, data=body).status_code == 200
    assert unwanted(app, person_id) == {(Stream.REMINDER, "task_due")}


def test_a_mistake_can_be_taken_back(client: FlaskClient, app: Flask, reader: tuple[int, str]) -> None:
    person_id, address = reader
    client.post(address)
    assert client.post(f"{address}/undo").status_code == 200
    assert unwanted(app, person_id) == set()


@pytest.mark.parametrize("token", ["made-up", "a" * 3000, "../x"])
def test_an_unknown_token_is_not_found(client: FlaskClient, token: str) -> None:
    assert client.get(f"/unsubscribe/{token}").status_code == 404
    assert client.post(f"/unsubscribe/{token}").status_code == 404
