"""The blueprint of all pages of kits, and what their templates call."""

from math import ceil

from flask import Blueprint

from scheduler.kits.presenters.archive import opening_line, readable_moment, text_name

blueprint = Blueprint("kits", __name__)

LINE_CHARS, MOST_ROWS = 70, 30
"""About as many characters as a line of a text to copy takes, and how high its field is at most."""


@blueprint.app_template_global("kit_rows")
def rows_for(text: str) -> int:
    """Return how many lines high the field of a text is."""
    return min(MOST_ROWS, sum(max(1, ceil(len(line) / LINE_CHARS)) for line in text.split("\n")) + 1)


blueprint.add_app_template_global(opening_line, "kit_opening_line")
blueprint.add_app_template_global(readable_moment, "kit_moment")
blueprint.add_app_template_global(text_name, "kit_text_name")
