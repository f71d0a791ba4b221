"""Set-up installs the lock with uv, and with pip where uv must not or cannot; both are programs of our own here."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import setup

Asked = Callable[[], list[str]]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Puts a `python` and a `uv` in place of those of .venv; returns which lock each was asked for, in order."""
    log = tmp_path / "log"
    log.touch()
    (tmp_path / "bin").mkdir()
    for name in ("python", "uv"):
        program = tmp_path / "bin" / name
        program.write_text(
            "#!/bin/sh\n"
            'case "$*" in *"config list") echo "$TOLD"; exit 0 ;; esac\n'
            f'for last; do :; done; echo "{name} $(basename "$last")" >> "{log}"\n'
            f'case "$FAILS" in *"{name} $(basename "$last")"*) exit 1 ;; esac\n'
        )
        program.chmod(0o700)
    monkeypatch.setattr(setup, "VENV", tmp_path)
    return lambda: log.read_text().splitlines()


def test_uv_of_the_lock_installs_all_else(asked: Asked):
    setup.install_locked("run")

    assert asked() == ["python installer.txt", "uv run.txt"]


@pytest.mark.parametrize("fails", ["python installer.txt", "uv test.txt"])
def test_pip_installs_where_uv_cannot(asked: Asked, monkeypatch: pytest.MonkeyPatch, capsys, fails: str):
    monkeypatch.setenv("FAILS", fails)

    setup.install_locked("test")

    assert asked()[-1] == "python test.txt"
    assert "pip takes a minute longer" in capsys.readouterr().out


@pytest.mark.parametrize("told", ["global.index-url='https://packages.example'", ":env:.no-index='1'"])
def test_nothing_is_fetched_from_elsewhere_than_pip_was_told(asked: Asked, monkeypatch: pytest.MonkeyPatch, told: str):
    monkeypatch.setenv("TOLD", told)

    setup.install_locked("run")

    assert asked() == ["python run.txt"]


def test_set_up_stops_when_pip_cannot_either(asked: Asked, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FAILS", "uv run.txt, python run.txt")

    with pytest.raises(SystemExit, match="Set-up stopped"):
        setup.install_locked("run")


def test_what_pip_is_told_is_read_as_it_prints_it(monkeypatch: pytest.MonkeyPatch):
    # Nothing of this machine's own.
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    without = setup.pip_has_default_source()
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://packages.example")

    assert (without, setup.pip_has_default_source()) == (True, False)
