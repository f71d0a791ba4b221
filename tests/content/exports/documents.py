"""Copy to be exported."""

from typing import Any

from scheduler.content.exports.protocol import Document


def document(body: str = "", **parts: Any) -> Document:
    return Document(body=body, **({"title": "The count"} | parts))
