"""The values of an observance as columns: what a catalogue row or a form says, and what of it is new."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.folding import fold
from scheduler.observances.domain.catalogue import CatalogueRow
from scheduler.observances.models import Observance
from scheduler.observances.queries.observances import SEARCHED
from scheduler.rows import lock_rows


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
    return columns | {"search_text": _search_text(columns)}


def outdated_observances(session: Session) -> Sequence[int]:
    """Return the ids of the observances whose search text an older release has written."""
    rows = session.scalars(select(Observance).order_by(Observance.id)).all()
    return [row.id for row in rows if row.search_text != _stored_search_text(row)]


def refold_observance(session: Session, observance_id: int) -> None:
    """Give an observance its search text as it is folded now; nothing that a reader sees changes."""
    for row in lock_rows(session, Observance, [observance_id]):
        row.search_text = _stored_search_text(row)
    session.flush()


def _stored_search_text(observance: Observance) -> str:
    return _search_text({name: getattr(observance, name) for name in SEARCHED})


def _search_text(columns: Mapping[str, Any]) -> str:
    lines = (" ".join(columns[name]) if name == "hashtags" else columns[name] for name in SEARCHED)
    return "\n".join(map(fold, lines))


def changed_plan(observance: Observance, row: CatalogueRow) -> tuple[str, ...]:
    """Return the columns in which the row differs from what is stored, in a fixed order."""
    return tuple(name for name, value in columns_of(row).items() if getattr(observance, name) != value)


def write_catalogue_columns(observance: Observance, row: CatalogueRow) -> None:
    """Store what the row says; slug, registration, steward and editions are not touched."""
    for name, value in columns_of(row).items():
        setattr(observance, name, value)
