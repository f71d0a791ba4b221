"""What the style sheets say of colours: rules, what their colours come to by day and by night, and WCAG's contrast."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from tests.repo.tree import ROOT

FOLDER = ROOT / "static" / "css"
FILES = [FOLDER / "tokens.css", FOLDER / "bootstrap-theme.css", FOLDER / "base.css"]
SHEETS: list[Path] = [*FILES, *sorted((FOLDER / "components").glob("*.css"))]
SCHEMES = ("day", "night")

Colour = tuple[float, float, float]

_PIECE = re.compile(r"/\*.*?\*/|[{};]|[^{};/]+|/", re.DOTALL)
_NAMED = {"white": "#ffffff", "black": "#000000"}
_NONE = frozenset({"none", "transparent", "inherit", "currentcolor", "0", "initial", "unset"})
_PSEUDO = re.compile(r"::?[\w-]+(\([^)]*\))?|\[[^\]]*\]")


@dataclass(frozen=True)
class Rule:
    """A rule of a style sheet: one selector, and what it declares."""

    selector: str
    declared: Mapping[str, str]

    def value(self, *names: str) -> str | None:
        """Return the colour that it gives to the first of these properties, if it gives one."""
        for name in names:
            found = self.declared.get(name, "").removesuffix("!important").strip()
            if found and found.lower() not in _NONE and "url(" not in found and "gradient" not in found:
                return found
        return None


def rules(sheets: Sequence[Path] = tuple(SHEETS)) -> list[Rule]:
    """Return every rule for screens, one for each selector."""
    return [one for sheet in sheets for one in _rules(sheet.read_text(encoding="utf-8"))]


def _rules(css: str) -> Iterator[Rule]:
    heads: list[str] = []
    declared: dict[str, str] = {}
    text = ""
    for piece in _PIECE.findall(css):
        if piece.startswith("/*"):
            continue
        if piece == "{":
            heads.append(" ".join(text.split()))
            text, declared = "", {}
        elif piece in ";}":
            name, colon, value = text.partition(":")
            if colon:
                declared[name.strip()] = " ".join(value.split())
            text = ""
            if piece == "}":
                head = heads.pop()
                if not head.startswith("@") and not any(re.search(r"print|forced-colors", one) for one in heads):
                    yield from (Rule(one.strip(), declared) for one in re.split(r",(?![^(]*\))", head))
                declared = {}
        else:
            text += piece


def ancestors(selector: str) -> Iterator[str]:
    """Yield a selector, itself without states, and those of what it stands in, the nearest first."""
    compounds = re.split(r"\s*[>+~]\s*|\s+", _PSEUDO.sub("", selector.replace(":is(", " ").replace(")", "")))
    yield selector
    yield _PSEUDO.sub("", selector).strip()
    for length in range(len(compounds), 0, -1):
        # Of what stands in something, its classes alone, one by one.
        yield from re.findall(r"[.#]?[\w-]+", compounds[length - 1])


class Palette:
    """What expressions of colours come to; a custom property of components may be any of those that a rule gives it."""

    def __init__(self, found: Sequence[Rule]) -> None:
        self._values: dict[str, set[str]] = {}
        for rule in found:
            for name, value in rule.declared.items():
                if name.startswith("--"):
                    self._values.setdefault(name, set()).add(value)

    def colours(self, expression: str, scheme: str) -> set[Colour]:
        """Return every colour that an expression may come to.

        Raises:
            ValueError: it is no colour.
        """
        text = _NAMED.get(expression, expression).strip()
        if match := re.fullmatch(r"var\((--[\w-]+)(?:,.*)?\)", text):
            if match[1] not in self._values:
                raise ValueError(text)
            return {colour for value in self._values[match[1]] for colour in self.colours(value, scheme)}
        if match := re.fullmatch(r"light-dark\((.+?),\s*([^,]+)\)", text):
            return self.colours(match[1 + SCHEMES.index(scheme)], scheme)
        if match := re.fullmatch(r"color-mix\(in srgb, (.+?) (\d+)%, (.+)\)", text):
            pairs = product(self.colours(match[1], scheme), self.colours(match[3], scheme))
            return {_mixed(first, second, int(match[2]) / 100) for first, second in pairs}
        if match := re.fullmatch(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text):
            digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
            return {(int(digits[:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:], 16) / 255)}
        raise ValueError(text)


def _mixed(first: Colour, second: Colour, share: float) -> Colour:
    red, green, blue = (one * share + other * (1 - share) for one, other in zip(first, second, strict=True))
    return red, green, blue


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast of two colours (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
