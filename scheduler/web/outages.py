"""What may be wrong with the server rather than with the request: a full disk, a busy or lost database."""

import errno
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError


class Outage(StrEnum):
    """What is wrong."""

    FULL = "disk full"
    UNWRITABLE = "disk cannot be written"
    BUSY = "database busy"
    UNREACHABLE = "database unreachable"


@dataclass(frozen=True, slots=True)
class OutagePage:
    """How an outage is answered: HTTP status, the problem, what to do, seconds after which it is worth trying again."""

    status: int
    problem: LazyString
    advice: LazyString
    retry_seconds: int | None = None


OUTAGES: dict[Outage, OutagePage] = {
    Outage.FULL: OutagePage(
        507,
        _l("The server’s disk is full."),
        _l("Ask the server’s administrator for help: nothing can be saved until there is space on its disk."),
    ),
    Outage.UNWRITABLE: OutagePage(
        503,
        _l("The server cannot write to its disk: it is read-only or failing."),
        _l("Ask the server’s administrator for help: nothing can be saved until the disk is repaired."),
    ),
    Outage.BUSY: OutagePage(
        503,
        _l("Too many people are saving right now."),
        _l("Try again in a few seconds. If it goes on for minutes, contact the server’s administrator."),
        5,
    ),
    Outage.UNREACHABLE: OutagePage(
        503,
        _l("The server cannot reach its database."),
        _l("Try again in a minute. If it goes on, contact the server’s administrator."),
        30,
    ),
}

# https://sqlite.org/rescode.html, read 2026-11-25: the lower byte of a code is its kind.
_SQLITE = {
    sqlite3.SQLITE_FULL: Outage.FULL,
    sqlite3.SQLITE_IOERR: Outage.UNWRITABLE,
    sqlite3.SQLITE_READONLY: Outage.UNWRITABLE,
    sqlite3.SQLITE_BUSY: Outage.BUSY,
    sqlite3.SQLITE_LOCKED: Outage.BUSY,
    sqlite3.SQLITE_CANTOPEN: Outage.UNREACHABLE,
}
# https://www.postgresql.org/docs/18/errcodes-appendix.html, read 2026-11-25: whole codes first, then their classes.
_POSTGRESQL = {
    "53100": Outage.FULL,
    "58030": Outage.UNWRITABLE,
    "25006": Outage.UNWRITABLE,
    "40001": Outage.BUSY,
    "40P01": Outage.BUSY,
    "55P03": Outage.BUSY,
    "57014": Outage.BUSY,
    "53": Outage.BUSY,
    "08": Outage.UNREACHABLE,
    "57": Outage.UNREACHABLE,
}
_ERRNO = {
    errno.ENOSPC: Outage.FULL,
    errno.EDQUOT: Outage.FULL,
    errno.EROFS: Outage.UNWRITABLE,
    errno.EIO: Outage.UNWRITABLE,
}


def outage_of(error: BaseException | None) -> Outage | None:
    """Return what is wrong with the server, None if the error says something else."""
    return _cause(error)[0]


def code_of(error: BaseException | None) -> str:
    """Return the code by which a database or a system names an error; it quotes nothing."""
    cause = _cause(error)[1]
    for name in ("sqlstate", "sqlite_errorname", "errno"):
        code = getattr(cause, name, None)
        if code is not None:
            return str(code)
    return type(cause).__name__


def _cause(error: BaseException | None) -> tuple[Outage | None, BaseException | None]:
    """The outage, and the error that says so, which may stand behind the one that reached us."""
    first = error.orig if isinstance(error, DBAPIError) else error
    while isinstance(error, DBAPIError):
        outage = _of_database(error)
        if outage is not None:
            return outage, error.orig
        # SQLite ends the whole transaction when its disk is full; going back to a savepoint of it then fails as well.
        error = _context(error.orig)
    if isinstance(error, NoConnectionError):
        return Outage.BUSY, error
    if isinstance(error, OSError):
        return _ERRNO.get(error.errno or 0), error
    return None, first


def _context(error: BaseException | None) -> BaseException | None:
    return error.__context__ if error is not None else None


def _of_database(error: DBAPIError) -> Outage | None:
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        return _SQLITE.get(getattr(origin, "sqlite_errorcode", 0) & 0xFF)
    # By what psycopg's errors have: where SQLite serves, psycopg is not loaded, which takes 10 MiB.
    state: str | None = getattr(origin, "sqlstate", "")
    if state is None:
        # No server has said this: the connection could not be made, or broke.
        return Outage.UNREACHABLE if isinstance(error, OperationalError) else None
    return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
