"""How PostgreSQL finds the entries of a month among ten thousand, each behind a guard of its own."""

import re
from datetime import date
from typing import Any

from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session

from bench.crowd import Size, fill
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.reading import Window, entries_for
from scheduler.agenda.services.viewers import viewer_of
from scheduler.pages.filters import Filters

ENTRIES = 10_000
JULY = Window(date(2027, 6, 28), date(2027, 8, 2))
LEAD, COORDINATOR = 2, 1
OWN_GUARDS = """
    INSERT INTO guard (id, audience, safe_title, held, version)
    SELECT entry.id + 1000000, guard.audience, '', false, 1 FROM entry JOIN guard ON guard.id = entry.guard_id
"""


def test_a_month_reads_neither_all_entries_nor_all_guards(own_engine: Engine) -> None:
    fill(own_engine, Size(300, ENTRIES))
    with own_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in (OWN_GUARDS, "UPDATE entry SET guard_id = id + 1000000", "VACUUM FULL entry", "ANALYZE"):
            connection.execute(text(statement))

    for person_id in (LEAD, COORDINATOR):
        plan = plan_of_month(own_engine, person_id)
        assert "ix_occurrence_days" in plan
        assert re.findall(r"Seq Scan on (?:entry|guard|occurrence)\b", plan) == [], plan


def plan_of_month(engine: Engine, person_id: int) -> str:
    """Return how the calendar's statement is answered for a person."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        asked.append((statement, parameters))

    with Session(engine) as session:
        viewer = viewer_of(actor_roles(session, person_id))
        event.listen(engine, "before_cursor_execute", note)
        found = entries_for(session, viewer, JULY, Filters().selection(viewer))
        event.remove(engine, "before_cursor_execute", note)
        assert 50 < len(found) < ENTRIES / 50
        ((statement, parameters),) = asked
        return "\n".join(session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())
