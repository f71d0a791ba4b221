"""Fills a database with a coalition of any size in seconds: the rows of every feature, with few statements.

The numbers are even and the same each time: person and organisation `n` stand for every other. `MARKED` things are
those that pages are measured with, as large in a small coalition as in a big one.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, func, select, text

from bench.crowd_content import add_content
from bench.crowd_rows import (
    BIG,
    COALITION_GUARD,
    MARKED_CAMPAIGN,
    MARKED_GUARD,
    MARKED_ITEMS,
    MARKED_TASKS,
    NOW,
    PUBLIC_GUARD,
    SMALL,
    Size,
    name,
    numbers,
    topic,
    zone,
)
from bench.crowd_writer import Writer
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Coalition, Membership, Organisation, Person, PersonVisit, Role, roles_people
from scheduler.agenda.models import Entry, EntryKind, Follow, Involvement
from scheduler.audit.models import AuditRow
from scheduler.campaigns.models import Campaign, CampaignOrganisation, Task
from scheduler.db import VersionCounter
from scheduler.events.models import Event
from scheduler.observances.models import Edition, Observance
from scheduler.outbox.models import Message, MessageState, Stream

__all__ = ["BIG", "MARKED_ITEMS", "MARKED_TASKS", "NOW", "SMALL", "Size", "fill"]


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
    """Adds the rows of every feature, each after those that it names."""

    def __init__(self, connection: Connection, size: Size) -> None:
        self._size = size
        self._writer = Writer(connection, size)

    def add_all(self) -> None:
        self._writer.add(VersionCounter, iter([{"id": 1, "value": 7}]))
        self._writer.add(Coalition, iter([{"id": 1, "name": "Crowd", "zone": "Europe/Brussels", "set_up_at": NOW}]))
        self._add_people()
        self._writer.add_known_guards()
        self._add_editions()
        self._add_events()
        self._add_campaigns()
        self._add_tasks()
        add_content(self._writer)
        self._add_follows()
        self._add_messages()

    def _add_people(self) -> None:
        past = NOW - timedelta(days=600)
        size = self._size
        self._writer.add(
            Organisation,
            (
                {"id": n, "name": f"Organisation {n}", "short_name": f"Org {n}", "zone": zone(n), "created_at": past}
                | {"version": 1}
                for n in numbers(size.organisations)
            ),
        )
        self._writer.add(
            Person,
            (
                {"id": n, "email": f"person{n}@people.test", "fs_uniquifier": f"crowd{n}", "name": name(n)}
                | {"zone": zone(n), "created_at": past, "version": 1}
                for n in numbers(size.people)
            ),
        )
        self._writer.add(
            Membership,
            (
                {"id": n, "person_id": n, "organisation_id": size.organisation_of(n), "role": _role(n, size)}
                | {"started_at": past, "version": 1}
                for n in numbers(size.people)
            ),
        )
        self._writer.add(
            PersonVisit, ({"person_id": n, "last_at": NOW - timedelta(days=2)} for n in numbers(size.people))
        )
        self._writer.add(Role, iter([{"id": 1, "name": "coordinator"}]))
        self._writer.add(roles_people, iter([{"person_id": 1, "role_id": 1}]))

    def _add_editions(self) -> None:
        count = self._size.editions
        observances = -(-count // 5)
        self._writer.add(
            Observance,
            (
                {"id": n, "slug": f"observance-{n}", "name": f"World Day {n}", "scope": "international"}
                | {"rule_kind": "fixed_date", "rule_params": {"month": n % 12 + 1, "day": n % 28 + 1}}
                | {"topics": [topic(n)], "registered_at": NOW, "created_at": NOW, "search_text": f"world day {n}"}
                for n in numbers(observances)
            ),
        )
        editions = [_edition(n) for n in numbers(count)]
        days = [_edition_day(n) for n in numbers(count)]
        self._writer.add(
            Edition,
            (
                {"id": n, "observance_id": observance, "period": str(year)}
                | {"rule_starts_on": day, "rule_ends_on": day}
                for n, (observance, year), day in zip(numbers(count), editions, days, strict=True)
            ),
        )
        self._writer.publish(
            {"source_kind": "edition", "source_id": n, "kind": EntryKind.EDITION, "guard_id": PUBLIC_GUARD}
            | {"title": f"World Day {observance}", "series": f"observance:{observance}", "day": day}
            | {"path": f"/observances/observance-{observance}#{day.year}", "topic": topic(observance)}
            for n, (observance, _year), day in zip(numbers(count), editions, days, strict=True)
        )

    def _add_events(self) -> None:
        rows = [(n, self._writer.day(), self._size.any_organisation(n)) for n in numbers(self._size.events)]
        self._writer.add(
            Event,
            (
                {"id": n, "public_id": f"e{n}", "title": f"Event {n}", "first_day": day, "last_day": day}
                | {"organisation_id": organisation, "guard_id": COALITION_GUARD, "created_at": NOW}
                for n, day, organisation in rows
            ),
        )
        self._writer.publish(
            {"source_kind": "event", "source_id": n, "kind": EntryKind.EVENT, "guard_id": COALITION_GUARD}
            | {"title": f"Event {n}", "series": f"event:{n}", "day": day, "path": f"/events/e{n}"}
            | {"organisation_id": organisation, "topic": topic(n)}
            for n, day, organisation in rows
        )

    def _add_campaigns(self) -> None:
        size = self._size
        guards = [MARKED_GUARD, *(self._writer.next_guard() for _ in range(size.campaigns - 1))]
        self._writer.add_guards(guards[1:])
        rows = [(n, guard, self._writer.day()) for n, guard in zip(numbers(size.campaigns), guards, strict=True)]
        self._writer.add(
            Campaign,
            (
                {"id": n, "public_id": f"c{n}", "title": f"Campaign {n}", "first_day": day, "last_day": day}
                | {"organisation_id": size.any_organisation(n), "owner_id": size.any_person(n), "guard_id": guard}
                | {"created_at": NOW}
                for n, guard, day in rows
            ),
        )
        parts = {
            (n, (size.any_organisation(n) + k) % size.organisations + 1)
            for n in numbers(size.campaigns)
            for k in range(-1, 3)
        } | {(MARKED_CAMPAIGN, 1)}
        self._writer.add(
            CampaignOrganisation,
            (
                {"campaign_id": n, "organisation_id": organisation, "joined_at": NOW}
                for n, organisation in sorted(parts)
            ),
        )
        self._writer.publish(
            {"source_kind": "campaign", "source_id": n, "kind": EntryKind.CAMPAIGN, "guard_id": guard}
            | {"title": f"Campaign {n}", "series": f"campaign:{n}", "day": day, "path": f"/campaigns/c{n}"}
            | {"organisation_id": size.any_organisation(n), "topic": topic(n)}
            for n, guard, day in rows
        )
        self._campaign_guards: Mapping[int, int] = dict(zip(numbers(size.campaigns), guards, strict=True))

    def _add_tasks(self) -> None:
        marked = self._size.marked.tasks
        rows = [
            (n, self._size.campaign_of(n, marked), self._writer.day(), self._size.any_person(n))
            for n in numbers(max(self._size.tasks, marked))
        ]
        self._writer.add(
            Task,
            (
                {"id": n, "campaign_id": campaign, "title": f"Task {n}", "assignee_id": person, "due_on": day}
                | {"public_id": str(n), "organisation_id": self._size.organisation_of(person), "created_at": NOW}
                | {"done_at": NOW if day < NOW.date() and n % 10 else None}
                for n, campaign, day, person in rows
            ),
        )
        self._writer.publish(
            {"source_kind": "task", "source_id": n, "kind": EntryKind.TASK, "title": f"Task {n}", "day": day}
            | {"guard_id": self._campaign_guards[campaign], "series": f"campaign:{campaign}"}
            | {"path": f"/campaigns/c{campaign}#task-{n}", "organisation_id": self._size.organisation_of(person)}
            | {"people": [(person, Involvement.ASSIGNEE)]}
            for n, campaign, day, person in rows
        )

    def _add_follows(self) -> None:
        campaigns, observances = self._size.campaigns, -(-self._size.editions // 5)
        rows = {
            (person, target)
            for person in numbers(self._size.people)
            for target in (
                f"topic:{topic(person)}",
                *(f"campaign:{(person * 7 + k) % campaigns + 1}" for k in range(3)),
                *(f"observance:{(person * 3 + k) % observances + 1}" for k in range(3)),
            )
        }
        self._writer.add(
            Follow, ({"person_id": person, "target": target, "since": NOW} for person, target in sorted(rows))
        )

    def _add_messages(self) -> None:
        day = timedelta(days=1)
        self._writer.add(
            Message,
            (
                {"stream": Stream.REMINDER, "kind": "followed", "person_id": person, "entry_id": n % 400 + 1}
                | {"dedup_key": f"crowd:{person}:{n}", "message_id": f"crowd.{person}.{n}", "created_at": NOW - n * day}
                | {"payload": {"first_day": _edition_day(n % 400 + 1).isoformat()}, "due_at": NOW - n * day}
                | {"state": MessageState.SENT, "settled_at": NOW - n * day, "attempts": 1}
                for person in numbers(self._size.people)
                for n in range(1, 21)
            ),
        )
        self._writer.add(
            AuditRow,
            (
                {
                    "at": NOW - timedelta(hours=n % 5000),
                    "actor_id": self._size.any_person(n),
                    "act": "content.published",
                }
                | {"subject_kind": "content", "subject_id": n % 500 + 1, "facts": {}}
                for n in range(self._size.entries)
            ),
        )


def _role(person: int, size: Size) -> MemberRole:
    """Return the role of a person: the first of each organisation leads it, the second edits."""
    place = (person - 1) // size.organisations
    return (MemberRole.LEAD, MemberRole.EDITOR)[place] if place < 2 else MemberRole.MEMBER


def _edition(number: int) -> tuple[int, int]:
    """Return of which observance, and of which year, an edition is."""
    return (number - 1) // 5 + 1, 2025 + (number - 1) % 5


def _edition_day(number: int) -> date:
    """Return the day of an edition; entries are numbered as these are, which come first."""
    observance, year = _edition(number)
    return date(year, observance % 12 + 1, observance % 28 + 1)
