"""Colours are readable by day and by night (WCAG 2.2: 4.5 for text, 3 for marks and edges)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
COLOURS = {name: (day, night) for name, day, night in PAIR.findall((CSS / "tokens.css").read_text())}

GROUNDS = ("paper", "surface", "sunken")
TEXTS = [
    *[(text, ground) for text in ("ink", "ink-soft", "link", "danger", "accent") for ground in GROUNDS],
    *[(tone, f"{tone}-soft") for tone in ("danger", "warning", "good", "agreed", "locked")],
    *[("ink", f"{tone}-soft") for tone in ("danger", "warning", "good", "agreed", "locked", "accent")],
    *[("link", f"{tone}-soft") for tone in ("danger", "warning", "good", "agreed", "locked")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("on-danger", "danger-strong"),
    ("accent-strong", "accent-soft"),
    ("ink-soft", "surface"),
]
MARKS = [
    *[(mark, ground) for mark in ("rule-strong", "focus-on-page") for ground in ("paper", "surface", "sunken")],
    *[
        (f"kind-{kind}", "surface")
        for kind in ("edition", "event", "campaign", "content", "task", "deadline", "milestone")
    ],
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("night", [0, 1])
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_can_be_read(text, ground, night):
    assert contrast(COLOURS[text][night], COLOURS[ground][night]) >= 4.5


@pytest.mark.parametrize("night", [0, 1])
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_mark_can_be_seen(mark, ground, night):
    assert contrast(COLOURS[mark][night], COLOURS[ground][night]) >= 3


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
