"""What a step back deletes, read from the migration that takes it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loss:
    """A table that goes, or one column of it."""

    table: str
    column: str | None = None


def losses(source: str) -> list[Loss]:
    """Return the tables and columns that the `downgrade` of a migration drops, in its order.

    Read from the source, as it cannot be tried on a database that has to stay as it is. So names have to be written
    out; `tests/schema/test_downgrade.py` sees to it.
    """
    found: list[Loss] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == "downgrade":
            for statement in node.body:
                found += _dropped(statement, None)
    return found


def _dropped(node: ast.AST, batch_table: str | None) -> Iterator[Loss]:
    if isinstance(node, ast.With):
        batch_table = next(iter(_literals(node.items[0].context_expr)), batch_table)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        literals = _literals(node)
        if node.func.attr == "drop_table" and literals:
            yield Loss(literals[0])
        elif node.func.attr == "drop_column" and batch_table and literals:
            yield Loss(batch_table, literals[0])
        elif node.func.attr == "drop_column" and len(literals) > 1:
            yield Loss(literals[0], literals[1])
    for child in ast.iter_child_nodes(node):
        yield from _dropped(child, batch_table)


def _literals(node: ast.expr) -> list[str]:
    """The plain strings that a call is given, in order."""
    if not isinstance(node, ast.Call):
        return []
    return [
        argument.value
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
