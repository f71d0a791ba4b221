"""A kind of thing is one file and one line: no file is forgotten, none goes untested."""

import ast
import re
from pathlib import Path

import pytest

from tests.repo.tree import PACKAGE, ROOT, parsed

FOLDERS = (
    "observances/rules",
    "content/channels",
    "content/checks",
    "content/exports",
    "content/plan_files",
    "agenda/filters",
    "feeds/formats",
    "reminders/kinds",
    "playbooks/shipped",
)
NO_KIND = {"__init__", "protocol", "registry"}
# What kinds are made of.
MATERIAL = {"content/exports/word_document.py", "feeds/formats/markup.py", "reminders/kinds/participating.py"}


def is_kind(path: Path) -> bool:
    """Kinds never look into the registry; what does so works on all of them."""
    if path.relative_to(PACKAGE).as_posix() in MATERIAL:
        return False
    return path.stem not in NO_KIND and ".registry import" not in path.read_text(encoding="utf-8")


KINDS = [(folder, path.stem) for folder in FOLDERS for path in sorted((PACKAGE / folder).glob("*.py")) if is_kind(path)]


def registered(folder: str) -> set[str]:
    """Return the files whose names the registry imports."""
    package = f"scheduler.{folder.replace('/', '.')}"
    imports = [node for node in ast.walk(parsed(PACKAGE / folder / "registry.py")) if isinstance(node, ast.ImportFrom)]
    modules = {node.module.removeprefix(f"{package}.") for node in imports if node.module and node.module != package}
    return modules | {alias.name for node in imports if node.module == package for alias in node.names}


def files_about(folder: str, kind: str) -> list[str]:
    package = re.escape(f"scheduler.{folder.replace('/', '.')}")
    imported = re.compile(rf"{package}\.{kind}\b|{package} import [^\n]*\b{kind}\b")
    return [
        path.name
        for path in (ROOT / "tests" / folder.split("/", maxsplit=1)[0]).rglob("test_*.py")
        if path.stem.startswith(f"test_{kind}") or imported.search(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("folder", "kind"), KINDS)
def test_every_kind_is_registered(folder, kind):
    assert kind in registered(folder)


@pytest.mark.parametrize(("folder", "kind"), KINDS)
def test_every_kind_has_a_test(folder, kind):
    assert files_about(folder, kind) != []
