"""Copy to be exported."""

from typing import Any

from scheduler.content.exports.protocol import Document


def document(body: str = "", **parts: Any) -> Document:
    whole = {"notices": (), "title": "The count", "byline": "", "notes": (), "call_to_action": "", "after": ()}
    return Document(body=body, **(whole | parts))
