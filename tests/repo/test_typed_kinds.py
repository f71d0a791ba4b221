"""What entries are made from, and what acts on record are about, is named by constants, never spelt out."""

import ast
from collections.abc import Iterator

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.audit.subjects import SubjectKind
from tests.repo.tree import parsed, python_files, relative

COLUMNS = {"source_kind", "subject_kind"}


def spelt_out(node: ast.AST) -> Iterator[str]:
    """Return the kinds that a call of `Source` or `record`, or a comparison with such a column, spells out."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Source" and node.args:
        yield from literals([node.args[0]])
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "was_recorded", "forget_names"}:
        yield from literals([part for given in node.args if isinstance(given, ast.Tuple) for part in given.elts[:1]])
    if isinstance(node, ast.Compare) and getattr(node.left, "attr", "") in COLUMNS:
        yield from literals(node.comparators)


def literals(nodes: list[ast.expr]) -> Iterator[str]:
    found = [part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Constant)]
    yield from (
        part.value for part in found if isinstance(part.value, str) and part.value in {*SourceKind, *SubjectKind}
    )


def test_kinds_are_named_by_constants():
    found = {
        (relative(path), kind)
        for path in python_files("scheduler")
        for node in ast.walk(parsed(path))
        for kind in spelt_out(node)
    }

    assert found == set()


def test_a_kind_that_is_spelt_out_is_found():
    code = 'Source("edition", 1); record(session, "act", ("person", 1)); Entry.source_kind == "task"'

    assert sorted(kind for node in ast.walk(ast.parse(code)) for kind in spelt_out(node)) == [
        "edition",
        "person",
        "task",
    ]
