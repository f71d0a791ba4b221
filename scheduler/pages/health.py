"""Answers monitors: does the process live, and can it work."""

from dataclasses import asdict

from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import public
from scheduler.pages.readiness import readiness
from scheduler.version import VERSION
from scheduler.web.request import now, session

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    heads = current_app.extensions["alembic"].script_directory.get_heads()
    found = readiness(session(), heads, now())
    return jsonify({**asdict(found), "version": VERSION}), 200 if found.is_ready else 503, {"Cache-Control": "no-store"}
