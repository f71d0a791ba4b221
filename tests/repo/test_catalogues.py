"""Set-up compiles what translators have written, and stops at a placeholder that does not fit."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import write_po

from scripts.setup import compile_catalogues


def catalogue(folder: Path, translation: str) -> Path:
    made = Catalog(locale="de", fuzzy=False)
    made.add("Due in %(days)s days", translation, flags=["python-format"])
    path = folder / "de" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, made)
    return path.with_suffix(".mo")


def test_a_catalogue_is_compiled_once(tmp_path: Path) -> None:
    compiled = catalogue(tmp_path, "Fällig in %(days)s Tagen")

    compile_catalogues(tmp_path)
    before = compiled.stat().st_mtime_ns
    compile_catalogues(tmp_path)

    with compiled.open("rb") as file:
        assert read_mo(file)["Due in %(days)s days"].string == "Fällig in %(days)s Tagen"
    assert compiled.stat().st_mtime_ns == before


def test_a_placeholder_that_does_not_fit_stops_set_up_each_time(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    compiled = catalogue(tmp_path, "Fällig in %(weeks)s Tagen")

    for _n in range(2):
        with pytest.raises(SystemExit, match="Set-up stopped"):
            compile_catalogues(tmp_path)
        assert "messages.po:" in capfd.readouterr().err
        assert not compiled.exists()


def test_nothing_is_done_without_catalogues(tmp_path: Path) -> None:
    compile_catalogues(tmp_path)

    assert list(tmp_path.iterdir()) == []
