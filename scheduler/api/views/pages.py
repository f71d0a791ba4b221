"""Pages about tokens of the API."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.agenda.kind_labels import KIND_NAMES
from scheduler.api.forms import ApiTokenForm
from scheduler.api.labels import SCOPE_LABELS
from scheduler.api.models import ApiToken
from scheduler.api.queries.tokens import own_token, tokens_of
from scheduler.api.services.request_limit import MOST_A_MINUTE
from scheduler.api.services.tokens import (
    MAX_TOKENS_EACH,
    SHOWN_FOR,
    TooManyTokensError,
    make_token,
    revoke_token,
    shown_token,
)
from scheduler.web.compression import keep_plain
from scheduler.web.navigation import local_path
from scheduler.web.request import now, session, settings

tokens = Blueprint("api_tokens", __name__, url_prefix="/api-tokens")


def own_tokens() -> Mapping[str, object]:
    """Return what lists of a person's tokens show; no tokens for who is logged out or has left."""
    rows = tokens_of(session(), current_actor().person_id) if current_actor().is_member else ()
    return {"tokens": rows, "now": now(), "scopes": SCOPE_LABELS, "kinds": KIND_NAMES}


@tokens.get("")
@members_only
def index() -> ResponseReturnValue:
    """A person's tokens."""
    site = {"base_url": settings().base_url, "most_a_minute": MOST_A_MINUTE}
    return render_template("api/tokens.html", **own_tokens(), **site)


@tokens.route("/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    """Make a token."""
    form = ApiTokenForm()
    if not form.validate_on_submit():
        return _form_page(form)
    draft = form.draft(current_actor().person_id)
    try:
        row = make_token(session(), draft, settings().secret_key, form_id=form.form_id.data, now=now())
    except TooManyTokensError:
        text = _("You already have %(most)s tokens. Revoke one that is no longer used, then create this one.")
        form.name.errors = [*form.name.errors, text % {"most": MAX_TOKENS_EACH}]
        return _form_page(form)
    address = row.address
    session().commit()
    return redirect(url_for(".made", address=address), 303)


@tokens.get("/<address>")
@members_only
def made(address: str) -> ResponseReturnValue:
    """A token that was made a moment ago, to be copied."""
    row = _own(address)
    keep_plain()
    token, minutes = shown_token(row, settings().secret_key, now()), SHOWN_FOR // timedelta(minutes=1)
    return render_template("api/token_made.html", token=token, name=row.name, minutes=minutes)


@tokens.post("/<address>/revoke")
@members_only
def revoke(address: str) -> ResponseReturnValue:
    """End a token."""
    row = _own(address)
    name = row.name
    revoke_token(session(), row, actor_id=current_actor().person_id, now=now())
    session().commit()
    flash(_("“%(name)s” revoked. Programs that use it no longer get anything.", name=name))
    return redirect(local_path(request.form.get("next"), url_for("api_tokens.index")), 303)


def _own(address: str) -> ApiToken:
    return own_token(session(), current_actor().person_id, address) or abort(404)


def _form_page(form: ApiTokenForm) -> ResponseReturnValue:
    return render_template("api/token_form.html", form=form), 422 if form.errors else 200
