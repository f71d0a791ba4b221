"""All pages of an item in one text, for what is shown or hidden whatever the page."""

import re

from flask.testing import FlaskClient


def all_tabs(client: FlaskClient, path: str) -> str:
    """Return the page of an item, in every way to read its copy, and its other pages."""
    first = client.get(path).text
    ways = re.findall(rf'href="({re.escape(path)}\?channel=\w+)#text"', first)
    others = [f"{path}/{tab}" for tab in ("details", "activity", "versions")]
    shown = [client.get(address).text for address in [*dict.fromkeys(ways), *others]]
    return "\n".join(shown if ways else [first, *shown])
