"""Response headers that keep pages to themselves: content policy, framing, sniffing, referrers, caches."""

from flask import Flask, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from typing_extensions import override

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Bootstrap draws its arrows and ticks as data: images.
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS_SECONDS = 365 * 24 * 3600


class QuietSessions(SecureCookieSessionInterface):
    """Sessions in a cookie, of which an answer that is the same for everybody shows no trace."""

    @override
    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not g.get("impersonal"):
            super().save_session(app, session, response)


def register_security_headers(app: Flask) -> None:
    """Add the headers to every response; what a view has set already stays."""
    app.session_interface = QuietSessions()
    app.after_request(_add_headers)


def noindex(response: Response) -> Response:
    """Ask search engines to leave this page alone."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def frameable(response: Response) -> Response:
    """Let any site show this page in a frame; it must hold nothing that a person can click by mistake."""
    response.headers["Content-Security-Policy"] = _policy(POLICY | {"frame-ancestors": "*", "form-action": "'none'"})
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def framing_own(response: Response) -> Response:
    """Let this page show others of the site in a frame."""
    response.headers["Content-Security-Policy"] = _policy(POLICY | {"frame-src": "'self'"})
    response.headers["X-Frame-Options"] = "DENY"
    return response


def sandboxed(response: Response) -> Response:
    """Let a file that somebody has uploaded do nothing, should a browser open it as a page, and no cache keep it."""
    nothing = {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}
    response.headers["Content-Security-Policy"] = _policy(nothing)
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def for_everybody() -> None:
    """Answer this request as if nobody were logged in: in the browser's language, and as `impersonal` has it."""
    g.impersonal = True


def impersonal(response: Response) -> Response:
    """Set no cookie with this response, nor let it vary by one: it is the same whoever asks for this address."""
    g.impersonal = True
    return response


def cacheable(response: Response, seconds: int) -> Response:
    """Let shared caches keep this response; only for what every anonymous visitor sees alike."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response


def _policy(parts: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}".rstrip() for name, value in parts.items())


def _add_headers(response: Response) -> Response:
    headers = response.headers
    if "Content-Security-Policy" not in headers:
        headers["Content-Security-Policy"] = _policy(POLICY)
        headers["X-Frame-Options"] = "DENY"
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", f"max-age={HSTS_SECONDS}")
    _keep_private(response)
    return response


def _keep_private(response: Response) -> None:
    """Keep what a session has shaped out of every cache, and out of search engines."""
    if "Cache-Control" in response.headers:
        return
    response.headers["Cache-Control"] = "no-store" if session else "no-cache"
    if session:
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
