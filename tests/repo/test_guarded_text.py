"""Text under a guard is loaded in few known modules, where the guard is applied."""

import ast
from pathlib import Path

from scheduler.db import Base
from tests.plugins.databases import import_tables
from tests.repo.tree import PACKAGE, parsed, python_files, relative

# What everyone may select through the agenda's own clauses.
ENTRIES = {"entry", "guard_organisation", "guard_person", "guard_period", "guard_period_reader"}
# What stands beside `queries/` and `reading.py`; each applies the guard or is for services.
PLACES = {
    "scheduler/campaigns/services/locking.py",
    "scheduler/content/services/revisions.py",
}
LOADERS = {"exists", "get", "get_one", "join", "outerjoin", "query", "select"}


def guarded_models() -> set[str]:
    """Return the classes whose rows point to a guard, or to a row that does."""
    import_tables()
    tables = Base.metadata.tables.values()
    guarded = {table.name for table in tables if "guard_id" in table.columns} - ENTRIES
    while (
        found := {table.name for table in tables if any(key.column.table.name in guarded for key in table.foreign_keys)}
        - guarded
    ):
        guarded |= found
    return {mapper.class_.__name__ for mapper in Base.registry.mappers if str(mapper.local_table) in guarded}


def loaded(call: ast.Call) -> set[str]:
    """Return the names of the classes that a query or a lookup asks for."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in LOADERS:
        return set()
    roots = [node.value if isinstance(node, ast.Attribute) else node for node in call.args]
    return {node.id for node in roots if isinstance(node, ast.Name)}


def may_load(path: Path) -> bool:
    return path.name == "reading.py" or path.parent.name == "queries" or relative(path) in PLACES


def test_guarded_rows_are_loaded_in_reading_alone():
    models = guarded_models()
    elsewhere = [
        f"{relative(path)}:{call.lineno} {', '.join(sorted(loaded(call) & models))}"
        for path in python_files("scheduler")
        if path.is_relative_to(PACKAGE) and not may_load(path)
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call) and loaded(call) & models
    ]

    assert {"Item", "ItemVersion"} <= models
    assert elsewhere == []
