"""The migration that keeps what people have read takes what they were emailed before as read, and nothing else."""

import pytest
from flask import Flask
from sqlalchemy import text

from tests.repo.test_bill_milestone_migration import read, write
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database
from tests.repo.test_reminder_choices_migration import PERSON

__all__ = ["bare_app", "empty_database"]

REVISION = "0032"
MESSAGE = (
    "INSERT INTO message (id, stream, kind, person_id, payload, dedup_key, message_id, created_at, due_at, state, "
    "attempts, last_error) VALUES ({id}, '{stream}', 'assigned', {person}, '{{}}', 'd{id}', 'm{id}', "
    "'2027-01-01 00:00:00+00:00', '2027-01-01 00:00:00+00:00', 'sent', 1, '')"
)
TOLD = ((1, "notice", 1), (2, "reminder", 1), (3, "account", 1), (4, "notice", "NULL"), (5, "notice", 9))


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_what_was_emailed_before_counts_as_read(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
        alembic(bare_app).downgrade()
    messages = [MESSAGE.format(id=ident, stream=stream, person=person) for ident, stream, person in TOLD]
    write(bare_app, text(PERSON.format(id=1)), *(text(message.replace(":", r"\:")) for message in messages))

    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)

    marks = read(bare_app, "SELECT person_id, message_id FROM notification_read ORDER BY message_id")
    assert marks == [(1, 1), (1, 2)]
