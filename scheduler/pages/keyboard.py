"""What the keyboard does on pages, besides what browsers do by themselves."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import public

blueprint = Blueprint("keyboard", __name__)


@blueprint.get("/keyboard")
@public
def index() -> ResponseReturnValue:
    return render_template("pages/keyboard.html")
