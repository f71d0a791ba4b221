"""Leads the coordinator of a new coalition through naming it, its organisations, its topics and its people."""

from flask import Blueprint, redirect
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import signed_in_only

blueprint = Blueprint("first_run", __name__)


@blueprint.get("/welcome")
@signed_in_only
def arrive() -> ResponseReturnValue:
    return redirect("/")
