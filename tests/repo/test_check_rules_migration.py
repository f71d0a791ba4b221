"""The migration that adds rules of checks keeps what a coalition requires of pictures."""

import pytest
from flask import Flask
from sqlalchemy import text

from tests.repo.test_bill_milestone_migration import read, write
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database

__all__ = ["bare_app", "empty_database"]

REVISION = "0023"
NAME_COALITION = (
    "INSERT INTO coalition (id, name, zone, next_step, is_demo, revision, needs_picture_texts) "
    "VALUES (1, 'Free Tides', 'Asia/Manila', '', false, 3, {required})"
)


@both_engines
@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize(("required", "rules"), [("true", [("pictures", "required")]), ("false", [])])
def test_what_was_required_of_pictures_is_required_still(
    bare_app: Flask, required: str, rules: list[tuple[str, str]]
) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
        alembic(bare_app).downgrade()
    write(bare_app, text(NAME_COALITION.format(required=required)))

    with bare_app.app_context():
        alembic(bare_app).upgrade(REVISION)
    assert read(bare_app, "SELECT slug, level FROM check_rule") == rules

    with bare_app.app_context():
        alembic(bare_app).downgrade()
    assert read(bare_app, "SELECT revision, needs_picture_texts FROM coalition") == [(3, required == "true")]
