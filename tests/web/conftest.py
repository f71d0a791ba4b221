"""A small application that has the shell and no feature."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask, abort, flash, render_template, render_template_string, request, session
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import BooleanField

from scheduler.web.errors import GoneError, StaleFormError
from scheduler.web.fields import (
    ChecksField,
    ChoiceField,
    DayField,
    LineField,
    ProseField,
    RadiosField,
    WebAddressField,
    ZoneField,
)
from scheduler.web.forms import TokenForm
from scheduler.web.local_time import LocalTimeField
from scheduler.web.setup import register_web
from tests.fakes import FakeClock

ROOT = Path(__file__).parents[2]
SAMPLES = Path(__file__).parent / "templates"
Render = Callable[..., str]


class SampleForm(TokenForm):
    title = LineField("Title", max_chars=20, required=True, description="Shown in calendars.")
    notes = ProseField("Notes", max_chars=50)
    kind = ChoiceField("Kind", choices=[("release", "Press release"), ("op_ed", "Op-ed")])
    held_on = DayField("Day")
    starts = LocalTimeField("Starts")
    page = WebAddressField("Web page")
    zone = ZoneField("Your zone")
    channels = ChecksField("Channels", choices=[("x", "X"), ("bluesky", "Bluesky")])
    audience = RadiosField("Audience", choices=[("coalition", "Coalition"), ("public", "Public")], default="coalition")
    urgent = BooleanField("Tell everybody at once")


@pytest.fixture
def app() -> Flask:
    app = Flask("scheduler", root_path=str(ROOT / "scheduler"), static_folder=str(ROOT / "static"))
    app.extensions["scheduler.clock"] = FakeClock(datetime(2027, 7, 1, 12, 0, tzinfo=UTC))
    app.jinja_loader = ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(SAMPLES)])
    app.config.update(SECRET_KEY="only for tests", WTF_CSRF_ENABLED=False)
    register_web(app)
    app.context_processor(_shell_variables)
    _add_pages(app)
    return app


@pytest.fixture
def render(app: Flask) -> Render:
    """Renders a piece of a template, as part of a request."""

    def render(source: str, **values: object) -> str:
        with app.test_request_context("/"):
            return render_template_string(source, **values).strip()

    return render


def _shell_variables() -> dict[str, object]:
    items = [("Start", "start", "dashboard"), ("Form", "form", "edit")]
    person = {"name": "Ana María Ruiz", "organisations": [{"short_name": "Lantern Bay"}], "zone": "Asia/Manila"}
    return {
        "nav_items": items,
        "current_person": person if "anonymous" not in request.args else None,
        "account_items": [("Your account", "form", "settings")],
        "login_endpoint": "form",
        "logout_endpoint": "form",
        "search_endpoint": "start",
        "home_endpoint": "start",
        "reader_zone": "Asia/Manila",
        "demo": True,
    }


def _add_pages(app: Flask) -> None:
    app.add_url_rule("/", "start", lambda: render_template("samples/page.html"))
    app.add_url_rule("/form", "form", _form, methods=["GET", "POST"])
    app.add_url_rule("/abort/<int:code>", "aborts", abort)
    app.add_url_rule("/raise/<kind>", "raises", _raise)
    app.add_url_rule("/log-in", "log_in", _log_in, methods=["POST"])


def _form() -> tuple[str, int]:
    form = SampleForm(zone="Asia/Manila")
    saved = form.validate_on_submit()
    if saved:
        flash("Saved.", "success")
    return render_template("samples/form.html", form=form), 422 if form.errors else 200


def _raise(kind: str) -> str:
    raise {"gone": GoneError("The feed was revoked."), "stale": StaleFormError()}.get(kind, RuntimeError("the words"))


def _log_in() -> str:
    session["person"] = request.form.get("person", "1")
    return ""
