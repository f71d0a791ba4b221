"""Session, column types and the commit that numbers changes; knows no feature."""

import logging
import os
import secrets
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeVar
from urllib.parse import unquote, urlsplit

from flask import has_request_context, request
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    and_,
    cast,
    create_engine,
    event,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, SessionTransaction, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

from scheduler.files import close_files, create_private, sqlite_files
from scheduler.request_cache import forget_answers
from scheduler.unfinished import finish_all, remember_at_savepoints

logger = logging.getLogger(__name__)

Row = TypeVar("Row")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


PUBLIC_ID_BYTES = 9
MIGRATIONS = "migrations"
# How long a migration waits for another one on SQLite.
LONGEST_MIGRATION_MS = 600_000
WRITE_AHEAD_TRIES = 100
WRITE_AHEAD_PAUSE_SECONDS = 0.05
RANDOM_PAGE_COST = 1.1
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class AwareUTC(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps it without an offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r} given for an instant")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table; a `datetime` column is an aware UTC instant unless it says otherwise."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[type, Any]] = {datetime: AwareUTC()}


class VersionCounter(Base):
    """The one counter whose numbers stand in commit order; `unnumbered` is the last that stands in no row."""

    __tablename__ = "version_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
    unnumbered: Mapped[int] = mapped_column(default=0, server_default="0")


class Versioned:
    """A row that carries the number of the transaction that last changed it; NULL until that commits."""

    version: Mapped[int | None] = mapped_column(index=True, default=None)


class Addressed:
    """A row that pages call by a random name: its number would tell how many there are that one may not know of.

    `public_id` is NULL only for rows that old code has added while it was being replaced.
    """

    id: Mapped[int]
    public_id: Mapped[str | None] = mapped_column(
        String(16), unique=True, default=lambda: secrets.token_urlsafe(PUBLIC_ID_BYTES)
    )

    @property
    def address(self) -> str:
        """What pages call the row."""
        return self.public_id or str(self.id)

    @classmethod
    def addressed(cls, address: str) -> ColumnElement[bool]:
        """Return SQL that is true for the row that pages call so."""
        if "\x00" in address:
            # PostgreSQL refuses to look for it, and no name has one.
            return false()
        nameless = and_(cls.public_id.is_(None), cast(cls.id, String) == address)
        return or_(cls.public_id == address, nameless)


class MadeByForm:
    """A row that a form makes; `form_id` is the key of `rows.Sent`, NULL for what no form has made."""

    form_id: Mapped[str | None] = mapped_column(String(36), unique=True, default=None)


class ReadOnlyError(RuntimeError):
    """A request that only reads tried to write."""


class BrokenReferencesError(RuntimeError):
    """A migration would leave rows that refer to nothing."""


class AppSession(Session):
    """A session that numbers touched rows at commit and refuses to write in a request that only reads.

    A request that only reads is a GET, HEAD or OPTIONS; `info["read_only"]` says so. On SQLite every other session
    starts with BEGIN IMMEDIATE, because a deferred transaction that turns into a writer loses updates or fails at once.

    `info["saved"]` is missing while something is not yet committed, False while a commit is under way, then True.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_request_context() and request.method in READING_METHODS:
            self.info["read_only"] = True

    @override
    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        bind = super().get_bind(*args, **kwargs)
        if isinstance(bind, Engine) and not self.info.get("read_only"):
            # The same engine object each time: the session opens one connection per engine object.
            writers = self.info.setdefault("writers", {})
            return writers.get(bind) or writers.setdefault(bind, bind.execution_options(sqlite_write=True))
        return bind

    @override
    def commit(self) -> None:
        if self.info.get("read_only"):
            if self.new or self.dirty or self.deleted or self.info.get("touched"):
                raise ReadOnlyError("a GET request must not write")
            super().commit()
            return
        finish_all(self)
        self.flush()
        _number(self)
        # Until the database has answered, nobody can say whether it is saved.
        self.info["saved"] = False
        super().commit()
        self.info["saved"] = True

    @override
    def rollback(self) -> None:
        forget_answers(self)
        super().rollback()


@event.listens_for(AppSession, "before_flush")
def _not_saved_yet(session: AppSession, *_details: Any) -> None:
    session.info.pop("saved", None)


remember_at_savepoints(AppSession)


@event.listens_for(AppSession, "after_transaction_end")
def _forget(session: AppSession, transaction: SessionTransaction) -> None:
    """Let nothing of a transaction reach the session's next one, also when the session is only closed."""
    if transaction.parent is None:
        for name in ("touched", "unnumbered", "unfinished"):
            session.info.pop(name, None)


def touch(session: Session, row: Versioned) -> None:
    """Mark a row (new or changed) so that the commit numbers it."""
    row.version = None
    session.info.setdefault("touched", set()).add(type(row))


def present_version(session: Session | Connection) -> int:
    """Return the number of the last transaction that changed anything which is numbered; 0 before the first one."""
    return session.scalar(select(VersionCounter.value)) or 0


def move_version(session: Session, *, everything: bool = False) -> None:
    """Let the commit raise the version though it numbers no row: what is kept in memory is compared with the data.

    `everything` has it built anew, as the rows that changed cannot be found by their versions.
    """
    session.info.setdefault("touched", set())
    session.info["unnumbered"] = everything or session.info.get("unnumbered", False)


def _number(session: Session) -> None:
    """Give all touched rows the next number, in one step just before the commit."""
    touched: set[type[Any]] | None = session.info.pop("touched", None)
    if touched is None:
        return
    is_unnumbered = session.info.pop("unnumbered", False)
    next_value = VersionCounter.value + 1
    # Makes the row too: the first two transactions may be at it at once.
    first = insert_into(session, VersionCounter).values(id=1, value=1, unnumbered=int(is_unnumbered))
    changed = {"value": next_value, **({"unnumbered": next_value} if is_unnumbered else {})}
    raised = first.on_conflict_do_update(index_elements=["id"], set_=changed)
    number = session.scalars(raised.returning(VersionCounter.value)).one()
    for model in sorted(touched, key=lambda model: str(model.__tablename__)):
        session.execute(
            update(model).where(model.version.is_(None)).values(version=number),
            execution_options={"synchronize_session": False},
        )


def insert_into(session: Session, model: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """Return an INSERT that knows ON CONFLICT, which both engines spell alike."""
    return postgresql.insert(model) if _dialect(session) == "postgresql" else sqlite.insert(model)


def _dialect(connection: Session | Connection) -> str:
    return (connection.get_bind() if isinstance(connection, Session) else connection).dialect.name


def once(session: Session, find: Callable[[], Row | None], make: Callable[[], Row]) -> Row:
    """Return what `find` answers, else what `make` adds; if another transaction adds it meanwhile, theirs.

    `make` must flush, so that a unique column can refuse.
    """
    found = find()
    if found is not None:
        return found
    try:
        with session.begin_nested():
            return make()
    except IntegrityError:
        found = find()
        if found is None:
            raise
        return found


def prepare_engine(engine: Engine) -> None:
    """Set up a new engine: on SQLite the pragmas, and transactions that we begin ourselves."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _postgresql_connect)
        return
    path = sqlite_path(engine.url)
    if path is not None:
        _close_to_others(path)
        event.listen(engine, "do_connect", lambda *_connecting: _create_private(path))
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)


def sqlite_path(url: URL) -> Path | None:
    """Return the file of a SQLite database, None for one in memory."""
    name = url.database or ""
    if name.startswith("file:") and url.query.get("uri"):
        name = "" if url.query.get("mode") == "memory" else unquote(urlsplit(name).path)
    return Path(name).resolve() if name not in {"", ":memory:"} else None


def _close_to_others(database: Path) -> None:
    closed = close_files(sqlite_files(database))
    if closed:
        logger.warning("Closed to other accounts of this machine: %s.", ", ".join(str(path) for path in closed))


def _create_private(database: Path) -> None:
    """Make the file before SQLite would, which lets others read it and gives its mode to the files beside it."""
    # What is wrong with the place, SQLite will say.
    with suppress(OSError):
        os.close(create_private(database))


def take_turns(connection: Session | Connection, name: str) -> None:
    """Wait until no other transaction holds this name, and hold it until this one ends.

    For what has no row yet that could be locked. SQLite needs no lock: there, one transaction writes at a time.
    """
    if _dialect(connection) == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def migration_engine(engine: Engine) -> Engine:
    """Return the engine that migrations run on; those that start at the same moment come one after the other.

    SQLite changes a table by copying it and dropping the old one; with foreign keys enforced that would delete the rows
    that refer to it. So they are off there, and checked before each commit instead.
    """
    migrating = create_engine(
        engine.url, execution_options={"sqlite_write": True}, hide_parameters=engine.hide_parameters
    )
    if engine.dialect.name == "sqlite":
        prepare_engine(migrating)
        event.listen(migrating, "connect", _prepare_for_migrations)
        event.listen(migrating, "commit", _check_foreign_keys)
    else:
        event.listen(migrating, "begin", lambda connection: take_turns(connection, MIGRATIONS))
    return migrating


def render_migration_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types into new migrations as what the database has, so that old ones never need our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, AwareUTC) else False


def _prepare_for_migrations(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute(f"PRAGMA busy_timeout={LONGEST_MIGRATION_MS}")
    cursor.close()


def _check_foreign_keys(connection: Any) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise BrokenReferencesError(f"rows refer to rows that are gone: {broken[:5]}")


def _postgresql_connect(connection: Any, _record: ConnectionPoolEntry) -> None:
    """Say what a step to any row costs: hardly more than to the next, as the data are in memory or on a solid disk.

    By PostgreSQL's default, which is four times as much, a month's entries are found by reading all there are.
    """
    was, connection.autocommit = connection.autocommit, True
    connection.execute(f"SET random_page_cost = {RANDOM_PAGE_COST}")
    connection.autocommit = was


def _sqlite_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=10000", "synchronous=NORMAL", "foreign_keys=ON", "cache_size=-8192"):
        cursor.execute(f"PRAGMA {pragma}")  # the usual 2 MiB hold a part of what a feed reads
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    """Choose the write-ahead log; of several who open a new file at once, SQLite sends some away without waiting."""
    for tries_left in reversed(range(WRITE_AHEAD_TRIES)):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if not tries_left:
                raise
            time.sleep(WRITE_AHEAD_PAUSE_SECONDS)
        else:
            return


def _sqlite_begin(connection: Any) -> None:
    options = connection.get_execution_options()
    if options.get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("sqlite_write") else "BEGIN")


db = SQLAlchemy(session_options={"class_": AppSession})
SessionFactory = Callable[[], AppSession]
