"""The public observances as data for programs of others: what a file holds, and the JSON schema that says so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.observances.domain.vocabulary import Scope, Topic

LICENCE, LICENCE_URL = "Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"
"""Of the observances that ship with the product (its LICENSE)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDate:
    """One holding; without days it is not announced yet. Both days inclusive."""

    period: str
    first_day: date | None
    last_day: date | None
    is_expected: bool
    is_cancelled: bool
    theme: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenObservance:
    """An observance as every visitor may see it; `licence` is empty for what the coalition has added itself."""

    slug: str
    name: str
    page: str
    scope: str
    country: str
    topics: tuple[str, ...]
    rule: str
    first_year: int | None
    established_by: str
    organiser: str
    url: str
    hashtags: tuple[str, ...]
    sources: tuple[str, ...]
    licence: str
    dates: tuple[OpenDate, ...]


def schema(address: str) -> dict[str, Any]:
    """Return what the JSON file holds; `address` is that of the schema itself.

    It is JSON Schema 2020-12 (https://json-schema.org/specification, read on 27 November 2026).
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Observances of a coalition, with their dates",
        **_object(
            {
                "$schema": _text("uri"),
                "coalition": _text(),
                "page": _text("uri"),
                "licence": _object({"name": _text(), "url": _text("uri"), "covers": _text()}),
                "observances": {"type": "array", "items": _OBSERVANCE},
            }
        ),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(text_format: str = "", **more: object) -> dict[str, Any]:
    return {"type": "string", **({"format": text_format} if text_format else {}), **more}


def _texts(**more: object) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", **more}}


_DAY = {"type": ["string", "null"], "format": "date"}
_DATE = _object(
    {
        "period": _text(
            pattern="^[0-9]{4}(-[0-9]{2})?$", description="The year, or the month of a monthly observance."
        ),
        "first_day": {**_DAY, "description": "null while it is not announced."},
        "last_day": {**_DAY, "description": "Inclusive."},
        "expected": {"type": "boolean", "description": "The days are an estimate that nobody has confirmed."},
        "cancelled": {"type": "boolean"},
        "theme": _text(),
        "url": _text(),
    }
)
_OBSERVANCE = _object(
    {
        "slug": _text(pattern="^[a-z0-9-]+$", description="Stays the same."),
        "name": _text(),
        "page": _text("uri"),
        "scope": _text(enum=[str(scope) for scope in Scope]),
        "country": _text(pattern="^([A-Z]{2})?$", description="ISO 3166-1 alpha-2; empty unless it is national."),
        "topics": _texts(enum=[str(topic) for topic in Topic]),
        "rule": _text(description="In words."),
        "first_year": {"type": ["integer", "null"]},
        "established_by": _text(),
        "organiser": _text(),
        "url": _text(),
        "hashtags": _texts(),
        "sources": {**_texts(), "description": "Where the values were read: addresses, or names of lists."},
        "licence": _text(
            description="Empty for what the coalition has added itself: ask it before you republish more."
        ),
        "dates": {"type": "array", "items": _DATE},
    }
)
