"""What planning reminders costs after a change, where everybody follows everything: as much as the change concerns.

People have three lead times. Changes are made by turns in a small coalition and in a big one; of one that concerns a
single person the cost must be the same in both, and of larger ones it must grow no faster than whom they concern.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import sessionmaker

from scheduler.accounts.models import MemberRole, Person
from scheduler.agenda.models import Entry, EntryKind, Follow
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish_all
from scheduler.db import AppSession, touch
from scheduler.reminders.domain.lead_times import DEFAULT_LEADS
from scheduler.reminders.jobs import plan_due
from tests.factories import organisation, person
from tests.fakes import FakeClock
from tests.plugins.databases import build_schema, connected

NOW = datetime(2027, 7, 14, 12, 0, tzinfo=UTC)
A_LITTLE = timedelta(seconds=30)
SPREAD_DAYS = 150
OWN = "observance:0"
WANTED_RATIO = 1.5
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changes: so many entries that all follow, or the one that a single person follows, or a person."""

    name: str
    entries: int = 0
    one_alone: bool = False
    people: int = 0


CHANGES = (
    Change("nothing"),
    Change("an entry that one person follows", one_alone=True),
    Change("an entry that all follow", entries=1),
    Change("ten entries that all follow", entries=10),
    Change("a person", people=1),
    Change("ten people", people=10),
)


class Coalition:
    """A database in which all people follow all entries, and one of them an entry besides."""

    def __init__(self, engine: Engine, people: int, entries: int) -> None:
        self.people, self.entries = people, entries
        self._sessions, self._now = sessionmaker(engine, class_=AppSession), NOW
        with self._sessions() as session:
            office = organisation(session, "Lantern Bay")
            members = [person(session, f"Ana {n}", (office, MemberRole.MEMBER), zone="UTC").id for n in range(people)]
            guard_id = public_guard(session).id
            publish_all(session, [_draft(number, guard_id) for number in range(entries + 1)], NOW)
            targets = [f"observance:{number}" for number in range(1, entries + 1)]
            rows = [{"person_id": one, "target": target, "since": NOW} for one in members for target in targets]
            rows.append({"person_id": members[0], "target": OWN, "since": NOW})
            for start in range(0, len(rows), ROWS_AT_ONCE):
                session.execute(insert(Follow), rows[start : start + ROWS_AT_ONCE])
            session.commit()
        # An empty cursor looks back at nothing, and the run after it at all that is new.
        self.plan()
        self.plan()

    def plan(self) -> float:
        """Let the planner run a little later; return the milliseconds that it took."""
        self._now += A_LITTLE
        began = time.perf_counter()
        plan_due(self._sessions, FakeClock(self._now))
        return (time.perf_counter() - began) * 1000

    def cost_of(self, change: Change) -> float:
        """Make a change, and return what planning costs then."""
        with self._sessions() as session:
            series = [OWN] if change.one_alone else [f"observance:{number + 1}" for number in range(change.entries)]
            for entry in session.scalars(select(Entry).where(Entry.series.in_(series))):
                entry.location += "!"
                touch(session, entry)
            for one in session.scalars(select(Person).order_by(Person.id).limit(change.people)):
                touch(session, one)
            session.commit()
        return self.plan()

    def concerned(self, change: Change) -> int:
        """Return how many pairs of a person and an entry a change concerns."""
        return change.one_alone + change.entries * self.people + change.people * self.entries


def _draft(number: int, guard_id: int) -> EntryDraft:
    day = date(NOW.year, NOW.month, NOW.day) + timedelta(days=1 + number % SPREAD_DAYS)
    return EntryDraft(
        source=Source("edition", number + 1),
        kind=EntryKind.EDITION,
        when=AllDay(day, day),
        guard_id=guard_id,
        title=f"World Day {number}",
        path=f"/observances/day-{number}",
        series=f"observance:{number}",
    )


def measure(coalitions: Sequence[Coalition], turns: int) -> bool:
    """Print the best cost of each change in each coalition; false when one grows faster than what it concerns."""
    costs = {change: [min(one.cost_of(change) for _ in range(turns)) for one in coalitions] for change in CHANGES}
    nothing, alone = costs[CHANGES[0]], costs[CHANGES[1]]
    is_good = True
    for change, (was, now) in costs.items():
        counts = [one.concerned(change) for one in coalitions]
        wanted = alone[0] + (was - nothing[0]) * counts[1] / counts[0] if counts[0] else was
        verdict = "ok" if now <= wanted * WANTED_RATIO else "TOO SLOW"
        is_good = is_good and verdict == "ok"
        print(f"{change.name:34} {was:8.1f} ms for {counts[0]:6}, {now:8.1f} ms for {counts[1]:6}  {verdict}")
    sizes = " and ".join(f"{one.people} people x {one.entries} entries" for one in coalitions)
    print(f"{sizes}; lead times: {', '.join(DEFAULT_LEADS.codes)}")
    return is_good


def main() -> int:
    """Measure; the exit status is 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("people", 1000), ("entries", 400), ("part", 10), ("turns", 5)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    size = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-plan-") as folder:
        engines = []
        for name in ("small", "big"):
            url = f"sqlite:///{Path(folder) / name}.db"
            build_schema(url)
            engines.append(connected(url))
        parts = (size.part, 1)
        coalitions = [
            Coalition(engine, size.people // part, size.entries // part)
            for engine, part in zip(engines, parts, strict=True)
        ]
        is_good = measure(coalitions, size.turns)
        for engine in engines:
            engine.dispose()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
