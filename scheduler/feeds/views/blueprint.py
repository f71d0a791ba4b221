"""The blueprint of all that stands under /feeds."""

from flask import Blueprint

blueprint = Blueprint("feeds", __name__, url_prefix="/feeds")
