"""Atom (RFC 4287), for news readers."""

from xml.etree.ElementTree import Element

from scheduler.feeds.formats.markup import MOST, add, html_of, moment, written
from scheduler.feeds.formats.protocol import FeedDocument, FeedItem

NAMESPACE = "http://www.w3.org/2005/Atom"


class Atom:
    """The current entries that were added or changed last."""

    suffix = "atom"
    media_type = "application/atom+xml; charset=utf-8"
    is_saved = False

    def write(self, document: FeedDocument) -> bytes:
        """Return the file."""
        root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": document.language})
        add(root, "id", document.urn)
        add(root, "title", document.name)
        add(root, "subtitle", document.about)
        add(root, "updated", moment(document.changed_at))
        add(add(root, "author"), "name", document.publisher)
        add(root, "link", rel="alternate", type="text/html", href=document.home)
        if document.address:
            add(root, "link", rel="self", type="application/atom+xml", href=document.address)
        for item in document.latest(MOST):
            _add_entry(root, item)
        return written(root)


def _add_entry(root: Element, item: FeedItem) -> None:
    entry = add(root, "entry")
    add(entry, "id", item.urn)
    add(entry, "title", item.title)
    add(entry, "updated", moment(item.changed_at))
    if item.link:
        add(entry, "link", rel="alternate", type="text/html", href=item.link)
    for category in item.categories:
        add(entry, "category", term=category)
    add(entry, "content", html_of(item), type="html")
