"""A PostgreSQL server for as long as something is measured."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

from tests.plugins.databases import start_server


@contextmanager
def postgresql_server(data: Path) -> Iterator[URL]:
    """Yield the address of a server that keeps its files in the new folder `data`, with settings as it comes."""
    server = make_url(start_server(data)).set(drivername="postgresql+psycopg")
    try:
        yield server
    finally:
        pid_file = data / "postmaster.pid"
        os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGINT)
        while pid_file.exists():
            time.sleep(0.05)
