"""A leaf comes off: without feeds, the rest starts and answers."""

import re
from pathlib import Path

from scripts.remove_leaf import ASSEMBLED, remove_leaf, start

PAGES = ("/", "/calendar", "/observances", "/search", "/healthz", "/feeds/public.ics", "/subscribe")


def test_the_rest_starts_and_answers_without_feeds(tmp_path: Path) -> None:
    folder = tmp_path / "checkout"
    folder.mkdir()

    remove_leaf("feeds", folder)

    assert start(folder, tmp_path / "instance", *PAGES) == [
        "200 /",
        "200 /calendar",
        "200 /observances",
        "200 /search",
        "200 /healthz",
        "404 /feeds/public.ics",
        "404 /subscribe",
    ]
    code = [path for path in (folder / "scheduler").rglob("*.py") if "migrations" not in path.parts]
    assert [path for path in code if re.search(r"scheduler\.feeds\b", path.read_text(encoding="utf-8"))] == []
    assert [module for module in ASSEMBLED if "Feed" in (folder / module).read_text(encoding="utf-8")] == []
