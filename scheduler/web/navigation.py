"""Which entry of the main navigation the reader is in, and where a form may send them back to."""

from collections.abc import Callable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Flask, request, url_for

NavItem = tuple[str, str, str]  # label, endpoint, icon


class NavLink(NamedTuple):
    """An entry of the main navigation on a page."""

    label: str
    address: str
    icon: str
    is_current: bool


def mark_public(view: Callable[..., object]) -> None:
    """State that a route of this package is open to everyone, as every route has to state its permission."""
    view.access = "public"  # type: ignore[attr-defined]


def register_navigation(app: Flask) -> None:
    """Make `nav_links(items)` available in templates."""
    app.add_template_global(nav_links)


def nav_links(items: Sequence[NavItem]) -> list[NavLink]:
    """Return the entries; the reader is in the one whose address is the longest beginning of this page's."""
    here = request.path.rstrip("/") + "/"
    addresses = [url_for(endpoint) for _label, endpoint, _icon in items]
    paths = [address.split("?")[0].rstrip("/") + "/" for address in addresses]
    inside = [path for path in paths if here == path or (path != "/" and here.startswith(path))]
    current = max(inside, key=len, default=None)
    return [
        NavLink(label, address, icon, path == current)
        for (label, _endpoint, icon), address, path in zip(items, addresses, paths, strict=True)
    ]


def local_path(address: str | None, otherwise: str = "/") -> str:
    r"""Return an address only if it is a path of this site; browsers read `//host` and `/\host` as other sites."""
    text = address or ""
    parts = urlsplit(text) if text.isprintable() else None
    if parts is None or parts.scheme or parts.netloc or not text.startswith("/"):
        return otherwise
    return otherwise if text.startswith(("//", "/\\")) or "\\" in text else text
