"""RSS 2.0: what it has to hold, and nothing that is run."""

from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import fromstring

from scheduler.feeds.formats.rss import Rss
from tests.feeds.formats.documents import CHANGED, PLAIN, VIGIL, document


def test_it_holds_what_the_specification_wants() -> None:
    root = fromstring(Rss().write(document(PLAIN, VIGIL)))

    assert (root.tag, root.attrib["version"]) == ("rss", "2.0")
    channel = root[0]
    assert [channel.findtext(name) for name in ("title", "link", "description", "language", "ttl")] == [
        "Us & them",
        "https://plan.test",
        "What we plan",
        "en",
        "360",
    ]
    first, second = channel.findall("item")
    assert [first.findtext("title"), first.findtext("link")] == [VIGIL.title, VIGIL.link]
    guid = first.find("guid")
    assert guid is not None
    assert (guid.text, guid.attrib) == (VIGIL.urn, {"isPermaLink": "false"})
    assert parsedate_to_datetime(first.findtext("pubDate") or "") == CHANGED.replace(microsecond=0)
    assert [one.text for one in first.findall("category")] == ["Vigil", "Child protection"]
    assert second.find("link") is None
    assert "&lt;script&gt;" in (second.findtext("description") or "")


def test_its_own_address_is_in_it_unless_it_is_a_secret() -> None:
    assert b"https://plan.test/feeds/public.x" in Rss().write(document())
    assert b"atom:link" not in Rss().write(document(address=""))
