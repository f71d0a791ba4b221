"""Which entry of the main navigation the reader is in, and where a form may send them back to."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from flask import Flask, request, url_for

NavItem = tuple[str, str, str]  # label, endpoint, icon


def mark_public(view: Callable[..., object]) -> None:
    """State that a route of this package is open to everyone, as every route has to state its permission."""
    view.access = "public"  # type: ignore[attr-defined]


def register_navigation(app: Flask) -> None:
    """Make `current_nav(items)` available in templates."""
    app.add_template_global(current_nav)


def current_nav(items: Sequence[NavItem]) -> str:
    """Return the endpoint whose address is the longest beginning of this page's; `""` when there is none."""
    here = request.path.rstrip("/") + "/"
    found = {endpoint: url_for(endpoint).split("?")[0].rstrip("/") + "/" for _label, endpoint, _icon in items}
    inside = [endpoint for endpoint, path in found.items() if here == path or (path != "/" and here.startswith(path))]
    return max(inside, key=lambda endpoint: len(found[endpoint]), default="")


def local_path(address: str | None, otherwise: str = "/") -> str:
    r"""Return an address only if it is a path of this site; browsers read `//host` and `/\host` as other sites."""
    text = address or ""
    parts = urlsplit(text) if text.isprintable() else None
    if parts is None or parts.scheme or parts.netloc or not text.startswith("/"):
        return otherwise
    return otherwise if text.startswith(("//", "/\\")) or "\\" in text else text
