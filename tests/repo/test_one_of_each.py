"""What several features do alike is done by one thing, not by one of each feature."""

import ast

from tests.repo.tree import parsed, python_files, relative

STALE = {"scheduler/rows.py": ["StaleEditError"], "scheduler/web/errors.py": ["StaleFormError"]}
"""A row that changed since the page was made, and a form whose session or token is over."""


def test_one_error_says_that_a_row_has_changed_since():
    found: dict[str, list[str]] = {}
    for path in python_files("scheduler"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef) and node.name.startswith("Stale"):
                found.setdefault(relative(path), []).append(node.name)

    assert found == STALE
