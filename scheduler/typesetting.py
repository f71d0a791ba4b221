"""What all files that Typst sets have in common: the fonts, how text reaches it, and what kind of PDF comes out.

What was typed goes in as string literals alone, so nothing in a text can become code.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

# Typst and the reader of fonts take 8 MiB in each process, so they are loaded by the first file that is set.
if TYPE_CHECKING:
    import typst

FONTS = Path(__file__).resolve().parents[1] / "static" / "vendor"
"""Where set-up puts the fonts, as `DejaVuSerif-Bold.<hash>.ttf`; Typst reads static TrueType alone."""

Source = TypeVar("Source", bytes, Path)
"""Typst source itself, or where it is."""

BYTE_ORDER_MARK = "\ufeff"
UPRIGHT = frozenset[str]()
_FILES = {
    UPRIGHT: ("DejaVuSerif", "DejaVuSans"),
    frozenset({"strong"}): ("DejaVuSerif-Bold", "DejaVuSans-Bold"),
    frozenset({"em"}): ("DejaVuSerif-Italic", "DejaVuSans-Oblique"),
    frozenset({"strong", "em"}): ("DejaVuSerif-BoldItalic", "DejaVuSans-BoldOblique"),
}
"""By style the fonts that have it, the first that has a character sets it."""


def clean(text: str) -> str:
    """Return a text without what is no character and has no form, but for line ends."""
    return "".join(char for char in text if char == "\n" or not _is_formless(char))


def _is_formless(char: str) -> bool:
    return char == BYTE_ORDER_MARK or unicodedata.category(char) in {"Cc", "Cs", "Cn", "Co"}


def literal(text: str) -> str:
    """Return a text as a string of Typst's."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def pdf_of(source: Source, *, root: Source | None = None) -> bytes:
    """Return Typst source as a PDF for screen readers too (PDF/UA-1); pictures are read from `root` alone.

    A file of its own time would differ at each download: it has none.
    """
    import typst  # noqa: PLC0415

    return typst.compile(source, root=root, font_paths=_fonts(), format="pdf", pdf_standards="ua-1", timestamp=0)


@cache
def _fonts() -> "typst.Fonts":
    """Return the fonts that set-up has put there, and no others."""
    import typst  # noqa: PLC0415

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def is_set(char: str, style: frozenset[str] = UPRIGHT) -> bool:
    """Say whether the fonts have a character in a style, a set of `strong` and `em`."""
    # What joins, parts or turns letters is not drawn; nor is a line end.
    return ord(char) in _characters(style) or char == "\n" or unicodedata.category(char) in {"Cf", "Zl", "Zp"}


@cache
def _characters(style: frozenset[str]) -> frozenset[int]:
    """Return what the fonts of a style have between them.

    Raises:
        FileNotFoundError: set-up has not put them there.
    """
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    found = set[int]()
    for name in _FILES[style]:
        path = next(FONTS.glob(f"{name}.*.ttf"), None)
        if path is None:
            raise FileNotFoundError(f"the font {name} is not in {FONTS}: run `make setup`")
        with TTFont(path, lazy=True) as font:
            found |= font.getBestCmap().keys()
    return frozenset(found)
