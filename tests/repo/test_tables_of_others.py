"""A feature asks for rows of other features in its queries and services alone, never in views, presenters or mail."""

import ast

from scheduler.db import Base
from tests.plugins.databases import import_tables
from tests.repo.tree import PACKAGE, parsed, python_files, relative

PLACES = {"filters", "kinds", "models", "queries", "reading", "services", "visibility_sql"}
"""Where a feature asks the database."""

ABOVE = {"backup", "cli", "demo", "outbox"}
"""What makes or reads whole databases, and the outbox, all of which is service."""

LOCK = "lock_row"


def mapped() -> dict[str, set[str]]:
    """Return the classes with a table, by the module that defines them."""
    import_tables()
    found: dict[str, set[str]] = {}
    for mapper in Base.registry.mappers:
        found.setdefault(mapper.class_.__module__, set()).add(mapper.class_.__name__)
    return found


def tables_of_others(tree: ast.Module, feature: str, tables: dict[str, set[str]]) -> set[str]:
    """Return the classes that a module imports from the models of other features."""
    return {
        name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and not node.module.startswith(f"scheduler.{feature}.")
        for name in node.names
        if name.name in tables.get(node.module, ())
    }


def asked_for(tree: ast.Module, names: set[str]) -> set[str]:
    """Return those of the classes whose columns are named, or that are handed to a call; hints of types are neither."""
    columns = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    handed = {
        argument
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id == LOCK)
        for argument in node.args
    }
    return {node.id for node in columns | handed if isinstance(node, ast.Name)} & names


def askers() -> dict[str, set[str]]:
    tables, found = mapped(), {}
    for path in python_files("scheduler"):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if len(parts) > 1 and parts[0] not in ABOVE and parts[1] not in PLACES:
            tree = parsed(path)
            if asked := asked_for(tree, tables_of_others(tree, parts[0], tables)):
                found[relative(path)] = asked
    return found


def test_tables_of_other_features_are_asked_for_in_queries_and_services():
    assert askers() == {}


def test_what_is_looked_for_is_found():
    tables = {"scheduler.agenda.models": {"Guard", "Entry", "Follow"}}
    module = ast.parse(
        "from scheduler.agenda.models import Entry, Follow, Guard\n"
        "def show(session, guard: Guard):\n    lock_row(session, Follow, 1)\n    return select(Entry.id)\n"
    )

    assert asked_for(module, tables_of_others(module, "content", tables)) == {"Entry"}
    assert tables_of_others(module, "agenda", tables) == set()
