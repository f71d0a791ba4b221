"""Answers monitors that count: how mail, lifts, jobs and feeds do, in numbers alone."""

import hmac

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import public
from scheduler.pages.measures import measures
from scheduler.web.additions import additions
from scheduler.web.metrics import CONTENT_TYPE, exposition
from scheduler.web.request import now, session, settings

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
@public
def show() -> ResponseReturnValue:
    if not _is_monitor():
        abort(404)
    added = (metric for one in additions() if one.metrics is not None for metric in one.metrics(session()))
    text = exposition((*measures(session(), now()), *added))
    return text, {"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"}


def _is_monitor() -> bool:
    token = settings().metrics_token
    given = request.headers.get("Authorization", "")
    return token is not None and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
