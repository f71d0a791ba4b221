"""Fills a database with a coalition of any size in seconds: the rows of every feature, with few statements.

The numbers are even and the same each time: person and organisation `n` stand for every other. `MARKED` things are
those that pages are measured with, as large in a small coalition as in a big one.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, text

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Coalition, Membership, Organisation, Person, Role, roles_people
from scheduler.agenda.domain.sight import Audience
from scheduler.agenda.models import (
    Entry,
    EntryKind,
    EntryOrganisation,
    EntryPerson,
    EntryStatus,
    EntryTopic,
    Follow,
    Guard,
    GuardOrganisation,
    GuardPerson,
    Involvement,
    Occurrence,
    Part,
)
from scheduler.audit.models import AuditRow
from scheduler.campaigns.models import Campaign, CampaignOrganisation, Task
from scheduler.content.domain.words import Words, canonical_json, words_hash
from scheduler.content.models import Answer, Item, ItemChannel, ItemComment, ItemSignatory, ItemVersion, SignOff
from scheduler.db import VersionCounter
from scheduler.events.models import Event
from scheduler.observances.models import Edition, Observance
from scheduler.outbox.models import Message, MessageState, Stream

NOW = datetime(2027, 7, 14, 12, 0, tzinfo=UTC)
FIRST_DAY, DAYS = date(2025, 7, 1), 5 * 365
TOPICS = ("trafficking", "labour", "migration", "children", "health")
ZONES = ("Europe/Brussels", "Asia/Manila", "America/New_York", "Africa/Nairobi", "America/Lima")
STATES = ("draft", "in_review", "in_review", "approved", "scheduled", "published")
ROWS_AT_ONCE = 2000
PUBLIC_GUARD, COALITION_GUARD, MARKED_GUARD, FIRST_GUARD = 1, 2, 3, 4
MARKED_CAMPAIGN, MARKED_ITEM = 1, 1
MARKED_ITEMS, MARKED_TASKS, MARKED_COMMENTS = 300, 100, 1000

Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many people and calendar entries; everything else follows from them."""

    people: int
    entries: int

    @property
    def organisations(self) -> int:
        return max(5, self.people // 10)

    @property
    def editions(self) -> int:
        return self.entries // 25

    @property
    def events(self) -> int:
        return self.entries * 6 // 100

    @property
    def campaigns(self) -> int:
        return max(2, self.entries // 100)

    @property
    def items(self) -> int:
        return self.entries * 30 // 100

    @property
    def tasks(self) -> int:
        return self.entries * 28 // 100


SMALL, BIG = Size(50, 500), Size(2000, 50_000)


def fill(engine: Engine, size: Size) -> None:
    """Fill an empty database that has the schema, and gather statistics as a server's own upkeep would."""
    with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        _Crowd(connection, size).add_all()
        if engine.dialect.name == "postgresql":
            _move_sequences(connection)
    with engine.connect().execution_options(sqlite_write=True, isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def _move_sequences(connection: Connection) -> None:
    """Let the database number new rows behind those that came with their numbers."""
    for table in Entry.metadata.sorted_tables:
        if list(table.primary_key.columns.keys()) == ["id"]:
            last = select(func.max(table.c.id)).scalar_subquery()
            connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))


class _Crowd:
    """Adds the rows; ids are numbered from 1 in each table, so that rows can name each other."""

    def __init__(self, connection: Connection, size: Size) -> None:
        self._connection = connection
        self._size = size
        self._chance = random.Random(2027)
        self._entry = 0
        self._guard = FIRST_GUARD - 1

    def add_all(self) -> None:
        self._add(VersionCounter, iter([{"id": 1, "value": 7}]))
        self._add(Coalition, iter([{"id": 1, "name": "Crowd", "zone": "Europe/Brussels", "set_up_at": NOW}]))
        self._add_people()
        for ident, audience in ((PUBLIC_GUARD, Audience.PUBLIC), (COALITION_GUARD, Audience.COALITION)):
            self._add(Guard, iter([{"id": ident, "audience": audience, "safe_title": f"shared:{audience}"}]))
        self._add(Guard, iter([{"id": MARKED_GUARD, "audience": Audience.COALITION}]))
        self._add_editions()
        self._add_events()
        self._add_campaigns()
        self._add_tasks()
        self._add_items()
        self._add_follows()
        self._add_messages()

    def _add(self, model: Any, rows: Rows) -> None:
        """Insert the rows; all of one call have the same columns."""
        chunk: list[dict[str, Any]] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == ROWS_AT_ONCE:
                self._connection.execute(insert(model), chunk)
                chunk = []
        if chunk:
            self._connection.execute(insert(model), chunk)

    def _add_people(self) -> None:
        past = NOW - timedelta(days=600)
        size = self._size
        self._add(
            Organisation,
            (
                {"id": n, "name": f"Organisation {n}", "short_name": f"Org {n}", "zone": _zone(n), "created_at": past}
                | {"version": 1}
                for n in _numbers(size.organisations)
            ),
        )
        self._add(
            Person,
            (
                {"id": n, "email": f"person{n}@people.test", "fs_uniquifier": f"crowd{n}", "name": _name(n)}
                | {"zone": _zone(n), "created_at": past, "version": 1}
                for n in _numbers(size.people)
            ),
        )
        self._add(
            Membership,
            (
                {"id": n, "person_id": n, "organisation_id": self._organisation_of(n), "role": _role(n, size)}
                | {"started_at": past, "version": 1}
                for n in _numbers(size.people)
            ),
        )
        self._add(Role, iter([{"id": 1, "name": "coordinator"}]))
        self._add(roles_people, iter([{"person_id": 1, "role_id": 1}]))

    def _organisation_of(self, person: int) -> int:
        return (person - 1) % self._size.organisations + 1

    def _add_editions(self) -> None:
        count = self._size.editions
        observances = -(-count // 5)
        self._add(
            Observance,
            (
                {"id": n, "slug": f"observance-{n}", "name": f"World Day {n}", "scope": "international"}
                | {"rule_kind": "fixed_date", "rule_params": {"month": n % 12 + 1, "day": n % 28 + 1}}
                | {"topics": [_topic(n)], "registered_at": NOW, "created_at": NOW, "search_text": f"world day {n}"}
                for n in _numbers(observances)
            ),
        )
        editions = [((n - 1) // 5 + 1, 2025 + (n - 1) % 5) for n in _numbers(count)]
        days = [date(year, observance % 12 + 1, observance % 28 + 1) for observance, year in editions]
        self._add(
            Edition,
            (
                {"id": n, "observance_id": observance, "period": str(year)}
                | {"rule_starts_on": day, "rule_ends_on": day}
                for n, (observance, year), day in zip(_numbers(count), editions, days, strict=True)
            ),
        )
        self._publish(
            {"source_kind": "edition", "source_id": n, "kind": EntryKind.EDITION, "guard_id": PUBLIC_GUARD}
            | {"title": f"World Day {observance}", "series": f"observance:{observance}", "day": day}
            | {"path": f"/observances/observance-{observance}#{day.year}", "topic": _topic(observance)}
            for n, (observance, _year), day in zip(_numbers(count), editions, days, strict=True)
        )

    def _add_events(self) -> None:
        rows = [(n, self._day(), self._any_organisation(n)) for n in _numbers(self._size.events)]
        self._add(
            Event,
            (
                {"id": n, "public_id": f"e{n}", "title": f"Event {n}", "first_day": day, "last_day": day}
                | {"organisation_id": organisation, "guard_id": COALITION_GUARD, "created_at": NOW}
                for n, day, organisation in rows
            ),
        )
        self._publish(
            {"source_kind": "event", "source_id": n, "kind": EntryKind.EVENT, "guard_id": COALITION_GUARD}
            | {"title": f"Event {n}", "series": f"event:{n}", "day": day, "path": f"/events/e{n}"}
            | {"organisation_id": organisation, "topic": _topic(n)}
            for n, day, organisation in rows
        )

    def _add_campaigns(self) -> None:
        size = self._size
        guards = [MARKED_GUARD, *(self._next_guard() for _ in range(size.campaigns - 1))]
        self._add_guards(guards[1:])
        rows = [(n, guard, self._day()) for n, guard in zip(_numbers(size.campaigns), guards, strict=True)]
        self._add(
            Campaign,
            (
                {"id": n, "public_id": f"c{n}", "title": f"Campaign {n}", "first_day": day, "last_day": day}
                | {"organisation_id": self._any_organisation(n), "owner_id": self._any_person(n), "guard_id": guard}
                | {"created_at": NOW}
                for n, guard, day in rows
            ),
        )
        parts = {
            (n, (self._any_organisation(n) + k) % size.organisations + 1)
            for n in _numbers(size.campaigns)
            for k in range(-1, 3)
        } | {(MARKED_CAMPAIGN, 1)}
        self._add(
            CampaignOrganisation,
            (
                {"campaign_id": n, "organisation_id": organisation, "joined_at": NOW}
                for n, organisation in sorted(parts)
            ),
        )
        self._publish(
            {"source_kind": "campaign", "source_id": n, "kind": EntryKind.CAMPAIGN, "guard_id": guard}
            | {"title": f"Campaign {n}", "series": f"campaign:{n}", "day": day, "path": f"/campaigns/c{n}"}
            | {"organisation_id": self._any_organisation(n), "topic": _topic(n)}
            for n, guard, day in rows
        )
        self._campaign_guards: Mapping[int, int] = dict(zip(_numbers(size.campaigns), guards, strict=True))

    def _add_tasks(self) -> None:
        rows = [
            (n, self._campaign_of(n, MARKED_TASKS), self._day(), self._any_person(n))
            for n in _numbers(max(self._size.tasks, MARKED_TASKS))
        ]
        self._add(
            Task,
            (
                {"id": n, "campaign_id": campaign, "title": f"Task {n}", "assignee_id": person, "due_on": day}
                | {"organisation_id": self._organisation_of(person), "created_at": NOW}
                | {"done_at": NOW if day < NOW.date() and n % 10 else None}
                for n, campaign, day, person in rows
            ),
        )
        self._publish(
            {"source_kind": "task", "source_id": n, "kind": EntryKind.TASK, "title": f"Task {n}", "day": day}
            | {"guard_id": self._campaign_guards[campaign], "series": f"campaign:{campaign}"}
            | {"path": f"/campaigns/c{campaign}#task-{n}", "organisation_id": self._organisation_of(person)}
            | {"people": [(person, Involvement.ASSIGNEE)]}
            for n, campaign, day, person in rows
        )

    def _add_items(self) -> None:
        numbers = list(_numbers(max(self._size.items, MARKED_ITEMS)))
        guards = [self._next_guard() for _n in numbers]
        self._add_guards(guards, open_to_all=MARKED_ITEMS)
        words = [
            Words(title=f"Statement {n}", body=f"Statement {n}. " + "The coalition asks. " * 40) for n in range(10)
        ]
        stored = [(canonical_json(one), words_hash(one), one.title) for one in words]
        rows = [
            (n, guard, self._day(), self._any_person(n), STATES[n % 6])
            for n, guard in zip(numbers, guards, strict=True)
        ]
        self._add(
            Item,
            (
                {"id": n, "public_id": f"i{n}", "kind": "post", "state": state, "guard_id": guard}
                | {"campaign_id": self._campaign_of(n, MARKED_ITEMS), "organisation_id": self._organisation_of(person)}
                | {"owner_id": person, "publish_on": day, "created_at": NOW, "created_by": person}
                | {"signoff_due_on": day - timedelta(days=7), "published_at": NOW if state == "published" else None}
                for n, guard, day, person, state in rows
            ),
        )
        self._add(
            ItemVersion,
            (
                {"id": n, "item_id": n, "number": 1, "title": title, "words": text_, "words_hash": digest}
                | {"author_id": person, "created_at": NOW}
                for n, _guard, _day, person, _state in rows
                for text_, digest, title in [stored[n % 10]]
            ),
        )
        self._add(
            ItemChannel,
            ({"item_id": n, "channel": channel} for n in numbers for channel in ("x", "bluesky", "linkedin")),
        )
        self._add(
            ItemSignatory,
            (
                {"item_id": n, "organisation_id": organisation, "named_at": NOW}
                for n, _guard, _day, person, _state in rows
                for organisation in self._signatories(person)
            ),
        )
        self._add(
            SignOff,
            (
                {"item_id": n, "version_number": 1, "words_hash": stored[n % 10][1], "organisation_id": organisation}
                | {"person_id": organisation, "as_role": "lead", "answer": Answer.YES, "at": NOW}
                for n, _guard, _day, person, state in rows
                if state not in ("draft", "in_review")
                for organisation in (self._organisation_of(person), *self._signatories(person))
            ),
        )
        self._add(
            ItemComment,
            (
                {"item_id": MARKED_ITEM, "version_number": 1, "person_id": self._any_person(n)}
                | {"body": f"Remark {n}, @{_name(n % 40 + 1)}: see https://example.org/{n}", "at": NOW}
                for n in range(MARKED_COMMENTS)
            ),
        )
        self._publish(
            {"source_kind": "content", "source_id": n, "kind": EntryKind.CONTENT, "guard_id": guard, "day": day}
            | {"title": f"Statement {n % 10}", "series": f"campaign:{self._campaign_of(n, MARKED_ITEMS)}"}
            | {"path": f"/content/i{n}", "organisation_id": self._organisation_of(person), "topic": _topic(n)}
            | {"people": [(person, Involvement.OWNER)]}
            for n, guard, day, person, _state in rows
        )
        self._publish(
            {"source_kind": "content", "source_id": n, "part": f"signoff:{organisation}", "kind": EntryKind.DEADLINE}
            | {"guard_id": guard, "title": f"Sign-off due: Statement {n % 10}", "day": day - timedelta(days=7)}
            | {"path": f"/content/i{n}", "organisation_id": self._organisation_of(person), "listed": False}
            | {"people": [(organisation, Involvement.REVIEWER)], "to_sign": organisation}
            for n, guard, day, person, state in rows
            if state == "in_review"
            for organisation in (self._organisation_of(person), *self._signatories(person))
        )

    def _add_follows(self) -> None:
        campaigns, observances = self._size.campaigns, -(-self._size.editions // 5)
        rows = {
            (person, target)
            for person in _numbers(self._size.people)
            for target in (
                f"topic:{_topic(person)}",
                *(f"campaign:{(person * 7 + k) % campaigns + 1}" for k in range(3)),
                *(f"observance:{(person * 3 + k) % observances + 1}" for k in range(3)),
            )
        }
        self._add(Follow, ({"person_id": person, "target": target, "since": NOW} for person, target in sorted(rows)))

    def _add_messages(self) -> None:
        day = timedelta(days=1)
        self._add(
            Message,
            (
                {"stream": Stream.REMINDER, "kind": "followed", "person_id": person, "entry_id": n % 400 + 1}
                | {"dedup_key": f"crowd:{person}:{n}", "message_id": f"crowd.{person}.{n}", "created_at": NOW - n * day}
                | {"due_at": NOW - n * day, "state": MessageState.SENT, "settled_at": NOW - n * day, "attempts": 1}
                for person in _numbers(self._size.people)
                for n in range(1, 21)
            ),
        )
        self._add(
            AuditRow,
            (
                {"at": NOW - timedelta(hours=n % 5000), "actor_id": self._any_person(n), "act": "content.published"}
                | {"subject_kind": "content", "subject_id": n % 500 + 1, "facts": {}}
                for n in range(self._size.entries)
            ),
        )

    def _publish(self, drafts: Iterator[Mapping[str, Any]]) -> None:
        """Add entries with their occurrence, topic, people and organisations."""
        known = list(drafts)
        first = self._entry + 1
        self._entry += len(known)
        numbered = list(enumerate(known, first))
        self._add(Entry, (_entry(ident, draft) for ident, draft in numbered))
        self._add(
            Occurrence,
            (
                {"entry_id": ident, "first_day": draft["day"], "last_day": draft["day"], "is_long": False}
                for ident, draft in numbered
            ),
        )
        self._add(EntryTopic, ({"entry_id": i, "topic": one["topic"]} for i, one in numbered if "topic" in one))
        self._add(
            EntryPerson,
            (
                {"entry_id": ident, "person_id": person, "involvement": involvement}
                for ident, draft in numbered
                for person, involvement in draft.get("people", ())
            ),
        )
        self._add(
            EntryOrganisation,
            (
                {"entry_id": i, "organisation_id": draft["to_sign"], "involvement": Involvement.TO_SIGN}
                for i, draft in numbered
                if "to_sign" in draft
            ),
        )

    def _next_guard(self) -> int:
        self._guard += 1
        return self._guard

    def _add_guards(self, guards: Sequence[int], *, open_to_all: int = 0) -> None:
        """Add a guard for each thing: for the coalition, two organisations or one person; the first ones for all."""
        self._add(Guard, ({"id": n, "audience": Audience.COALITION, "version": 1} for n in guards[:open_to_all]))
        guards = guards[open_to_all:]
        self._add(Guard, ({"id": n, "audience": _audience(n), "version": 1} for n in guards))
        self._add(
            GuardOrganisation,
            (
                {"guard_id": n, "organisation_id": organisation, "part": Part.AUDIENCE}
                for n in guards
                if _audience(n) is Audience.ORGANISATIONS
                for organisation in {self._any_organisation(n), self._any_organisation(n + 1)}
            ),
        )
        self._add(
            GuardPerson,
            (
                {"guard_id": n, "person_id": self._any_person(n), "part": Part.AUDIENCE}
                for n in guards
                if _audience(n) is Audience.PEOPLE
            ),
        )

    def _signatories(self, person: int) -> tuple[int, int]:
        count = self._size.organisations
        own = self._organisation_of(person)
        return own % count + 1, (own + 1) % count + 1

    def _campaign_of(self, number: int, marked: int) -> int:
        others = self._size.campaigns - 1
        return MARKED_CAMPAIGN if number <= marked else number % others + 2

    def _any_organisation(self, number: int) -> int:
        return number % self._size.organisations + 1

    def _any_person(self, number: int) -> int:
        return number * 7 % self._size.people + 1

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self._chance.randrange(DAYS))


def _entry(ident: int, draft: Mapping[str, Any]) -> dict[str, Any]:
    title = draft["title"]
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
        "vevent_head": b"BEGIN:VEVENT\r\nUID:crowd\r\n",
        "vevent_summary": b"SUMMARY:Crowd\r\n",
        "vevent_tail": b"END:VEVENT\r\n",
        "created_at": NOW,
        "changed_at": NOW,
        "version": 1,
    }


def _numbers(count: int) -> range:
    return range(1, count + 1)


def _name(number: int) -> str:
    return f"Ana{number % 300} Reyes{number}"


def _zone(number: int) -> str:
    return ZONES[number % len(ZONES)]


def _topic(number: int) -> str:
    return TOPICS[number % len(TOPICS)]


def _role(person: int, size: Size) -> MemberRole:
    """Return the role of a person: the first of each organisation leads it, the second edits."""
    place = (person - 1) // size.organisations
    return (MemberRole.LEAD, MemberRole.EDITOR)[place] if place < 2 else MemberRole.MEMBER


def _audience(guard: int) -> Audience:
    return (Audience.COALITION, Audience.COALITION, Audience.COALITION, Audience.ORGANISATIONS, Audience.PEOPLE)[
        guard % 5
    ]
