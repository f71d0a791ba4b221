"""Jinja as this product uses it."""

from collections.abc import MutableMapping
from types import MappingProxyType
from typing import Any, cast

from flask import Flask
from flask.templating import Environment
from typing_extensions import override


class SharedGlobals(Environment):
    """An environment whose templates look straight at its globals.

    Jinja gives each template a `ChainMap` over them, for globals of its own, which ours do not have. That is asked name
    by name, in Python, each time that a page imports a macro or a template includes another one.
    """

    @override
    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what a template knows by itself; without names of its own, nobody can write to it."""
        return super().make_globals(d) if d else cast("MutableMapping[str, Any]", MappingProxyType(self.globals))


def share_globals(app: Flask) -> None:
    """Let an application make its environment so; it makes it when it is first asked for.

    It keeps every template. Of a limited number it would have to know which was used last: a page asks for dozens, and
    to note each would mean looking for it in a list.
    """
    app.jinja_environment = SharedGlobals
    app.jinja_options = app.jinja_options | {"cache_size": -1}
