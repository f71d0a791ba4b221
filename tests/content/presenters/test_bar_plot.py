"""Bars are well-formed SVG whatever the names are, say in words what they show, and carry no style or script."""

from xml.etree import ElementTree as ET

import pytest

from scheduler.content.presenters.bar_plot import WIDTH, Bar, Part, bar_plot

NAMES = ("<script>&\"'", "x" * 200, "منظمة العمل المشترك", "\x00\x0b\ud800\ufffe", "")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", NAMES)
def test_any_name_makes_a_well_formed_file(name: str) -> None:
    bars = [Bar(name, "1 of 3", (Part("a", "#000000", 1, name), Part("b", "#ffffff", 2, "two")))]

    root = ET.fromstring(bar_plot(name, name, bars, ident="plot", standalone=True))

    assert root.get("role") == "img"
    assert [root.find(f"{SVG}{part}") is not None for part in ("title", "desc", "script", "style")] == [True] * 2 + [
        False
    ] * 2


def test_bars_are_as_long_as_what_they_stand_for_and_stay_within() -> None:
    bars = [Bar("a", "", (Part("a", "", 30, ""), Part("b", "", 10, ""))), Bar("b", "", (Part("a", "", 20, ""),))]

    root = ET.fromstring(bar_plot("t", "d", bars, ident="plot"))
    first, second, third = [(int(one.get("x", 0)), int(one.get("width", 0))) for one in root.iter("rect")]

    assert first[1] + 2 == pytest.approx(3 * (second[1] + 2), abs=2)
    assert third[1] + 2 == pytest.approx((WIDTH - 8) / 2, abs=2)
    assert sum(second) <= WIDTH
    assert "style" not in bar_plot("t", "d", bars, ident="plot")


def test_nothing_to_draw_is_no_error() -> None:
    assert ET.fromstring(bar_plot("t", "d", (), ident="plot")).find("title") is not None
