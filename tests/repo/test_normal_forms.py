"""Typed text is normalised in one place, which bounds the time that it takes."""

from pathlib import Path

ROOT = Path(__file__).parents[2] / "scheduler"


def test_no_other_module_normalises_text_by_itself() -> None:
    modules = (path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)
    callers = [str(path.relative_to(ROOT)) for path in modules if "unicodedata.normalize(" in path.read_text("utf-8")]

    assert callers == ["normal_forms.py"]
