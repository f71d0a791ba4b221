"""The facts of an observance as columns: what a catalogue row or a form says, and what of it is new."""

from typing import Any

from scheduler.folding import fold
from scheduler.observances.domain.catalogue import CatalogueRow
from scheduler.observances.models import Observance
from scheduler.observances.reading import SEARCHED


def columns_of(row: CatalogueRow) -> dict[str, Any]:
    """Return what the row says, by column; its slug is left out."""
    columns: dict[str, Any] = {
        "name": row.name,
        "scope": str(row.scope),
        "country": row.country,
        "topics": [str(topic) for topic in row.topics],
        "rule_kind": row.rule.kind,
        "rule_params": row.rule.to_params(),
        "first_year": row.first_year,
        "established_by": row.established_by,
        "organiser": row.organiser,
        "url": row.url,
        "hashtags": list(row.hashtags),
        "sources": list(row.sources),
    }
    searched = [" ".join(columns[name]) if name == "hashtags" else columns[name] for name in SEARCHED]
    return columns | {"search_text": "\n".join(map(fold, searched))}


def changed_facts(observance: Observance, row: CatalogueRow) -> tuple[str, ...]:
    """Return the columns in which the row differs from what is stored, in a fixed order."""
    return tuple(name for name, value in columns_of(row).items() if getattr(observance, name) != value)


def write_facts(observance: Observance, row: CatalogueRow) -> None:
    """Store what the row says; slug, registration, steward and editions are not touched."""
    for name, value in columns_of(row).items():
        setattr(observance, name, value)
