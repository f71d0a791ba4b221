"""Writes the rows of a crowd, and gives each thing its guard, its day and its entries in the calendar."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from bench.crowd_rows import (
    COALITION_GUARD,
    DAYS,
    FIRST_DAY,
    FIRST_GUARD,
    MARKED_GUARD,
    NOW,
    PUBLIC_GUARD,
    ROWS_AT_ONCE,
    Rows,
    Size,
)
from scheduler.agenda.domain.ical import PARTS_FORM
from scheduler.agenda.domain.phrases import described_state
from scheduler.agenda.domain.search_keys import alike_key, search_state
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import (
    Entry,
    EntryKind,
    EntryOrganisation,
    EntryPerson,
    EntryStatus,
    EntryTopic,
    Guard,
    GuardOrganisation,
    GuardPerson,
    GuardRole,
    Involvement,
    Occurrence,
)


class Writer:
    """Adds rows; ids are numbered from 1 in each table, so that rows can name each other."""

    def __init__(self, connection: Connection, size: Size) -> None:
        self.size = size
        self._connection = connection
        self._chance = random.Random(2027)
        self._entry = 0
        self._guard = FIRST_GUARD - 1

    def add(self, model: Any, rows: Rows) -> None:
        """Insert the rows; all of one call have the same columns."""
        chunk: list[dict[str, Any]] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == ROWS_AT_ONCE:
                self._connection.execute(insert(model), chunk)
                chunk = []
        if chunk:
            self._connection.execute(insert(model), chunk)

    def day(self) -> date:
        return FIRST_DAY + timedelta(days=self._chance.randrange(DAYS))

    def next_guard(self) -> int:
        self._guard += 1
        return self._guard

    def add_known_guards(self) -> None:
        """Add the guards that many things share, and the one of what is measured."""
        for ident, audience in ((PUBLIC_GUARD, Audience.PUBLIC), (COALITION_GUARD, Audience.COALITION)):
            self.add(Guard, iter([{"id": ident, "audience": audience, "shared": audience}]))
        self.add(Guard, iter([{"id": MARKED_GUARD, "audience": Audience.COALITION}]))

    def add_guards(self, guards: Sequence[int], *, make_public: int = 0) -> None:
        """Add a guard for each thing: for the coalition, two organisations or one person; the first ones for all."""
        self.add(Guard, ({"id": n, "audience": Audience.COALITION, "version": 1} for n in guards[:make_public]))
        guards = guards[make_public:]
        self.add(Guard, ({"id": n, "audience": _audience(n), "version": 1} for n in guards))
        self.add(
            GuardOrganisation,
            (
                {"guard_id": n, "organisation_id": organisation, "part": GuardRole.AUDIENCE}
                for n in guards
                if _audience(n) is Audience.ORGANISATIONS
                for organisation in {self.size.any_organisation(n), self.size.any_organisation(n + 1)}
            ),
        )
        self.add(
            GuardPerson,
            (
                {"guard_id": n, "person_id": self.size.any_person(n), "part": GuardRole.AUDIENCE}
                for n in guards
                if _audience(n) is Audience.PEOPLE
            ),
        )

    def publish(self, drafts: Iterator[Mapping[str, Any]]) -> None:
        """Add entries with their occurrence, topic, people and organisations."""
        known = list(drafts)
        first = self._entry + 1
        self._entry += len(known)
        numbered = list(enumerate(known, first))
        self.add(Entry, (_entry(ident, draft) for ident, draft in numbered))
        self.add(
            Occurrence,
            (
                {"entry_id": ident, "first_day": draft["day"], "last_day": draft["day"], "is_long": False}
                for ident, draft in numbered
            ),
        )
        self.add(EntryTopic, ({"entry_id": i, "topic": one["topic"]} for i, one in numbered if "topic" in one))
        self.add(
            EntryPerson,
            (
                {"entry_id": ident, "person_id": person, "involvement": involvement}
                for ident, draft in numbered
                for person, involvement in draft.get("people", ())
            ),
        )
        self.add(
            EntryOrganisation,
            (
                {"entry_id": i, "organisation_id": draft["to_sign"], "involvement": Involvement.TO_SIGN}
                for i, draft in numbered
                if "to_sign" in draft
            ),
        )


def _entry(ident: int, draft: Mapping[str, Any]) -> dict[str, Any]:
    title, phrases = draft["title"], draft.get("phrases", "")
    seen = (draft["path"], title, phrases, (draft["day"], draft["day"], None), EntryStatus.CONFIRMED)
    return {
        "id": ident,
        "uid": f"crowd-{ident}@people.test",
        "source_kind": draft["source_kind"],
        "source_id": draft["source_id"],
        "part": draft.get("part", ""),
        "kind": draft["kind"],
        "status": EntryStatus.CONFIRMED,
        "listed": draft.get("listed", True),
        "guard_id": draft["guard_id"],
        "organisation_id": draft.get("organisation_id"),
        "series": draft.get("series", ""),
        "starts_on": draft["day"],
        "ends_on": draft["day"],
        "title": title,
        "path": draft["path"],
        "search_text": title.casefold(),
        "phrases": phrases,
        "search_state": search_state(described_state(phrases), EntryStatus.CONFIRMED, concealed=False),
        "alike": alike_key(*seen) if draft["kind"] == EntryKind.DEADLINE else None,
        "parts_form": PARTS_FORM,
        "vevent_head": b"BEGIN:VEVENT\r\nUID:crowd\r\n",
        "vevent_summary": b"SUMMARY:Crowd\r\n",
        "vevent_tail": b"END:VEVENT\r\n",
        "created_at": NOW,
        "changed_at": NOW,
        "version": 1,
    }


def _audience(guard: int) -> Audience:
    return (Audience.COALITION, Audience.COALITION, Audience.COALITION, Audience.ORGANISATIONS, Audience.PEOPLE)[
        guard % 5
    ]
