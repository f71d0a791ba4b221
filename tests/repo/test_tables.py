"""The application knows every table, so that migrations see them all."""

from scheduler.db import Base
from tests.plugins.databases import import_tables
from tests.plugins.forked import run_forked

PROBE = "import scheduler.app; from scheduler.db import Base; print(*sorted(Base.metadata.tables))"


def test_the_application_imports_every_table():
    import_tables()

    # What it is forked from has loaded the application and nothing else.
    ended = run_forked(["-c", PROBE])

    assert ended.stdout.split() == sorted(Base.metadata.tables)


def test_every_instant_is_aware_and_every_constraint_has_a_name():
    import_tables()
    unnamed = [
        f"{table.name}: {type(constraint).__name__}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None and len(getattr(constraint, "columns", [])) > 0
    ]

    assert unnamed == []
