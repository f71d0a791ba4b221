"""Whatever the style sheets put on each other can be read and seen, by day and by night (WCAG 2.2, 1.4.3 and 1.4.11).

axe leaves open what it cannot look through, such as layers, icons and states; here every pair is computed.
"""

import re
from collections.abc import Iterator

import pytest

from tests.web.css_colours import SCHEMES, Palette, Rule, ancestors, contrast, rules

NO_TEXT = {
    ".qr-code": "a picture",
    ".plot-in_time": "part of a plot",
    ".plot-late": "part of a plot",
    ".plot-missing": "part of a plot",
    ".plot-to_come": "part of a plot",
    **{f".plot-mail-{fate}": "part of a plot" for fate in ("sent", "late", "waiting", "failed", "bounced")},
    ".tint-none": "entries of no organisation have no letters",
    'input[type="checkbox"]': "a box",
    'input[type="checkbox"]:checked': "a box",
    'input[type="radio"]': "a box",
    'input[type="radio"]:checked': "a box",
}
"""Where no text stands, though a colour is given."""

ON_THE_BAR = (".menu[open] > summary",)
"""What has its text's colour from the bar at the top."""

NEUTRAL = ("var(--paper)", "var(--surface)", "var(--sunken)")
USUAL = ("var(--ink)", "var(--ink-soft)", "var(--link)")
GROUND = ("background-color", "background")
TEXT, EDGE = 4.5, 3.0
CONTROL = re.compile(r"\.form-(control|select)|\.btn\b|\.btn-|\binput\b|\bselect\b|\btextarea\b")
KINDS = re.compile(r"^--(kind|tint)-[\w]+$")

RULES = rules()
PALETTE = Palette([rule for rule in RULES if rule.selector not in NO_TEXT])
COLOURS: dict[str, list[str]] = {}
GROUNDS: dict[str, list[str]] = {}
for _rule in RULES:
    for _names, _kept in ((("color",), COLOURS), (GROUND, GROUNDS)):
        if _found := _rule.value(*_names):
            _kept.setdefault(_rule.selector, []).append(_found)


def nearest(kept: dict[str, list[str]], selector: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is given to a selector, or to what it stands in."""
    return next((tuple(kept[one]) for one in ancestors(selector) if one in kept), otherwise)


def texts() -> Iterator[tuple[str, str, str]]:
    """Yield selector, colour and ground of all text."""
    for rule in RULES:
        colour, ground = rule.value("color"), rule.value(*GROUND)
        if rule.selector in NO_TEXT or "::" in rule.selector:
            continue
        if colour:
            for under in (ground,) if ground else nearest(GROUNDS, rule.selector, NEUTRAL):
                yield rule.selector, colour, under
        elif ground:
            usual = ("var(--on-bar)",) if rule.selector in ON_THE_BAR else USUAL
            for over in nearest(COLOURS, rule.selector, usual):
                yield rule.selector, over, ground
        yield from _of_bootstrap(rule)


def _of_bootstrap(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """Yield what Bootstrap's own properties pair, such as `--bs-btn-hover-color` and `--bs-btn-hover-bg`."""
    for name in rule.declared:
        if name.startswith("--bs-") and name.endswith("-color") and not name.endswith("border-color"):
            over, under = rule.value(name), rule.value(f"{name.removesuffix('color')}bg")
            if over and under and "disabled" not in name:
                yield f"{rule.selector} {name}", over, under


def edges() -> Iterator[tuple[str, str, str]]:
    """Yield selector, colour and ground of the edges of controls; those that are switched off need none."""
    for rule in RULES:
        for name, value in rule.declared.items():
            if "border" in name and "disabled" not in name and CONTROL.search(rule.selector):
                for colour in re.findall(r"var\(--(?!bs-|corner|space)[\w-]+\)", value):
                    for under in nearest(GROUNDS, rule.selector.rpartition(" ")[0], NEUTRAL):
                        yield rule.selector, colour, under


def too_weak(pairs: Iterator[tuple[str, str, str]], wanted: float) -> list[tuple[str, str, str, str, float]]:
    found = []
    for selector, over, under in pairs:
        for scheme in SCHEMES:
            together = [
                contrast(one, other)
                for one in PALETTE.colours(over, scheme)
                for other in PALETTE.colours(under, scheme)
            ]
            if min(together) < wanted:
                found.append((selector, over, under, scheme, round(min(together), 2)))
    return found


def test_contrast_is_measured_as_wcag_does() -> None:
    grey, white, black = (0x77 / 255,) * 3, (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)

    assert contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.48, abs=0.01)


def test_all_text_can_be_read() -> None:
    assert len(list(texts())) > 300
    assert too_weak(texts(), TEXT) == []


def test_edges_of_controls_can_be_seen() -> None:
    assert len(list(edges())) > 20
    assert too_weak(edges(), EDGE) == []


def test_marks_and_rings_can_be_seen() -> None:
    names = {name for rule in RULES for name in rule.declared if KINDS.match(name)}
    marks = [f"var({name})" for name in sorted(names)] + ["var(--rule-strong)", "var(--focus-on-page)", "var(--locked)"]

    assert len(marks) > 15
    assert too_weak(((mark, mark, under) for mark in marks for under in NEUTRAL), EDGE) == []
    assert too_weak(iter([("ring on the bar", "var(--focus-on-bar)", "var(--bar)")]), EDGE) == []


def test_what_is_left_out_is_there() -> None:
    assert {*NO_TEXT, *ON_THE_BAR} <= {rule.selector for rule in RULES}
