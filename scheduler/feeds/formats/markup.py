"""What the formats made of XML are written with."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from scheduler.agenda.domain.ical import many_lines
from scheduler.feeds.formats.protocol import FeedItem

MOST = 100
"""So many current entries news readers get, those that were changed last: they show what is new, not what is when."""

# The two that XML 1.0, section 2.2 excludes besides controls and surrogates.
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF))


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Add an element with a text and return it."""
    element = SubElement(parent, tag, {name: xml_text(value) for name, value in attributes.items()})
    element.text = xml_text(text) or None
    return element


def written(root: Element) -> bytes:
    """Return a whole XML file."""
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def html_of(item: FeedItem) -> str:
    """Return what a news reader shows below the title: when, where and about, as paragraphs of HTML."""
    body = Element("div")
    for text in (item.when, item.location, *item.description.split("\n\n")):
        _add_paragraph(body, text)
    return "".join(tostring(paragraph, encoding="unicode", method="html") for paragraph in body)


def moment(at: datetime) -> str:
    """Return an instant as RFC 3339 writes it, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def xml_text(text: str) -> str:
    """Return text without the characters that no XML can hold."""
    return many_lines(text).translate(_NO_CHARACTERS)


def _add_paragraph(body: Element, text: str) -> None:
    first, *others = xml_text(text).strip().split("\n")
    if not first:
        return
    paragraph = add(body, "p", first, dir="auto")
    for line in others:
        SubElement(paragraph, "br").tail = line
