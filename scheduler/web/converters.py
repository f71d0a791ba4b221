"""Arguments in addresses: numbers and texts that no database can hold are addresses of nothing."""

from typing import Any

from flask import Flask
from typing_extensions import override
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

LAST_ID = 2**31 - 1


class RowIdConverter(IntegerConverter):
    """`<int:…>` up to the last number that an integer column takes; a larger one is a 404, not a database error."""

    def __init__(self, map_: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map_, *args, **({"max": LAST_ID} | kwargs))


class NameConverter(UnicodeConverter):
    """`<…>`: a text in which NUL, which PostgreSQL refuses, is a 404, not a database error."""

    @override
    def to_python(self, value: str) -> str:
        if "\x00" in value:
            raise ValidationError
        return value


def register_converters(app: Flask) -> None:
    """Let `int` in routes mean the number of a row, and text what a row may be called; before the routes are added."""
    app.url_map.converters |= {"int": RowIdConverter, "default": NameConverter, "string": NameConverter}
