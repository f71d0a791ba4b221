"""A backup restored into a clean installation is the installation, on both databases."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.audit.acts import AuditAct
from scheduler.audit.services import history
from scheduler.backup.domain.manifest import Manifest
from scheduler.db import db
from scheduler.outbox.holding import DATABASE
from scheduler.schema.fitness import scripts
from scheduler.version import VERSION
from tests.backup.conftest import NewSite, Site, log_in, names

pytestmark = [
    pytest.mark.engines("sqlite", "postgresql"),
    # As in tests/repo/test_migrations.py.
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]


def manifest_of(copies: Path) -> Manifest:
    (path,) = copies.glob("*/manifest.json")
    return Manifest.parse(path.read_text(encoding="utf-8"))


def test_feeds_are_the_same_to_the_byte_and_people_log_in(site: Site, copy: Path, new_site: NewSite):
    before = site.read_feeds()
    other = new_site("other")
    other.feeds = site.feeds

    ended = other.run("restore", str(copy))

    assert ended.exit_code == 0, ended.stderr
    assert "Restored: 4 people," in ended.stdout
    assert f"The backup's secret key is now in {other.key_path}." in ended.stdout
    assert other.key_path.read_text() == site.key_path.read_text()
    assert stat.S_IMODE(other.key_path.stat().st_mode) == 0o600
    assert other.read_feeds() == before
    assert names(other) == names(site) == ["Ana", "Bo", "Cleo", "Dan"]
    assert log_in(other.app().test_client()) == 302


def test_a_backup_says_what_it_is(site: Site, copy: Path, now: datetime, engine_name: str):
    (folder,) = copy.iterdir()
    manifest = manifest_of(copy)

    assert folder.name == "scheduler-20270701T120000Z"
    assert {path.name for path in folder.iterdir()} == {manifest.database.file, "secret_key", "manifest.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert [stat.S_IMODE(path.stat().st_mode) for path in (copy, folder)] == [0o700, 0o700]
    assert (manifest.made_at, manifest.version, manifest.engine) == (now, VERSION, engine_name)
    assert (manifest.counts["person"], manifest.counts["feed"]) == (4, 2)
    assert manifest.secret_key is not None
    with site.app().app_context():
        assert manifest.schema == scripts().get_heads()[0]


def test_what_was_entered_since_is_gone_after_a_yes(site: Site, copy: Path):
    with site.app().app_context():
        db.session.execute(text("UPDATE person SET name = 'Somebody else' WHERE name = 'Ana'"))
        db.session.commit()

    declined = site.run("restore", str(copy), "--replace", answer="n\n")
    assert (declined.exit_code, names(site)[0]) == (1, "Somebody else")
    assert "Throw away what it holds, 4 people and " in declined.stdout

    assert site.run("restore", str(copy), "--replace", answer="y\n").exit_code == 0
    assert names(site)[0] == "Ana"


def test_a_script_need_not_answer_and_nothing_is_left_behind(site: Site, copy: Path):
    before = {path.name for path in site.config.instance_dir.iterdir()}

    ended = site.run("restore", str(copy), "--replace", "--yes")

    assert ended.exit_code == 0, ended.stderr
    assert "[y/N]" not in ended.stdout
    assert {path.name for path in site.config.instance_dir.iterdir()} == before


def test_the_restore_is_on_record(site: Site, copy: Path, new_site: NewSite, now: datetime, clock):
    other = new_site("other")
    later = clock.advance(timedelta(days=2))

    assert other.run("restore", str(copy)).exit_code == 0

    with other.app().app_context():
        (row,) = history(db.session, DATABASE)
        assert (row.act, row.at, row.actor_id) == (AuditAct.DATABASE_RESTORED, later, None)
        assert row.details == {"made_at": now.isoformat(), "version": VERSION, "messages_held": 0, "embargoes_held": 0}


def test_several_backups_stand_beside_each_other_and_the_newest_is_taken(site: Site, copy: Path, new_site, clock):
    with site.app().app_context():
        db.session.execute(text("UPDATE person SET name = 'Ana María' WHERE name = 'Ana'"))
        db.session.commit()
    clock.advance(timedelta(hours=1))
    for _ in range(2):
        assert site.run("backup", str(copy)).exit_code == 0
    folders = sorted(path.name for path in copy.iterdir())
    assert folders == [
        "scheduler-20270701T120000Z",
        "scheduler-20270701T130000Z",
        "scheduler-20270701T130000Z-2",
    ]

    newest, oldest = new_site("newest"), new_site("oldest")
    assert newest.run("restore", str(copy)).exit_code == 0
    assert oldest.run("restore", str(copy / folders[0])).exit_code == 0

    assert (names(newest)[0], names(oldest)[0]) == ("Ana María", "Ana")


def test_tables_of_an_older_schema_are_brought_up(site: Site, new_site: NewSite, tmp_path: Path):
    with site.app().app_context():
        site.apps[-1].extensions["alembic"].downgrade("0001")
    assert site.run("backup", str(tmp_path / "old")).exit_code == 0
    assert manifest_of(tmp_path / "old").schema == "0001"
    other = new_site("other")

    ended = other.run("restore", str(tmp_path / "old"))

    assert ended.exit_code == 0, ended.stderr
    assert names(other) == ["Ana", "Bo", "Cleo", "Dan"]
    app = other.app()
    with app.app_context():
        assert app.extensions["alembic"].compare_metadata() == []
