"""Pictures go into a backup and come back from it, each compared with its hash."""

from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.backup.domain.manifest import Manifest
from scheduler.db import db
from scheduler.pictures.store import MissingFileError, PictureStore, name_of
from tests.backup.conftest import NewSite, Site

ONE, SMALL = b"one picture", b"its small one"

pytestmark = [
    pytest.mark.engines("sqlite", "postgresql"),
    # As in tests/repo/test_migrations.py.
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]

ROW = text(
    "INSERT INTO stored_picture (sha256, media_type, width, height, size, stored_at, thumbnail_sha256, thumbnail_tries)"
    " VALUES (:name, 'image/png', 1, 1, 11, '2027-07-01 12:00:00', :small, 1)"
)


def store_of(site: Site) -> PictureStore:
    return PictureStore.of(site.config)


@pytest.fixture
def with_picture(site: Site) -> Site:
    store = store_of(site)
    names = {"name": store.keep(ONE), "small": store.keep(SMALL)}
    with site.app().app_context():
        db.session.execute(ROW, names)
        db.session.commit()
    return site


def backed_up(site: Site, folder: Path) -> Path:
    ended = site.run("backup", str(folder))
    assert ended.exit_code == 0, ended.stderr
    (made,) = folder.iterdir()
    return made


def test_pictures_are_backed_up_and_restored(with_picture: Site, new_site: NewSite, tmp_path: Path):
    made = backed_up(with_picture, tmp_path / "copies")
    manifest = Manifest.parse((made / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest.pictures) == {name_of(ONE), name_of(SMALL)}

    other = new_site("other")
    ended = other.run("restore", str(tmp_path / "copies"))

    assert ended.exit_code == 0, ended.stderr
    assert "2 picture files" in ended.stdout
    assert [store_of(other).read(name_of(content)) for content in (ONE, SMALL)] == [ONE, SMALL]


def test_a_damaged_picture_is_told_and_the_rest_backed_up(with_picture: Site, tmp_path: Path):
    store, name = store_of(with_picture), name_of(ONE)
    (store.folder / name[:2] / name).write_bytes(b"other")

    ended = with_picture.run("backup", str(tmp_path / "copies"))

    assert ended.exit_code == 0
    assert "MISSING OR DAMAGED, and so not in this backup: 1." in ended.stderr
    (made,) = (tmp_path / "copies").iterdir()
    assert Manifest.parse((made / "manifest.json").read_text(encoding="utf-8")).pictures == (name_of(SMALL),)


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_a_backup_with_a_damaged_picture_is_refused(with_picture: Site, new_site: NewSite, tmp_path: Path, damage: str):
    made, name = backed_up(with_picture, tmp_path / "copies"), name_of(ONE)
    file = made / "pictures" / name[:2] / name
    file.write_bytes(b"other") if damage == "changed" else file.unlink()
    other = new_site("other")

    ended = other.run("restore", str(made))

    assert ended.exit_code == 1
    assert f"the picture {name} is missing or damaged" in ended.stderr
    assert list(store_of(other).names()) == []


def test_a_folder_that_cannot_be_written_stops_the_restore(with_picture: Site, new_site: NewSite, tmp_path: Path):
    made = backed_up(with_picture, tmp_path / "copies")
    other = new_site("other")
    store_of(other).folder.write_text("in the way", encoding="utf-8")

    ended = other.run("restore", str(made))

    assert ended.exit_code == 1
    assert "Nothing was restored: pictures cannot be written" in ended.stderr


def test_a_restore_mends_a_damaged_picture(with_picture: Site, tmp_path: Path):
    backed_up(with_picture, tmp_path / "copies")
    store, name = store_of(with_picture), name_of(ONE)
    (store.folder / name[:2] / name).write_bytes(b"other")
    with pytest.raises(MissingFileError):
        store.read(name)

    ended = with_picture.run("restore", str(tmp_path / "copies"), "--replace", "--yes")

    assert ended.exit_code == 0, ended.stderr
    assert store.read(name) == ONE
