"""Which columns of guarded tables hold words, and which others look as if they did."""

from sqlalchemy import JSON, String, Table, Text

from tests.leaks.pictures import PICTURE_HASHES
from tests.leaks.press import PRESS_NAMES

NOT_TEXT = {
    "public_id": "random, and the address of the neutral face",
    "form_id": "random, names one filling-in of a form",
    "shared_with": "a name from a closed list, shown to those who may read the words",
    "kind": "a name from a closed list that the neutral face does not carry",
    **dict.fromkeys(("state", "as_role", "act", "joining"), "a name from a closed list"),
    "offset_zone": "as publish_zone",
    "made_from": "names a line of a playbook",
    "publish_zone": "part of the time, which the neutral face shows",
    **dict.fromkeys(("exclusive_zone", "embargo_zone"), "the name of a zone"),
    "known_embargo": "a moment",
    "words_hash": "a hash",
    **PICTURE_HASHES,
    **PRESS_NAMES,
    "person_acts_for": "repeats person_places as codes, and counts only beside the same names",
    "answer": "yes or no",
    "check_slug": "a name from a closed list",
    "findings_hash": "stands for what a check finds, and is compared alone",
    **dict.fromkeys(("text_hash", "known_hash"), "a hash"),
    "part": "the key of a part of the text",
    "channel": "a name from a closed list that the neutral face does not carry",
    **dict.fromkeys(("before", "rows"), "ids, revisions and times of a change that can be undone; never words"),
    **dict.fromkeys(("nonce", "token_hash"), "random, and the hash of a secret address"),
    "groups": "names from a closed list",
    "audience": "a name from a closed list",
    "words": "marked field by field",
    "search_mark": "two numbers",
}

COPIES = {"item_version.title": "words.title", "item.search_text": "words.body", "picture.name": "words.attachments"}
"""Columns that repeat another place's text, so that they carry its marker."""


def text_columns(table: Table) -> list[str]:
    """Return the names of a table's columns that can hold words."""
    return [column.name for column in table.columns if isinstance(column.type, String | Text | JSON)]
