"""What the styles and lists of a Word file make of a paragraph (ECMA-376, part 1, sections 17.7 and 17.9)."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scheduler.word_files.paragraphs import Role

_HEADING = re.compile(r"heading ([1-9])")
_MOST_PARENTS = 20
MAX_LIST_LEVEL = 8


@dataclass(frozen=True, slots=True)
class Look:
    """How something is set; None where nothing is said of it."""

    role: Role = Role.TEXT
    level: int = 0
    is_bold: bool | None = None
    is_italic: bool | None = None
    is_struck: bool | None = None
    size: int | None = None
    list_id: str | None = None
    list_level: int = 0


def local(element: Element) -> str:
    """Return the name of an element without its namespace: strict and transitional files differ in nothing else."""
    return element.tag.rpartition("}")[2]


def child(element: Element | None, *names: str) -> Element | None:
    """Return what stands in an element under these names, each within the one before."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute whatever its namespace; empty if there is none."""
    if element is None:
        return ""
    return next((text for key, text in element.items() if key.rpartition("}")[2] == name), "")


def is_on(properties: Element | None, name: str) -> bool | None:
    """Say whether a property is on; None where nothing is said of it (section 17.17.4)."""
    found = child(properties, name)
    return None if found is None else value(found).casefold() not in {"0", "false", "off", "none"}


def number(text: str, most: int) -> int | None:
    """Return a number of a few digits; None for anything else."""
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 10 else None


def list_of(properties: Element | None) -> tuple[str | None, int]:
    """Return id and level of the list that paragraph properties name; None if they name none."""
    found = child(properties, "numPr")
    if found is None:
        return None, 0
    return value(child(found, "numId")), number(value(child(found, "ilvl")), MAX_LIST_LEVEL) or 0


class Styles:
    """The styles by id, each with what it takes over from others."""

    def __init__(self, tree: Element | None) -> None:
        """Read the part of styles; None is a file without."""
        found = [one for one in (tree if tree is not None else ()) if local(one) == "style"]
        self._elements = {value(one, "styleId"): one for one in found}
        self._default = next(
            (
                value(one, "styleId")
                for one in found
                if value(one, "default") == "1" and value(one, "type") == "paragraph"
            ),
            "",
        )
        self._known: dict[str, Look] = {}

    def look(self, style_id: str) -> Look:
        """Return what a style says; empty is the default of paragraphs."""
        return self._look(style_id or self._default, _MOST_PARENTS)

    def _look(self, style_id: str, left: int) -> Look:
        element = self._elements.get(style_id)
        if element is None or left == 0:
            return Look()
        if style_id not in self._known:
            parent = (
                self._look(value(child(element, "basedOn")), left - 1)
                if child(element, "basedOn") is not None
                else Look()
            )
            self._known[style_id] = _own(element, parent)
        return self._known[style_id]


def _own(element: Element, parent: Look) -> Look:
    run, paragraph = child(element, "rPr"), child(element, "pPr")
    list_id, list_level = list_of(paragraph)
    role, level = _role(value(child(element, "name")).casefold(), value(child(paragraph, "outlineLvl")))
    bold, italic, struck = (is_on(run, name) for name in ("b", "i", "strike"))
    return Look(
        role if role is not Role.TEXT else parent.role,
        level or parent.level,
        parent.is_bold if bold is None else bold,
        parent.is_italic if italic is None else italic,
        parent.is_struck if struck is None else struck,
        number(value(child(run, "sz")), 1000) or parent.size,
        parent.list_id if list_id is None else list_id,
        list_level or parent.list_level,
    )


def _role(name: str, outline: str) -> tuple[Role, int]:
    """Return what a style is by its name, which is English in every language of Word, or its level of outline."""
    if name in {"title", "subtitle"}:
        return Role(name), 0
    heading = _HEADING.fullmatch(name)
    if heading:
        return Role.HEADING, int(heading[1])
    level = number(outline, 9)
    return (Role.HEADING, level + 1) if level is not None and level < 9 else (Role.TEXT, 0)


class Lists:
    """Which lists have numbers."""

    def __init__(self, tree: Element | None) -> None:
        """Read the part of lists; None is a file without."""
        elements = list(tree) if tree is not None else []
        kinds = {value(one, "abstractNumId"): one for one in elements if local(one) == "abstractNum"}
        self._formats: dict[tuple[str, int], str] = {}
        for one in elements:
            if local(one) == "num":
                self._read(value(one, "numId"), kinds.get(value(child(one, "abstractNumId"))))

    def _read(self, list_id: str, kind: Element | None) -> None:
        for level in kind if kind is not None else ():
            if local(level) == "lvl":
                place = number(value(level, "ilvl"), MAX_LIST_LEVEL) or 0
                self._formats[list_id, place] = value(child(level, "numFmt"))

    def role(self, list_id: str | None, level: int) -> Role:
        """Return what a paragraph of a list is; text where it has no sign."""
        if not list_id or list_id == "0":
            return Role.TEXT
        sign = self._formats.get((list_id, level), "bullet")
        return {"bullet": Role.BULLET, "none": Role.TEXT, "": Role.BULLET}.get(sign, Role.NUMBER)
