"""What the search counts entries by, as SQL over an Entry and its Occurrence."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, case, func, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from scheduler.agenda.domain.search_keys import CONCEALED, SEARCH_KEYS_FORM
from scheduler.agenda.models import Entry, Occurrence
from scheduler.agenda.phrases_sql import state_clause


class _Year(FunctionElement[int]):
    """The year of a day."""

    type = Integer()
    inherit_cache = True


@compiles(_Year)
def _in_sqlite(element: _Year, compiler: SQLCompiler, **options: Any) -> str:
    # Days are text there; to read one as a day takes five times as long.
    return f"CAST(substr({compiler.process(element.clauses, **options)}, 1, 4) AS INTEGER)"


@compiles(_Year, "postgresql")
def _in_postgresql(element: _Year, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(EXTRACT(year FROM {compiler.process(element.clauses, **options)}) AS INTEGER)"


def year_clause() -> ColumnElement[int]:
    """Return SQL over an Occurrence: in which year it begins."""
    return _Year(Occurrence.first_day)


def search_state_clause() -> ColumnElement[str]:
    """Return SQL over an Entry: `search_keys.search_state`, as it was stored or, of what is older, worked out."""
    stored = case((Entry.parts_form >= SEARCH_KEYS_FORM, Entry.search_state))
    # Asked before what is stored: by it no organisation is named, whichever program has concealed the entry.
    concealed = case((Entry.concealed.is_(True), CONCEALED))
    return func.coalesce(concealed, stored, state_clause(), Entry.status)


def alike_clause() -> ColumnElement[int | None]:
    """Return SQL over an Entry: its key, unless a release that knows no keys has changed the entry since."""
    return case((or_(Entry.parts_form >= SEARCH_KEYS_FORM, Entry.alike < 0), Entry.alike))
