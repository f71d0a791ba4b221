"""What every view takes from the request: the session, the time and the settings."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast

from flask import Flask, current_app

from scheduler.clock import Clock
from scheduler.db import AppSession, db
from scheduler.web.outages import code_of, outage_of
from scheduler.web.write_buffer import WriteBuffer

logger = logging.getLogger(__name__)


class Settings(Protocol):
    """The settings that features read from the application's configuration."""

    @property
    def base_url(self) -> str: ...
    @property
    def secret_key(self) -> str: ...
    @property
    def time_zone(self) -> str: ...
    @property
    def mail_from(self) -> str: ...
    @property
    def smtp_url(self) -> str | None: ...
    @property
    def bounce_address(self) -> str | None: ...
    @property
    def bounce_imap_url(self) -> str | None: ...
    @property
    def feed_memory_mb(self) -> int: ...
    @property
    def dkim_selector(self) -> str | None: ...
    @property
    def dkim_key_file(self) -> Path | None: ...
    @property
    def metrics_token(self) -> str | None: ...
    @property
    def picture_max_mb(self) -> int: ...
    @property
    def picture_max_megapixels(self) -> int: ...
    @property
    def pictures_dir(self) -> Path | None: ...
    @property
    def instance_dir(self) -> Path: ...


def init_context(app: Flask, settings: Settings, clock: Clock) -> None:
    """Keep settings and clock with the application."""
    app.extensions["scheduler.settings"] = settings
    app.extensions["scheduler.clock"] = clock


def session() -> AppSession:
    """The session of this request or command; it closes with the application context."""
    return cast("AppSession", db.session)


@contextmanager
def no_one_waits() -> Iterator[None]:
    """Only read while something is looked at that takes long, in a request that is to write afterwards.

    On PostgreSQL whoever writes keeps its locks, and on SQLite all others out. What has not been committed is given up.
    """
    session().rollback()
    session().info["read_only"] = True
    try:
        yield
    finally:
        session().rollback()
        session().info["read_only"] = False
        # What was committed before says nothing of what is written next.
        session().info.pop("saved", None)


def write_session() -> AppSession:
    """A second session that may write during a GET, for what must be on record before an answer leaves.

    The caller commits or rolls back, and closes it.
    """
    extra = cast("AppSession", db.sessionmaker())
    extra.info["read_only"] = False
    return extra


def flush_if_due(buffer: WriteBuffer[Any, Any]) -> None:
    """Write what a buffer has gathered, if it is time to; only in a request that does not write otherwise."""
    if buffer.is_due():
        flush(buffer)


def flush(buffer: WriteBuffer[Any, Any]) -> None:
    """Write what a buffer has gathered, in a transaction of its own.

    A page that can be shown is shown: while the database takes no write, the values wait in memory.
    """
    try:
        with write_session() as writing:
            buffer.flush(writing)
    except Exception as error:
        if outage_of(error) is None:
            raise
        logger.warning("counters could not be written: %s", code_of(error))


def now() -> datetime:
    """The present moment as an aware UTC datetime, from the application's clock."""
    return cast("Clock", current_app.extensions["scheduler.clock"]).now()


def settings() -> Settings:
    """The application's settings."""
    return cast("Settings", current_app.extensions["scheduler.settings"])
