"""How SQLite finds what changed last: by the moment, not among all entries of a kind."""

from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bench.crowd import NOW
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.queries.recent import recent_entries

READER = Viewer(2, is_member=True, organisations=frozenset({1}), editor_of=frozenset({1}))


@pytest.mark.engines("sqlite")
def test_what_changed_last_is_found_by_when_it_changed(fresh_engine: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        asked.append((statement, parameters))

    with Session(fresh_engine) as session:
        event.listen(fresh_engine, "before_cursor_execute", note)
        recent_entries(session, READER, NOW, limit=11)
        event.remove(fresh_engine, "before_cursor_execute", note)
        ((statement, parameters),) = [one for one in asked if one[0].startswith("SELECT")]
        steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()

    assert [step.detail for step in steps if "ix_entry_" in step.detail] == [
        "SEARCH entry USING INDEX ix_entry_changed_at (changed_at>?)"
    ]
