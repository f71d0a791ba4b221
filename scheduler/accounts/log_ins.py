"""Puts a row behind every log-in: what Flask-Login's cookies lead to, and what ends them.

Flask-Login says when somebody logs in or out, whichever of Flask-Security's ways it was; these are the hooks it offers.
"""

import secrets
import time
from dataclasses import dataclass
from functools import partial
from typing import cast

from flask import Flask, Response, after_this_request, current_app, g, request
from flask import session as cookie
from flask_login import LoginManager, user_logged_in, user_logged_out
from flask_login.config import SESSION_KEYS
from flask_security.utils import set_request_attr

from scheduler.accounts.domain.log_ins import LogInToken, idle_limit
from scheduler.accounts.domain.networks import network_of
from scheduler.accounts.known_devices import know_device
from scheduler.accounts.models import LoginSession, Person
from scheduler.accounts.services.log_in_records import note_log_in, note_log_out
from scheduler.accounts.services.log_ins import LastUses, Visit, end_log_in, find_log_in, open_log_in
from scheduler.db import READING_METHODS
from scheduler.web.request import flush, flush_if_due, now, session


def init_cookies(app: Flask) -> None:
    """Sort out cookies before Flask-Login, which Flask-Security asks at the start of each request, looks at them."""
    app.before_request(_leave_out_unreadable_cookie)


def init_log_ins(app: Flask, manager: LoginManager) -> None:
    """Let rows decide which cookies are good."""
    app.extensions["scheduler.last_uses"] = LastUses(time.monotonic)
    manager.user_loader(_person_of_cookie)
    user_logged_in.connect(_open, app)
    user_logged_out.connect(_end, app)
    app.after_request(_take_back_dead_cookies)


@dataclass(frozen=True, slots=True)
class OwnLogIn:
    """Whose log-in a request belongs to, and which; ids, since the row may end while they are wanted."""

    person_id: int
    log_in_id: int


def current_log_in() -> OwnLogIn | None:
    """Return the log-in that this request belongs to, once Flask-Login has been asked who is here."""
    return cast("OwnLogIn | None", g.get("log_in"))


def _visit() -> Visit:
    """Return what this request says of where it comes from."""
    user_agent = request.headers.get("User-Agent", "")
    return Visit("".join(char for char in user_agent if char.isprintable()), network_of(request.remote_addr))


def _leave_out_unreadable_cookie() -> None:
    """Flask-Login 0.6.3 compares signatures as text, which Python does for ASCII alone; other text would be a crash."""
    if not request.cookies.get(current_app.config["REMEMBER_COOKIE_NAME"], "").isascii():
        cookie["_remember"] = "clear"
        g.dead_cookies = True


def _person_of_cookie(text: str) -> Person | None:
    """Answer whose cookie it is; Flask-Login asks with what its session or its remember cookie carries."""
    token = LogInToken.parse(text)
    row = None if token is None or token.is_dead(now()) else find_log_in(session(), token.secret)
    if token is None or row is None or _is_over(row):
        g.dead_cookies = True
        return None
    g.pop("dead_cookies", None)
    g.log_in = OwnLogIn(row.person_id, row.id)
    # Its pages are open to whoever came with a session.
    set_request_attr("fs_authn_via", "session")
    _note_use(row)
    if token.is_old(now()):
        _make_out(token.secret, remembered=row.remembered)
    return row.person


def write_last_uses(app: Flask) -> None:
    """Write the last uses that are noted in memory, when the process ends."""
    with app.app_context():
        flush(_last_uses())


def _last_uses() -> LastUses:
    return cast("LastUses", current_app.extensions["scheduler.last_uses"])


def _is_over(row: LoginSession) -> bool:
    noted = _last_uses().kept(row.id)
    last_use = max(row.last_used_at, noted[0]) if noted else row.last_used_at
    return now() - last_use >= idle_limit(remembered=row.remembered)


def _note_use(row: LoginSession) -> None:
    _last_uses().keep(row.id, (now(), network_of(request.remote_addr)))
    if request.method in READING_METHODS:
        flush_if_due(_last_uses())


def _make_out(secret: str, *, remembered: bool) -> None:
    """Let this answer carry new cookies of the log-in."""
    cookie["_user_id"] = str(LogInToken(secret, now()))
    if remembered:
        cookie["_remember"] = "set"


def _open(_app: Flask, user: Person) -> None:
    """Open a row for who has just logged in, and begin a new session, so that nothing in an old one is carried over."""
    own = _end_own_row()
    kept = {key: cookie[key] for key in SESSION_KEYS if key in cookie}
    _forget_session()
    cookie.update(kept)
    remembered = kept.get("_remember") == "set"
    secret = secrets.token_urlsafe(32)
    row = open_log_in(session(), user, secret, _visit(), remembered=remembered, now=now())
    # Who has changed the password goes on; nobody has come.
    if own is None or own.person_id != user.id:
        note_log_in(session(), user.id, now())
    g.log_in = OwnLogIn(row.person_id, row.id)
    g.pop("dead_cookies", None)
    _make_out(secret, remembered=remembered)
    after_this_request(partial(know_device, user.email))


def _end(_app: Flask, **_told: object) -> None:
    """End the row of who has just logged out; nothing in the browser outlives it."""
    own = _end_own_row()
    if own is not None:
        note_log_out(session(), own.person_id, now())
    session().commit()
    _forget_session()
    after_this_request(_drop_remember_cookie)


def _end_own_row() -> OwnLogIn | None:
    own: OwnLogIn | None = g.pop("log_in", None)
    if own is not None:
        end_log_in(session(), own.person_id, own.log_in_id)
    return own


def _forget_session() -> None:
    """Empty the session, with the token against forged forms, which Flask-WTF keeps for the request as well."""
    cookie.clear()
    g.pop(current_app.config["WTF_CSRF_FIELD_NAME"], None)


def _take_back_dead_cookies(response: Response) -> Response:
    """Take back cookies that lead to nobody any more, or each request would look them up again."""
    if not g.get("dead_cookies"):
        return response
    for key in SESSION_KEYS:
        cookie.pop(key, None)
    return _drop_remember_cookie(response)


def _drop_remember_cookie(response: Response) -> Response:
    """Delete it ourselves: browsers refuse Flask-Login's way for a __Host- cookie, which has to be marked Secure."""
    config = current_app.config
    name = config["REMEMBER_COOKIE_NAME"]
    if name in request.cookies:
        flags = {key: config[f"REMEMBER_COOKIE_{key.upper()}"] for key in ("secure", "httponly", "samesite")}
        response.delete_cookie(name, path="/", **flags)
    return response
