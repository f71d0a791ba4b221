"""What stands in a backup's `manifest.json`: what the folder holds, of which moment, for which program."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Self

FORMAT = 2
# The first had no pictures.
READABLE = frozenset({1, FORMAT})
NAME = "manifest.json"
_MARK_CHARS = 32


class BadManifestError(ValueError):
    """A manifest cannot be read; the message is a sentence for whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup, with its size in bytes and its SHA-256 in hex."""

    file: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds.

    `schema` is the revision of its tables, `version` that of the program that made it, `engine` `sqlite` or
    `postgresql`, `namespace` the PostgreSQL schema of the tables. `secret_key` is None when it was left out;
    `key_mark` then still tells whether another installation has the same. `counts` has the rows of each table.
    `pictures` are the names of the files of pictures, which are their SHA-256.
    """

    made_at: datetime
    version: str
    engine: str
    schema: str
    database: Part
    key_mark: str
    secret_key: Part | None = None
    namespace: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows all tables have."""
        return sum(self.counts.values())

    def to_json(self) -> str:
        """Return it as it is written; the same data gives the same text."""
        values = {"format": FORMAT, **asdict(self), "made_at": self.made_at.astimezone(UTC).isoformat()}
        return json.dumps(values, indent=2, sort_keys=True) + "\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `to_json` has written.

        Raises:
            BadManifestError: it is damaged, or of a format that this program does not know.
        """
        try:
            values = json.loads(text)
            made_with = int(values.pop("format"))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise BadManifestError(f"{NAME} is damaged.") from error
        if made_with not in READABLE:
            raise BadManifestError("The backup was made by a newer version of the program: restore it with that one.")
        try:
            return cls(**_typed(values))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BadManifestError(f"{NAME} is damaged.") from error


def key_mark(secret_key: str) -> str:
    """Return what tells one secret key from another and gives none away: keys are long and random."""
    return hashlib.sha256(f"coalition-scheduler key:{secret_key}".encode()).hexdigest()[:_MARK_CHARS]


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """The values with their types; every name that leads to a file must be one of this folder."""
    key = values.get("secret_key")
    made_at = datetime.fromisoformat(values["made_at"])
    if made_at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return {
        **values,
        **{name: _text(values[name]) for name in ("version", "engine", "schema", "key_mark")},
        "made_at": made_at.astimezone(UTC),
        "database": _part(values["database"]),
        "secret_key": _part(key) if key is not None else None,
        "pictures": tuple(_hash(name) for name in values.get("pictures", ())),
        "counts": {_text(name): int(rows) for name, rows in values["counts"].items()},
    }


def _part(values: dict[str, Any]) -> Part:
    part = Part(_text(values["file"]), int(values["bytes"]), _text(values["sha256"]))
    if part.file in {"", ".", ".."} or "/" in part.file or "\0" in part.file:
        raise ValueError("a file outside of the folder")
    return part


def _hash(value: object) -> str:
    name = _text(value)
    if not re.fullmatch(r"[0-9a-f]{64}", name):
        raise ValueError("not the name of a picture")
    return name


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
