"""What stored phrases say, as SQL over an Entry."""

from typing import Any

from sqlalchemy import ColumnElement, String, case
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from scheduler.agenda.domain.phrases import PHRASES_FORM
from scheduler.agenda.models import Entry


class _DescribedState(FunctionElement[str]):
    """`phrases.described_state`: what the terms of the description say first of the state; NULL if nothing."""

    type = String()
    inherit_cache = True


@compiles(_DescribedState)
def _in_sqlite(element: _DescribedState, compiler: SQLCompiler, **options: Any) -> str:
    stored = compiler.process(element.clauses, **options)
    return f"json_extract(nullif({stored}, ''), '$.description[2].state[0]')"


@compiles(_DescribedState, "postgresql")
def _in_postgresql(element: _DescribedState, compiler: SQLCompiler, **options: Any) -> str:
    stored = compiler.process(element.clauses, **options)
    return f"(nullif({stored}, '')::json #>> '{{description,2,state,0}}')"


def state_clause() -> ColumnElement[str | None]:
    """Return SQL over an Entry: how far its description says that it is; NULL if that says nothing."""
    return case((Entry.parts_form >= PHRASES_FORM, _DescribedState(Entry.phrases)))
