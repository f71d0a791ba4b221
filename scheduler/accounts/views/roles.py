"""The page about roles: who may do what."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import members_only
from scheduler.accounts.role_labels import ACTS, ROLES, who_may

blueprint = Blueprint("roles", __name__)


@blueprint.get("/roles")
@members_only
def index() -> ResponseReturnValue:
    groups = [(title, [(label, who_may(act)) for act, label in acts.items()]) for title, acts in ACTS]
    return render_template("accounts/roles.html", groups=groups, roles=ROLES.values())
