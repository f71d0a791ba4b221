"""An application with a database of its own and a clock that stands still, for as long as something is measured."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from flask import Flask

from config import Config
from scheduler.app import create_app
from scheduler.db import db
from tests.fakes import FakeClock
from tests.plugins.databases import build_schema


@contextmanager
def application(now: datetime) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{Path(folder) / 'bench.db'}"
        build_schema(database_url)
        config = Config(
            secret_key=secrets.token_hex(24),
            database_url=database_url,
            base_url="http://localhost",
            mail_from="Coalition <scheduler@coalition.example>",
            instance_dir=Path(folder),
        )
        app = create_app(config, clock=FakeClock(now))
        yield app
        with app.app_context():
            db.engine.dispose()
