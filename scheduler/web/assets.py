"""Own and vendored static files under addresses that change with their content, compressed and cached for good."""

import gzip
import hashlib
import json
import logging
import mimetypes
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request, url_for
from werkzeug.security import safe_join

from scheduler.web.navigation import mark_public
from scheduler.web.security_headers import impersonal

logger = logging.getLogger(__name__)

# One request for all of our own styles, one for all scripts: in this order, a pattern's matches by name.
BUNDLES = {
    "css/app.css": (
        "css/tokens.css",
        "css/fonts.css",
        "css/bootstrap-theme.css",
        "css/base.css",
        "css/components/*.css",
    ),
    "js/app.js": ("js/parts/*.js",),
}
COMPRESSIBLE = (".css", ".js", ".svg", ".json", ".webmanifest")
SERVED = (*COMPRESSIBLE, ".png", ".ico", ".jpg", ".webp", ".woff2")
VENDORED = re.compile(r'url\("vendor/([^"]+)"\)')
"""How a style sheet of ours names a third-party file."""

DIGEST_CHARS = 12
IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    body: bytes
    digest: str
    stamp: float
    is_compressible: bool

    @property
    def compressed(self) -> bytes | None:
        """The bytes in gzip where that is shorter."""
        packed = _packed(self.body) if self.is_compressible else self.body
        return packed if len(packed) < len(self.body) else None


class AssetStore:
    """Reads static files and remembers them until they change on disk."""

    def __init__(self, folder: Path, *, watch: bool) -> None:
        """Serve from `folder`; with `watch`, look again at each request."""
        self._folder = folder
        self._watch = watch
        self._known: dict[str, Asset] = {}
        self._vendor: dict[str, str] | None = None

    def get(self, name: str) -> Asset | None:
        """Return the file or bundle of that name, or None when there is none that may be served."""
        known = self._known.get(name)
        if known and not self._watch:
            return known
        files = self._files(name)
        if not files:
            return None
        stamp = max(file.stat().st_mtime for file in files)
        if known and known.stamp == stamp:
            return known
        self._known[name] = self._read(name, files, stamp)
        return self._known[name]

    def vendor_path(self, name: str) -> str | None:
        """Return where set-up put a third-party file; None, with a line in the log, when set-up has not run."""
        if self._vendor is None or self._watch:
            manifest = self._folder / "vendor" / "manifest.json"
            self._vendor = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {}
        path = self._vendor.get(name)
        if path is None:
            logger.error("no third-party file %s: run the set-up (make setup)", name)
            return None
        return f"vendor/{path}"

    def _read(self, name: str, files: list[Path], stamp: float) -> Asset:
        body = b"\n".join(file.read_bytes() for file in files)
        if name.endswith(".css"):
            # `/assets/<digest>/css/app.css` is two folders down; a relative address holds below any prefix of the site.
            up = "../" * (name.count("/") + 1)
            body = VENDORED.sub(lambda found: f'url("{up}{self._vendored(found[1])}")', body.decode()).encode()
        digest = hashlib.sha256(body).hexdigest()[:DIGEST_CHARS]
        return Asset(body, digest, stamp, is_compressible=name.endswith(COMPRESSIBLE))

    def _vendored(self, name: str) -> str:
        """Return a third-party file's address below that of all files."""
        path = self.vendor_path(name)
        found = self.get(path) if path else None
        return f"{found.digest}/{path}" if found else f"none/vendor/{name}"

    def _files(self, name: str) -> list[Path]:
        if name in BUNDLES:
            return [file for pattern in BUNDLES[name] for file in sorted(self._folder.glob(pattern))]
        path = safe_join(str(self._folder), name)
        # One name for each file: each is kept under its name, and `img/./././logo.svg` would be kept again.
        if path is None or posixpath.normpath(name) != name:
            return []
        if not name.endswith(SERVED) or not Path(path).is_file():
            return []
        return [Path(path)]


def register_assets(app: Flask) -> None:
    """Add the address that serves files, and `asset()` and `vendor()` for templates."""
    store = AssetStore(Path(app.static_folder or ""), watch=app.debug)

    def asset(name: str) -> str:
        found = store.get(name)
        if found is None:
            raise FileNotFoundError(f"no static file {name!r}")
        return url_for("asset", digest=found.digest, name=name)

    def vendor(name: str) -> str:
        path = store.vendor_path(name)
        return url_for("static", filename=f"vendor/{name}") if path is None else asset(path)

    def serve(digest: str, name: str) -> Response:
        return _serve(store, digest, name)

    mark_public(serve)
    app.add_url_rule("/assets/<digest>/<path:name>", "asset", serve)
    app.add_template_global(asset)
    app.add_template_global(vendor)


def _serve(store: AssetStore, digest: str, name: str) -> Response:
    found = store.get(name)
    if found is None:
        abort(404)
    body, encoding = found.body, None
    if request.accept_encodings["gzip"] > 0 and (packed := found.compressed):
        body, encoding = packed, "gzip"
    response = Response(body, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream")
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    # A page made before an upgrade asks with the old digest: it gets today's file, but may not keep it.
    response.headers["Cache-Control"] = IMMUTABLE if digest == found.digest else SHORT
    return impersonal(response)


# Addresses of files stand on every page; most of the files are kept by browsers and seldom asked for.
@lru_cache(maxsize=64)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
