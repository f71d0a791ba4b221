"""Every component and token with a living example, made by what pages use; only while the product is developed."""

import re
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import public
from scheduler.pages.labels import shared_labels
from scheduler.pages.styleguide_samples import samples, tokens
from scheduler.web.badges import STATES
from scheduler.web.request import now

blueprint = Blueprint("styleguide", __name__, url_prefix="/styleguide")
blueprint.context_processor(shared_labels)

_COLOUR = re.compile(r"light-dark\(|#")


def init_styleguide(app: Flask) -> None:
    """Add the pages of the style guide where the application is being developed; elsewhere there are none."""
    if app.debug:
        app.register_blueprint(blueprint)


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    names = tokens(_style_sheet())
    return render_template(
        "styleguide/index.html",
        **samples(),
        now=now(),
        states=sorted(STATES),
        colours=[name for name, value in names.items() if _COLOUR.match(value)],
        others={name: value for name, value in names.items() if not _COLOUR.match(value)},
    )


@blueprint.get("/tokens.css")
@public
def style_sheet() -> ResponseReturnValue:
    """A class for each colour, as pages have no styles of their own."""
    names = tokens(_style_sheet())
    size = "inline-size: 3rem; block-size: 1.5rem"
    box = f".swatch {{ display: inline-block; {size}; border: 1px solid var(--rule-strong); }}"
    colours = (name for name, value in names.items() if _COLOUR.match(value))
    rules = (f".swatch-{name} {{ background: var(--{name}); }}" for name in colours)
    return Response("\n".join((box, *rules)), mimetype="text/css")


def _style_sheet() -> Path:
    return Path(current_app.static_folder or "", "css", "tokens.css")
