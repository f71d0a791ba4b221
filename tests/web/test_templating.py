"""What templates know by themselves: the application's globals, looked at directly."""

import pytest
from flask import Flask, render_template_string

from scheduler.web.templating import SharedGlobals


def test_templates_know_what_the_application_gives_them_later_too(app: Flask):
    template = app.jinja_env.from_string("{{ given_late }}")

    app.jinja_env.globals["given_late"] = "here"

    assert isinstance(app.jinja_env, SharedGlobals)
    assert template.render() == "here"


def test_no_template_writes_to_what_all_of_them_know(app: Flask):
    with pytest.raises(TypeError):
        app.jinja_env.from_string("").globals["get_locale"] = None


def test_what_one_template_knows_is_its_own(app: Flask):
    known = app.jinja_env.from_string("{{ own }}{{ get_locale() }}", globals={"own": "mine"})

    with app.test_request_context("/"):
        assert known.render() == "mineen"
        assert render_template_string("{{ own }}") == ""
