"""Shows that a leaf can be taken off: copies the checkout without a feature, starts the copy and runs its tests.

    .venv/bin/python -m scripts.remove_leaf feeds [TEST ...]

A leaf is a feature that no other imports. Taken out are its folder, its templates, its tests and the lines that name it
in `app.py`, `worker.py` and `renderers.py`, one import, registration or call each. Of the tests of other features those
modules go that name the leaf or one of its addresses, and what imports these: they try it together with others. Without
TEST, all tests that are left run, but for `LEFT_OUT`.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED: tuple[str, ...] = (
    "asgi.py",
    "bench",
    "config.py",
    "wsgi.py",
    "pyproject.toml",
    "scheduler",
    "scripts",
    "static",
)
COPIED += ("templates", "tests", "translations", "docs", "requirements", "CHANGELOG.md", "CONTRIBUTING.md")
COPIED += ("README.md", "Makefile", "babel.cfg", "package.json", "package-lock.json")
LEFT_OUT = {
    "tests/repo/test_migrations.py": "migrations keep the tables of the leaf, and what is in them",
    "tests/repo/test_audit_acts.py::test_every_registered_act_is_put_on_record_somewhere": "its acts stay on record",
    "tests/repo/test_messages.py": "the catalogue has its texts until `make messages` gathers them anew",
}
"""Tests that say nothing about a copy without the leaf, and why: what a feature has stored stays when it goes."""

ASSEMBLED = ("scheduler/app.py", "scheduler/worker.py", "scheduler/renderers.py")

START = """
import sys
from config import Config
from scheduler.app import create_app
from scheduler.serving.application import asgi_application
from scheduler import worker
app = create_app(Config.from_env({"SCHEDULER_SECRET_KEY": "k" * 40, "SCHEDULER_INSTANCE_DIR": sys.argv[1]}))
with app.app_context():
    app.extensions["alembic"].upgrade()
asgi_application(app, threads=1, proxies=0)
worker.build_worker(app)
client = app.test_client()
for path in sys.argv[2:]:
    answer = client.get(path)
    print(answer.status_code, path)
"""
"""Migrates an empty database, builds what web server and worker build, and prints status and path of each page."""


def remove_leaf(name: str, to: Path) -> None:
    """Copy the checkout into a folder, less one feature."""
    for part in COPIED:
        source = ROOT / part
        if source.is_dir():
            # With what is compiled, which is as old as what it was compiled of: the copy starts faster.
            shutil.copytree(source, to / part)
        else:
            shutil.copy(source, to / part)
    for gone in (f"scheduler/{name}", f"templates/{name}", f"templates/emails/{name}", f"tests/{name}"):
        if (to / gone).exists():
            shutil.rmtree(to / gone)
    named = re.compile(rf"\b{name}\b|\b{_letters(name)}\b|{_classes(to, name)}")
    for module in ASSEMBLED:
        path = to / module
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not named.search(line)), encoding="utf-8")
    _remove_tests(to / "tests", re.compile(rf"scheduler\.{name}\b|[\"'/]{name}[./\"']"))


def _letters(name: str) -> str:
    """Return under which name `renderers.py` imports how the mail of a feature is written."""
    return f"{name.removesuffix('s')}_letters"


def _classes(to: Path, name: str) -> str:
    """Return the names that these modules import from the feature, as a pattern."""
    text = "".join((to / module).read_text(encoding="utf-8") for module in ASSEMBLED)
    lists = re.findall(rf"from scheduler\.{name}\b\S* import (.+)", text)
    names = {part.split(" as ")[-1].strip() for names in lists for part in names.split(",")}
    return "|".join(rf"\b{one}\b" for one in sorted(names)) or "(?!)"


def _remove_tests(tests: Path, named: re.Pattern[str]) -> None:
    """Take out modules that name the leaf, and those that import one that is gone."""
    texts = {path: path.read_text(encoding="utf-8") for path in tests.rglob("*.py")}
    left = {path: _modules_in(text) for path, text in texts.items()}
    kept_always = {tests / "conftest.py", *(tests / "plugins").glob("*.py")}
    gone = [path for path, text in texts.items() if named.search(text) and path not in kept_always]
    while gone:
        for path in gone:
            path.unlink()
            del left[path]
        modules = {".".join(path.relative_to(tests.parent).with_suffix("").parts) for path in gone}
        # What is left of a folder whose fixtures are gone cannot run.
        bare = {path.parent for path in gone if path.name == "conftest.py"}
        gone = [path for path, mentioned in left.items() if mentioned & modules or bare & set(path.parents)]


def _modules_in(text: str) -> set[str]:
    """Return every module of tests that a text names, and the packages that it stands in."""
    names = (name.split(".") for name in re.findall(r"\btests(?:\.\w+)+", text))
    return {".".join(parts[:length]) for parts in names for length in range(1, len(parts) + 1)}


def start(folder: Path, instance: Path, *pages: str) -> list[str]:
    """Start the application of a copy on an empty database; return a line for each page: status and path.

    Raises:
        RuntimeError: it does not start; says what the program said last.
    """
    command = [sys.executable, "-c", START, str(instance), *pages]
    done = subprocess.run(command, cwd=folder, env=_environment(), check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SCHEDULER_")}
    return kept | {"PYTHONTZPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}


def main() -> int:
    """Remove, start, test."""
    parser = argparse.ArgumentParser(description="Show that the rest works without a feature.")
    parser.add_argument("name")
    parser.add_argument("tests", nargs="*")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "checkout"
        folder.mkdir()
        remove_leaf(asked.name, folder)
        print(*start(folder, Path(made) / "instance", "/", "/calendar", "/login"), sep="\n")
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        left_out = (f"--deselect={test}" for test in LEFT_OUT)
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *left_out, *asked.tests]
        return subprocess.run(command, cwd=folder, env=_environment(), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
