"""What the product imports, it asks for by name: a package that another one brings along may leave with it."""

import ast
import sys
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

from tests.repo.test_locks import asked
from tests.repo.tree import ROOT, parsed, python_files

OWN = {"scheduler", "config", "wsgi"}


def imported(path: Path) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    names = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_every_imported_package_is_asked_for_by_name():
    files = [*python_files("scheduler"), ROOT / "config.py", ROOT / "wsgi.py"]
    found = set().union(*(imported(path) for path in files)) - OWN - set(sys.stdlib_module_names)
    distributions = metadata.packages_distributions()
    packages = {name: {canonicalize_name(of) for of in distributions.get(name, [name])} for name in found}

    assert "flask_login" in found
    assert {name for name, of in packages.items() if not of & set(asked("run"))} == set()
