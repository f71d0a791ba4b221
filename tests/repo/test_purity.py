"""Domain code can be imported, used and tested without the web, the database or the clock."""

import subprocess
import sys

from tests.repo.tree import PACKAGE, ROOT, module_name, python_files

PURE_FOLDERS = ("domain", "rules", "channels", "checks", "exports")
IMPURE = (
    "flask",
    "flask_babel",
    "sqlalchemy",
    "werkzeug",
    "jinja2",
    "scheduler.db",
    "scheduler.clock",
    "scheduler.web",
)

PROBE = """
import importlib, sys
modules, impure = sys.argv[1].split(), set(sys.argv[2].split())
for module in modules:
    importlib.import_module(module)
    if loaded := impure & set(sys.modules):
        sys.exit(f"{module} loads {', '.join(sorted(loaded))}")
"""


def pure_modules() -> list[str]:
    folders = [path for name in PURE_FOLDERS for path in PACKAGE.glob(f"*/{name}")] + [PACKAGE / "dates"]
    return [module_name(path) for folder in folders for path in python_files(str(folder.relative_to(ROOT)))]


def test_domain_loads_neither_web_nor_database_nor_clock():
    modules = pure_modules()
    command = [sys.executable, "-c", PROBE, " ".join(modules), " ".join(IMPURE)]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert len(modules) > 10
    assert (ended.returncode, ended.stderr) == (0, "")
