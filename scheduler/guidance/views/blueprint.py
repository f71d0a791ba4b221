"""The blueprint of what the coalition says of copy."""

from flask import Blueprint

blueprint = Blueprint("guidance", __name__)
