"""Session, column types and the commit that numbers changes; knows no feature."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, TypeVar

from flask import has_request_context, request
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, String, create_engine, event, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator
from typing_extensions import override

Row = TypeVar("Row")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


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
    """The one counter whose numbers stand in commit order."""

    __tablename__ = "version_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


class Versioned:
    """A row that carries the number of the transaction that last changed it; NULL until that commits."""

    version: Mapped[int | None] = mapped_column(index=True, default=None)


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
        self.flush()
        _number(self)
        super().commit()

    @override
    def rollback(self) -> None:
        self.info.pop("touched", None)
        super().rollback()


def touch(session: Session, row: Versioned) -> None:
    """Mark a row (new or changed) so that the commit numbers it."""
    row.version = None
    session.info.setdefault("touched", set()).add(type(row))


def _number(session: Session) -> None:
    """Give all touched rows the next number, in one step just before the commit."""
    touched: set[type[Any]] = session.info.pop("touched", set())
    if not touched:
        return
    number = session.execute(_next_number(session)).scalar_one()
    for model in sorted(touched, key=lambda model: str(model.__tablename__)):
        session.execute(
            update(model).where(model.version.is_(None)).values(version=number),
            execution_options={"synchronize_session": False},
        )


def _next_number(session: Session) -> Any:
    """The counter moves in one statement, the first time too: two who begin at once would both add its row."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    first = make(VersionCounter).values(id=1, value=1)
    moved = first.on_conflict_do_update(index_elements=["id"], set_={"value": VersionCounter.value + 1})
    return moved.returning(VersionCounter.value)


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
        return
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)


def migration_engine(engine: Engine) -> Engine:
    """Return the engine that migrations run on.

    SQLite changes a table by copying it and dropping the old one; with foreign keys enforced that would delete the rows
    that refer to it. So they are off there, and checked before each commit instead.
    """
    if engine.dialect.name != "sqlite":
        return engine
    unforced = create_engine(engine.url, execution_options={"sqlite_write": True})
    prepare_engine(unforced)
    event.listen(unforced, "connect", _foreign_keys_off)
    event.listen(unforced, "commit", _check_foreign_keys)
    return unforced


def render_migration_item(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types into new migrations as what the database has, so that old ones never need our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, AwareUTC) else False


def _foreign_keys_off(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _check_foreign_keys(connection: Any) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise BrokenReferencesError(f"rows refer to rows that are gone: {broken[:5]}")


def _sqlite_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Any) -> None:
    write = connection.get_execution_options().get("sqlite_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


db = SQLAlchemy(session_options={"class_": AppSession})

SessionFactory = Callable[[], AppSession]
