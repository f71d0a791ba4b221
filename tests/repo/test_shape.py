"""Files stay small, named after their subject, and packages start nothing when they are imported."""

import ast

import pytest

from tests.repo.tree import PACKAGE, functions, length, lines, parsed, python_files, relative

FUNCTION_LINES = 50
VIEW_LINES = 25
MODULE_LINES = 400
TEST_FILE_LINES = 300
DRAWERS = {"base", "common", "core", "helpers", "misc", "shared", "util", "utils"}
CODE = ("scheduler", "scripts", "bench", "tests")


def test_functions_are_short():
    long = [
        f"{relative(path)}:{node.lineno} {node.name}: {length(node)} lines"
        for path in python_files(*CODE)
        for node in functions(parsed(path))
        if length(node) > FUNCTION_LINES
    ]

    assert long == []


def test_views_are_short():
    views = [*PACKAGE.glob("*/views.py"), *PACKAGE.glob("*/views/*.py")]
    long = [
        f"{relative(path)}:{node.lineno} {node.name}: {length(node)} lines"
        for path in views
        for node in functions(parsed(path))
        if length(node) > VIEW_LINES
    ]

    assert long == []


@pytest.mark.parametrize(
    ("folders", "limit"), [(("scheduler", "scripts", "bench"), MODULE_LINES), (("tests",), TEST_FILE_LINES)]
)
def test_modules_are_short(folders, limit):
    assert [f"{relative(path)}: {lines(path)} lines" for path in python_files(*folders) if lines(path) > limit] == []


def test_modules_are_named_after_their_subject():
    assert [relative(path) for path in python_files(*CODE) if path.stem in DRAWERS or path.parent.name in DRAWERS] == []


def test_packages_are_packages_and_their_init_is_a_docstring():
    folders = {path.parent for path in python_files("scheduler")}
    without_init = [relative(folder) for folder in folders if not (folder / "__init__.py").exists()]
    with_code = [
        relative(folder)
        for folder in folders
        if (folder / "__init__.py").exists() and not is_docstring(parsed(folder / "__init__.py"))
    ]

    assert (sorted(without_init), sorted(with_code)) == ([], [])


def is_docstring(tree: ast.Module) -> bool:
    return len(tree.body) == 1 and bool(ast.get_docstring(tree))


def test_what_domain_and_services_offer_is_explained():
    layers = {"domain", "services", "services.py"}
    silent = [
        f"{relative(path)}:{node.lineno} {node.name}"
        for path in python_files("scheduler")
        if layers & set(path.parts)
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]

    assert silent == []
