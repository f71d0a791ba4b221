"""What views know of Flask-Login: who is here, and which route is open to whom."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import abort, current_app, flash, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.departures import DepartureListener
from scheduler.accounts.services.organisations import find_organisation
from scheduler.db import READING_METHODS
from scheduler.rows import write_alone, write_together
from scheduler.web.request import session
from scheduler.web.unsaved_input import posted_texts

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., ResponseReturnValue])
LOGIN_ENDPOINT = "security.login"


def current_person() -> Person | None:
    """Return who is logged in; None for a visitor."""
    person = current_user._get_current_object() if current_user else None  # noqa: SLF001 - the proxy's only way out
    return person if isinstance(person, Person) else None


def require_person() -> Person:
    """Return who is logged in; for views that are not public."""
    person = current_person()
    if person is None:
        abort(403)
    return person


def log_in(person: Person) -> None:
    """Log a person in who has just proved to be the owner of an invited address; the caller commits."""
    login_user(person)


def log_out() -> None:
    """Log out whoever is here, on this device; what the caller has changed is committed with it."""
    logout_user()


def login_address() -> str:
    """Return the address of the log-in page."""
    return url_for(LOGIN_ENDPOINT)


def arrival() -> str:
    """Return the address that is shown after logging in."""
    return url_for(current_app.config["SECURITY_POST_LOGIN_VIEW"])


def current_actor() -> ActorRoles:
    """Return what the person who is logged in is in the coalition; worked out once a request."""
    if "actor_roles" not in g:
        g.actor_roles = actor_roles(session(), require_person().id)
    return cast("ActorRoles", g.actor_roles)


def organisation_or_404(ident: int) -> Organisation:
    """Return an organisation; a closed one is the coordinator's to look up."""
    row = find_organisation(session(), ident)
    if row is None or (row.closed_at is not None and not current_actor().is_coordinator):
        abort(404)
    return row


def listeners() -> tuple[DepartureListener, ...]:
    """Return who has to know when an organisation closes or a membership ends, as the application was built with."""
    return cast("tuple[DepartureListener, ...]", current_app.extensions["scheduler.listeners"])


def flash_notes(notes: Iterable[str]) -> None:
    """Show on the next page what else an act has changed, for whoever did it to pass on."""
    for note in notes:
        flash(note, "warning")


def renew_roles() -> None:
    """Ask anew what the person is, after a commit in the middle of a request that goes on to write."""
    g.pop("actor_roles", None)
    session().info.pop("saved", None)
    write_together(session())


def alone(view: V) -> V:
    """While such a view writes nobody else does: what it changes is followed through many rows, or takes rights away.

    It stands next to the view, below the decorator that says who may use it.
    """
    view.alone = True  # type: ignore[attr-defined]
    return view


def public(view: V) -> V:
    """Open to everyone."""
    return _marked(view, "public")


def by_token(view: V) -> V:
    """Open to whoever knows the address, which is the secret."""
    return _marked(view, "by_token")


def signed_in_only(view: V) -> V:
    """Open to everyone with an account, also without an organisation."""
    return _guarded(view, "signed_in", lambda: None)


def members_only(view: V) -> V:
    """Open to people who act for an organisation, and to coordinators; others are told why not."""
    return _guarded(view, "members", _require_member)


def coordinators_only(view: V) -> V:
    """Open to coordinators; for everyone else there is no such page."""
    return _guarded(view, "coordinators", _require_coordinator)


def _require_member() -> None:
    if not current_actor().is_member:
        abort(403)


def _require_coordinator() -> None:
    if not may(Act.KEEP_COALITION, current_actor().roles_anywhere):
        abort(404)


def _guarded(view: V, access: str, check: Callable[[], None]) -> V:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if current_person() is None:
            return _ask_to_log_in()
        if request.method not in READING_METHODS:
            # Before it is asked what they may do, so that it holds until the answer is written.
            (write_alone if getattr(view, "alone", False) else write_together)(session())
        check()
        return view(*args, **kwargs)

    return cast("V", _marked(guarded, access))


def _marked(view: V, access: str) -> V:
    view.access = access  # type: ignore[attr-defined]
    return view


def _ask_to_log_in() -> ResponseReturnValue:
    """Send a visitor to the log-in page, and back here afterwards; texts that were posted are shown to be copied."""
    texts = posted_texts()
    if texts:
        page = make_response(render_template("accounts/log_in_again.html", texts=texts, back=_page_of_form()), 401)
        page.headers["Cache-Control"] = "no-store"
        return page
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(LOGIN_ENDPOINT, next=here))


def _page_of_form() -> str | None:
    """Return the address of the page that a form was sent from, if the browser says so and it is one of ours."""
    page = urlsplit(request.referrer or "")
    return page.path if page.netloc == request.host else None
