"""What several features do alike is done by one thing, not by one of each feature."""

import ast

from tests.repo.tree import Function, parsed, python_files, relative

DIFFERENT = {
    # An item in which somebody has no part; a task that is somebody else's.
    "NotYoursError",
    # A letter that a mail server refuses; a request whose body is refused.
    "RefusedError",
}
"""Errors of one name that are two things."""

SHORT = 80
"""Functions that say less than this, as Python writes it, may stand twice."""

ON_THEIR_OWN = {"scheduler/content/channels"}
"""Folders in which each file stands alone, so that nothing else changes with it."""


def defined(kind: type[ast.stmt]) -> list[tuple[str, ast.stmt]]:
    """Return what stands at the top of our modules, with the module."""
    found = ((relative(path), node) for path in python_files("scheduler") for node in parsed(path).body)
    return [(path, node) for path, node in found if isinstance(node, kind)]


def written(function: Function) -> str:
    """Return what a function takes and does, whatever it is called and says of itself."""
    start = 1 if ast.get_docstring(function) is not None else 0
    return "\n".join([ast.unparse(function.args), *(ast.unparse(node) for node in function.body[start:])])


def twice(things: list[tuple[str, str]]) -> dict[str, set[str]]:
    """Return what is found in several modules, of pairs of the module and the thing."""
    places: dict[str, set[str]] = {}
    for path, thing in things:
        places.setdefault(thing, set()).add(path)
    return {thing: paths for thing, paths in places.items() if len(paths) > 1}


def test_an_error_is_defined_once():
    classes = [(path, node.name) for path, node in defined(ast.ClassDef) if isinstance(node, ast.ClassDef)]

    assert twice([found for found in classes if found[1].endswith("Error")]).keys() == DIFFERENT


def test_one_error_says_that_a_row_has_changed_since():
    classes = [(path, node.name) for path, node in defined(ast.ClassDef) if isinstance(node, ast.ClassDef)]

    # And one that a form's session or token is over.
    assert {found for found in classes if found[1].startswith("Stale")} == {
        ("scheduler/rows.py", "StaleEditError"),
        ("scheduler/web/errors.py", "StaleFormError"),
    }


def test_no_function_is_written_twice():
    functions = [
        (path, written(node))
        for path, node in defined(ast.FunctionDef)
        if isinstance(node, ast.FunctionDef) and path.rpartition("/")[0] not in ON_THEIR_OWN
    ]

    assert twice([found for found in functions if len(found[1]) >= SHORT]) == {}


def test_a_function_that_is_written_twice_is_found():
    one, other = (ast.parse(f"def {name}(text):\n    '''{name}'''\n    return text + text").body[0] for name in "ab")
    assert isinstance(one, ast.FunctionDef)
    assert isinstance(other, ast.FunctionDef)

    assert twice([("a.py", written(one)), ("b.py", written(other))]) == {written(one): {"a.py", "b.py"}}
