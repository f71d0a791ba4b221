"""Colours have names, which are made in one place; directions are logical. What is readable: test_contrast.py."""

import re
from pathlib import Path

CSS = Path(__file__).parents[2] / "static" / "css"


def own_sheets() -> list[Path]:
    return [path for path in CSS.rglob("*.css") if path.name not in {"tokens.css", "print.css"}]


def test_colours_are_named_in_one_place():
    strays = {path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text()) for path in own_sheets()}

    assert {name: found for name, found in strays.items() if found} == {}


def test_every_token_that_is_used_is_made():
    made = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in CSS.rglob("*.css"))))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(path.read_text() for path in CSS.rglob("*.css"))))

    assert used - made == set()


PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)|[{;\s](?:left|right):|(?:text-align|float): (?:left|right)"
)


def test_directions_are_logical():
    assert {path.name: found for path in own_sheets() if (found := PHYSICAL.findall(path.read_text()))} == {}
