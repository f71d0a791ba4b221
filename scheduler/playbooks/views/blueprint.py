"""The blueprint of all pages of playbooks."""

from flask import Blueprint

blueprint = Blueprint("playbooks", __name__)
