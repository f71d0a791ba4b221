import sqlite3
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from scheduler.db import db
from tests.factories import organisation


def test_a_copy_holds_the_data_and_is_the_owners_alone(app: Flask, tmp_path: Path, config: Config) -> None:
    Path(config.instance_dir, "secret_key").write_text("kept", encoding="ascii")
    with app.app_context():
        organisation(db.session, "Lantern Bay")
        db.session.commit()

    result = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "new" / "copies")])

    assert result.exit_code == 0, result.output
    (path,) = (tmp_path / "new" / "copies").glob("*.db")
    assert path.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(path) as copy:
        assert copy.execute("SELECT name FROM organisation").fetchall() == [("Lantern Bay",)]
    assert (path.parent / "secret_key").read_text(encoding="ascii") == "kept"


def test_a_folder_that_cannot_be_made_is_named(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="ascii")
    result = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "file" / "copies")])
    assert result.exit_code == 1
    assert "cannot be made" in result.output


def test_postgresql_needs_its_own_program(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with app.app_context():
        monkeypatch.setattr(db.engine, "url", db.engine.url.set(drivername="postgresql+psycopg"))
    result = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "copies")])
    assert result.exit_code == 1
    assert "pg_dump is not installed" in result.output
