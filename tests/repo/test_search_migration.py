"""What was stored before the search folded is folded by the worker, and the way back restores the older form."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, MetaData, Table, event, select

from scheduler.agenda.jobs import rewrite_parts
from scheduler.clock import SystemClock
from scheduler.db import db
from scheduler.folding import fold
from scheduler.legislation.domain.naming import bill_key
from scheduler.legislation.jobs import refold_bills
from scheduler.observances.jobs import refold_observances
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database
from tests.test_folding import PAIRS

__all__ = ["bare_app", "empty_database"]

# SQLite cannot tell what an index on an expression is about.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")

REVISION = "0012"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2027, 7, 30)
TITLES = (
    "Journée de la Méditerranée",
    "World Children’s Day — H.R. 3921",
    "か\u3099いこく ＷＯＲＬＤ",
    "مكافحة الاِتِّجَار بالأشخاص ٣٠",
    "Łódź, Đấu tranh, ΟΔΟΣ, м’яч",
)
EVERY_TEXT = tuple(text for pair in PAIRS for text in pair)
MANY = 520
"""More rows than the migration reads at once."""


def move(app: Flask, *, up: bool) -> None:
    """Go to just after, or to just before, the migration."""
    with app.app_context():
        alembic(app).upgrade(REVISION) if up else alembic(app).downgrade()


def write(app: Flask, table: str, *rows: dict[str, Any]) -> None:
    """Insert rows with what every column of the table needs."""
    with app.app_context():
        metadata = MetaData()
        known = Table(table, metadata, autoload_with=db.engine)
        with db.engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
            for row in rows:
                connection.execute(known.insert().values(_whole(known, row)))


def _whole(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    plain: dict[type, object] = {str: "", int: 0, bool: False, datetime: LONG_AGO, bytes: b"", dict: {}, list: []}
    needed = [column for column in table.columns if not column.nullable and column.server_default is None]
    return {column.name: plain[column.type.python_type] for column in needed if column.name not in values} | values


def stored(app: Flask, table: str, column: str = "search_text") -> list[str]:
    with app.app_context():
        known = Table(table, MetaData(), autoload_with=db.engine)
        with db.engine.connect() as connection:
            return [str(one) for one in connection.scalars(select(known.c[column]).order_by(known.c.id))]


def upgrade_and_work(app: Flask) -> None:
    """Go on to today's schema, if that is another one, and let the worker's jobs run that fold."""
    with app.app_context():
        alembic(app).upgrade()
    with app.app_context():
        rewrite_parts(db.sessionmaker, SystemClock(), {}, ())
        refold_observances(db.sessionmaker)
        refold_bills(db.sessionmaker)
    with app.app_context():
        alembic(app).downgrade(REVISION)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what is said to any database."""
    executed: list[str] = []

    def collect(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        executed.append(statement)

    event.listen(Engine, "before_cursor_execute", collect)
    yield executed
    event.remove(Engine, "before_cursor_execute", collect)


@pytest.mark.engines("postgresql")
@pytest.mark.usefixtures("empty_database")
@pytest.mark.parametrize("revision", ["0011", "0012"])
def test_no_row_is_filled_while_a_table_is_closed_to_readers(bare_app: Flask, revision: str) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade(revision)
    with bare_app.app_context():
        alembic(bare_app).downgrade()
    write(bare_app, "bill", {"id": 1, "key": "k", "number": "N° 12"})

    with statements() as executed, bare_app.app_context():
        alembic(bare_app).upgrade(revision)

    first = next(n for n, one in enumerate(executed) if one.startswith("ALTER TABLE"))
    filled = [one for one in executed[first:] if one.startswith("UPDATE") and "alembic_version" not in one]
    assert filled == []
    assert not [one for one in executed if one.startswith("UPDATE") and "search_text" in one]


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_every_text_is_folded_and_unfolded(bare_app: Flask) -> None:
    move(bare_app, up=True)
    move(bare_app, up=False)
    write(bare_app, "guard", {"id": 1})
    day = {"guard_id": 1, "status": "confirmed", "starts_on": DAY, "ends_on": DAY, "facts": {}}
    write(
        bare_app,
        "entry",
        *(
            day | {"id": n, "uid": f"u{n}", "source_id": n, "title": title, "tags": ["#Évalué"]}
            for n, title in enumerate(TITLES, 1)
        ),
    )
    plain: dict[str, Any] = {"topics": [], "sources": [], "rule_params": {}}
    write(
        bare_app,
        "observance",
        *(plain | {"id": n, "slug": f"s{n}", "name": t, "hashtags": []} for n, t in enumerate(TITLES, 1)),
    )
    write(bare_app, "bill", *({"id": n, "key": f"k{n}", "title": t} for n, t in enumerate(TITLES, 1)))

    move(bare_app, up=True)
    upgrade_and_work(bare_app)
    assert stored(bare_app, "entry") == [f"{fold(title)}\n\n\n#evalue" for title in TITLES]
    assert stored(bare_app, "observance") == [f"{fold(title)}\n\n\n" for title in TITLES]
    assert [text.split("\n")[2] for text in stored(bare_app, "bill")] == [fold(title) for title in TITLES]

    move(bare_app, up=False)
    assert stored(bare_app, "entry") == [f"{title.casefold()}\n\n\n#évalué" for title in TITLES]
    assert [text.split("\n")[2] for text in stored(bare_app, "bill")] == [title.casefold() for title in TITLES]


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_more_rows_than_are_read_at_once_are_all_written_back(bare_app: Flask) -> None:
    move(bare_app, up=True)
    titles = [f"É {n}" for n in range(1, MANY + 1)]
    write(bare_app, "bill", *({"id": n, "key": f"k{n}", "title": title} for n, title in enumerate(titles, 1)))

    move(bare_app, up=False)

    assert [text.split("\n")[2] for text in stored(bare_app, "bill")] == [title.casefold() for title in titles]


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_keys_of_the_migration_are_those_of_today(bare_app: Flask) -> None:
    move(bare_app, up=True)
    move(bare_app, up=False)
    written = list(enumerate(dict.fromkeys(EVERY_TEXT), 1))
    write(
        bare_app, "bill", *({"id": n, "key": f"k{n}", "jurisdiction": text, "number": f"A {n}"} for n, text in written)
    )

    move(bare_app, up=True)

    assert stored(bare_app, "bill", "key") == [bill_key(text, f"A {n}") for n, text in written]


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_bills_that_are_the_same_now_are_kept_and_told_apart(bare_app: Flask) -> None:
    numbers = ("N° 12", "Nº 12", "1/2345", "C-12", "C/12")
    move(bare_app, up=True)
    move(bare_app, up=False)
    rows = (
        {"id": n, "key": f"k{n}", "jurisdiction": "Assemblée", "number": number} for n, number in enumerate(numbers, 1)
    )
    write(bare_app, "bill", *rows)

    move(bare_app, up=True)
    keys = [bill_key("Assemblée", number) for number in numbers]
    assert stored(bare_app, "bill", "key") == [keys[0], f"{keys[1]}#2", keys[2], keys[3], f"{keys[4]}#5"]

    move(bare_app, up=False)
    assert stored(bare_app, "bill", "key") == [
        "assemblée|n12",
        "assemblée|nº12",
        "assemblée|12345",
        "assemblée|c12",
        "assemblée|c12#5",
    ]
