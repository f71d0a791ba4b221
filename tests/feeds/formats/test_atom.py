"""Atom by RFC 4287: what it has to hold, and nothing that is run."""

from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element, fromstring

from scheduler.feeds.formats.atom import NAMESPACE, Atom
from scheduler.feeds.formats.markup import MOST
from tests.feeds.formats.documents import PLAIN, VIGIL, document

NAMES = {"": NAMESPACE}


def text(element: Element, path: str) -> str | None:
    return element.findtext(path, namespaces=NAMES)


def test_it_holds_what_the_standard_wants() -> None:
    root = fromstring(Atom().write(document(PLAIN, VIGIL)))

    assert root.tag == f"{{{NAMESPACE}}}feed"
    assert text(root, "id") == "urn:uuid:11111111-1111-4111-8111-111111111111"
    assert text(root, "title") == "Us & them"
    assert text(root, "updated") == "2026-11-02T10:30:15Z"
    assert text(root, "author/name") == "The coalition"
    assert [one.attrib["rel"] for one in root.findall("link", NAMES)] == ["alternate", "self"]
    first, second = root.findall("entry", NAMES)
    assert text(first, "id") == "urn:uuid:4be0643f-1d98-573b-97cd-ca98a65347dd"
    assert (text(first, "published"), text(first, "updated")) == (None, "2026-11-02T10:30:15Z")
    assert [one.attrib["term"] for one in first.findall("category", NAMES)] == ["Vigil", "Child protection"]
    assert text(first, "content") == (
        '<p dir="auto">Friday 30 July 2027, 09:00 – 10:30 (Manila, UTC+8)</p><p dir="auto">Pier 4</p>'
        '<p dir="auto">With lights.</p><p dir="auto">Bring one.<br>Or two.</p>'
    )
    assert first.find("link", NAMES) is not None
    assert second.find("link", NAMES) is None
    assert (text(second, "id") or "").startswith("urn:uuid:")


def test_hostile_text_stays_text() -> None:
    content = Atom().write(document(PLAIN))
    entry = fromstring(content).find("entry", NAMES)

    assert entry is not None
    assert b"<script" not in content
    assert '<script>alert("x")</script>' in (text(entry, "title") or "")
    assert "&lt;script&gt;" in (text(entry, "content") or "")


def test_a_secret_address_is_not_in_it_and_an_empty_feed_has_a_date() -> None:
    root = fromstring(Atom().write(document(address="")))
    assert [one.attrib["rel"] for one in root.findall("link", NAMES)] == ["alternate"]
    assert text(root, "updated") == "1970-01-01T00:00:00Z"


def test_only_the_latest_of_what_is_not_over_are_in_it() -> None:
    over = replace(VIGIL, title="Over", first_day=date(2027, 2, 27), last_day=date(2027, 2, 28))
    root = fromstring(Atom().write(document(over, *[PLAIN] * MOST, VIGIL)))
    titles = [text(entry, "title") for entry in root.findall("entry", NAMES)]
    assert len(titles) == MOST
    assert titles[0] == VIGIL.title
