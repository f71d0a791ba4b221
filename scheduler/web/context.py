"""What every view takes from the request: the session, the time and the settings."""

from datetime import datetime
from typing import Protocol, cast

from flask import Flask, current_app, request

from scheduler.clock import Clock
from scheduler.db import AppSession, db


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


def init_context(app: Flask, settings: Settings, clock: Clock) -> None:
    """Keep settings and clock with the application, and let requests that only read have a session that only reads."""
    app.extensions["scheduler.settings"] = settings
    app.extensions["scheduler.clock"] = clock
    app.before_request(_choose_session)


def _choose_session() -> None:
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        session().info["read_only"] = True


def session() -> AppSession:
    """The session of this request or command; it closes with the application context."""
    return cast("AppSession", db.session)


def write_session() -> AppSession:
    """A second session that may write during a GET, for what must be on record before an answer leaves.

    The caller commits or rolls back, and closes it.
    """
    return cast("AppSession", db.sessionmaker())


def now() -> datetime:
    """The present moment as an aware UTC datetime, from the application's clock."""
    return cast("Clock", current_app.extensions["scheduler.clock"]).now()


def settings() -> Settings:
    """The application's settings."""
    return cast("Settings", current_app.extensions["scheduler.settings"])
