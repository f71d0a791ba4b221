"""The application knows every table, so that migrations see them all."""

import subprocess
import sys

from scheduler.db import Base
from tests.plugins.databases import import_tables
from tests.repo.tree import ROOT

PROBE = "import scheduler.app; from scheduler.db import Base; print(*sorted(Base.metadata.tables))"


def test_the_application_imports_every_table():
    import_tables()

    ended = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True)

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
