"""A step back says what it deletes, and asks."""

import pytest
from flask import Flask
from sqlalchemy import inspect

from scheduler.db import db
from tests.factories import organisation
from tests.schema.conftest import head, run

pytestmark = [pytest.mark.engines("sqlite", "postgresql")]


@pytest.fixture
def filled(migrated: Flask) -> Flask:
    with migrated.app_context():
        organisation(db.session, "Lantern Bay")
        db.session.commit()
    return migrated


def tables(app: Flask) -> set[str]:
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def columns(app: Flask) -> dict[str, set[str]]:
    """The names of the columns of every table."""
    with app.app_context():
        seen = inspect(db.engine)
        return {table: {column["name"] for column in seen.get_columns(table)} for table in seen.get_table_names()}


def test_everything_that_goes_on_the_way_to_the_first_schema_is_named(filled: Flask):
    before = columns(filled)

    output = run(filled, "db", "downgrade", "0001", "--yes").stdout.partition("and deletes")[2].splitlines()

    after = columns(filled)
    gone = before.keys() - after.keys()
    gone |= {f"{table}.{column}" for table, kept in after.items() for column in before[table] - kept}
    assert {"guard_period", "sign_off.person_name", "task.public_id", "audit.person_id"} < gone
    assert sorted(line.split()[0] for line in output if line.startswith("  ")) == sorted(gone)


def test_it_says_what_goes_and_does_nothing_without_a_yes(filled: Flask):
    for answer in ("n\n", ""):
        ended = run(filled, "db", "downgrade", "base", answer=answer)

        assert ended.exit_code == 1
        assert "  0001 Create all tables.\n" in ended.stdout
        assert "  organisation (1 rows)\n" in ended.stdout
        assert "Take it back? [y/N]:" in ended.stdout
        assert "organisation" in tables(filled)


def test_it_goes_back_after_a_yes_or_without_asking(filled: Flask):
    assert run(filled, "db", "downgrade", "base", answer="y\n").exit_code == 0
    assert tables(filled) == {"alembic_version"}

    with filled.app_context():
        filled.extensions["alembic"].upgrade()
    ended = run(filled, "db", "downgrade", "base", "--yes")
    assert (ended.exit_code, "[y/N]" in ended.stdout) == (0, False)
    assert tables(filled) == {"alembic_version"}


def test_a_revision_is_not_taken_for_a_count(filled: Flask):
    for target in (head(filled), "0"):
        ended = run(filled, "db", "downgrade", target, "--yes")
        assert ended.stdout == "There is nothing to take back.\n", target
        assert "organisation" in tables(filled)


def test_a_target_that_is_not_there_is_named(filled: Flask):
    for target in ("nowhere", "99"):
        ended = run(filled, "db", "downgrade", target, "--yes")
        assert ended.exit_code == 1
        assert ended.stderr.splitlines()[-1].startswith("Error: "), ended.stderr
        assert "organisation" in tables(filled)
