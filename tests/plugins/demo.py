"""The demo coalition as `flask seed-demo` makes it: once for all test processes, then copied."""

import importlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from scheduler.db import db
from tests.plugins.kept import copy_of, put_in_place
from tests.plugins.once import once

CREDENTIALS = "demo.txt"
Seed = Callable[..., None]


@pytest.fixture(scope="session")
def seed(run_folder: Path) -> Seed:
    """Fills the empty SQLite database of an application, and puts the passwords beside it."""

    def run(app: Flask, language: str = "en") -> None:
        """The language is the one that the application speaks; it is part of what the result may depend on."""
        with app.app_context():
            # Imported here: tests of domain code start faster without the web, and run while it is broken.
            moment = importlib.import_module("scheduler.web.request").now()
        folder = run_folder / f"demo-{language}-{moment:%Y%m%d%H%M%S}"
        once(folder, lambda own: _seeded(app, own))
        instance = Path(app.instance_path)
        shutil.copy(folder / CREDENTIALS, instance / CREDENTIALS)
        with app.app_context():
            put_in_place(db.engine, folder / "app.db")

    return run


def _seeded(app: Flask, folder: Path) -> str:
    result = app.test_cli_runner().invoke(args=["seed-demo"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        copy_of(db.engine, folder / "app.db")
    shutil.copy(Path(app.instance_path) / CREDENTIALS, folder / CREDENTIALS)
    return result.output
