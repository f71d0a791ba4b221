"""Row numbers in addresses: those that no database can hold are addresses of nothing."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LAST_ID = 2**31 - 1


class RowIdConverter(IntegerConverter):
    """`<int:…>` up to the last number that an integer column takes; a larger one is a 404, not a database error."""

    def __init__(self, map_: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map_, *args, **({"max": LAST_ID} | kwargs))


def register_ids(app: Flask) -> None:
    """Let `int` in routes mean the number of a row; before the routes are added."""
    app.url_map.converters["int"] = RowIdConverter
