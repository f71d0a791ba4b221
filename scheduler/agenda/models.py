"""Tables of the agenda: guards and when they kept text back, entries, occurrences, follows."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.agenda.domain.phrases import described_state, phrases_of_form
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.entry_wording import description_text, label_text, title_text
from scheduler.db import Base, MadeByForm, Versioned

LONG_SPAN_DAYS = 31
"""Occurrences that last longer are looked up apart, so that a month needs a short look-back."""

MAX_SPAN_DAYS = 400
"""No entry may last longer."""


class GuardRole(StrEnum):
    """Why an organisation or a person is named in a guard."""

    AUDIENCE = "audience"
    EMBARGO_GROUP = "circle"


class Guard(Base, Versioned):
    """The one row that decides who sees nothing of a thing, a placeholder, or its text.

    The embargo is kept as wall time and zone; `embargo_at` is derived. The text stays concealed until
    the lift job sets `revealed_at`, whatever the time is. `shared` is the audience of a guard that many things share;
    nothing conceals those, and nobody changes it.
    """

    __tablename__ = "guard"
    __table_args__ = (Index("uq_guard_shared", "shared", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audience: Mapped[Audience] = mapped_column(String(16))
    placeholder_title: Mapped[str] = mapped_column("safe_title", String(120), default="")
    embargo_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), default=None)
    embargo_zone: Mapped[str | None] = mapped_column(String(64), default=None)
    embargo_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    held: Mapped[bool] = mapped_column(default=False)
    revealed_at: Mapped[datetime | None] = mapped_column(default=None)
    shared: Mapped[str | None] = mapped_column(String(16), default=None)
    organisations: Mapped[list["GuardOrganisation"]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    people: Mapped[list["GuardPerson"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class GuardOrganisation(Base):
    """An organisation in the audience, or whose leads and editors are in the embargo group."""

    __tablename__ = "guard_organisation"

    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    role: Mapped[GuardRole] = mapped_column("part", String(8), primary_key=True)


class GuardPerson(Base):
    """A person in the audience or in the embargo group."""

    __tablename__ = "guard_person"

    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[GuardRole] = mapped_column("part", String(8), primary_key=True)


class GuardPeriod(Base):
    """A time in which the text behind a guard was kept back: what was said meanwhile stays with its readers.

    `since` is NULL if they were from the beginning, `until` while they still are; both belong to it.
    """

    __tablename__ = "guard_period"

    id: Mapped[int] = mapped_column(primary_key=True)
    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime | None] = mapped_column(default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)
    readers: Mapped[list["PeriodReader"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class PeriodReader(Base):
    """An organisation whose leads and editors could read the text until the period ended, or a person who could."""

    __tablename__ = "guard_period_reader"

    id: Mapped[int] = mapped_column(primary_key=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("guard_period.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, default=None)


class EmergencyAccess(Base, MadeByForm):
    """A coordinator let themselves into the embargo group, and why; read by that group alone."""

    __tablename__ = "emergency_access"

    id: Mapped[int] = mapped_column(primary_key=True)
    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class EntryKind(StrEnum):
    """What a calendar item is.

    `deadline` is a sign-off, review or date that somebody has to see to; `milestone` is one of a bill.
    """

    EDITION = "edition"
    EVENT = "event"
    CAMPAIGN = "campaign"
    CONTENT = "content"
    TASK = "task"
    DEADLINE = "deadline"
    MILESTONE = "milestone"


TELLS_MORE = frozenset({EntryKind.TASK, EntryKind.DEADLINE})
"""Kinds that say what is done about a thing; under embargo they are for whoever may read its text."""


NO_DAY = "no_day"
"""The part of what stands in for a thing without a day: its own day means nothing, and no list shows it."""


class EntryStatus(StrEnum):
    """iCalendar STATUS of an entry."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Involvement(StrEnum):
    """How a person or an organisation takes part in an entry."""

    OWNER = "owner"
    ASSIGNEE = "assignee"
    REVIEWER = "reviewer"
    PARTICIPATES = "takes_part"
    TO_SIGN = "to_sign"
    STEWARD = "steward"


class Entry(Base, Versioned):
    """What happens when, with one text for all; a placeholder until the lift.

    `source_kind`, `source_id` and `part` name the writer's row without a foreign key; an entry outlives it.
    An all-day entry has dates (both inclusive); a timed one has wall time, zone and UTC instants.
    `created_at` is when its kind of audience could first know of it, `changed_at` when readers last saw a change.
    `parts_form` says by which rules the VEVENT parts were written (`domain/ical.py`), and `search_state` and `alike`,
    which deadlines alone have (`domain/search_keys.py`). The `own_` texts are what people have typed, and `phrases`
    keeps the product's texts as codes (`domain/phrases.py`); `title`, `description` and `label` are put into words for
    whoever reads now, and are not stored.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "part"),
        Index("ix_entry_listed", "listed", "removed_at"),
        Index("ix_entry_changed_at", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(80), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    source_kind: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[int]
    part: Mapped[str] = mapped_column(String(48), default="")
    kind: Mapped[EntryKind] = mapped_column(String(16), index=True)
    status: Mapped[EntryStatus] = mapped_column(String(16), default=EntryStatus.CONFIRMED)
    listed: Mapped[bool] = mapped_column(default=True)
    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True, default=None)
    parent_entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True, default=None)
    series: Mapped[str] = mapped_column(String(48), default="", index=True)
    starts_on: Mapped[date | None] = mapped_column(default=None)
    ends_on: Mapped[date | None] = mapped_column(default=None)
    local_start: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), default=None)
    local_end: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), default=None)
    zone: Mapped[str | None] = mapped_column(String(64), default=None)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    concealed: Mapped[bool] = mapped_column(default=False)
    vevent_hash: Mapped[str] = mapped_column("face_hash", String(80), default="")
    own_title: Mapped[str] = mapped_column("title", String(300))
    own_description: Mapped[str] = mapped_column("description", Text, default="")
    location: Mapped[str] = mapped_column(String(500), default="")
    path: Mapped[str] = mapped_column(String(300), default="")
    own_label: Mapped[str] = mapped_column("label", String(40), default="")
    phrases: Mapped[str] = mapped_column(Text, default="", server_default="{}")
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    search_text: Mapped[str] = mapped_column(Text, default="")
    search_state: Mapped[str | None] = mapped_column(String(48), default=None)
    alike: Mapped[int | None] = mapped_column(BigInteger, default=None)
    vevent_head: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    vevent_summary: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    vevent_description: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    vevent_tail: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    parts_form: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    details: Mapped[dict[str, Any]] = mapped_column("facts", JSON, default=dict)
    guard: Mapped[Guard] = relationship(lazy="raise_on_sql")

    @property
    def title(self) -> str:
        """Return the title in the reader's language."""
        return title_text(self.own_title, self._phrases, concealed=self.concealed)

    @property
    def description(self) -> str:
        """Return the description in the reader's language."""
        return description_text(self.own_description, self._phrases)

    @property
    def label(self) -> str:
        """Return the label in the reader's language."""
        return label_text(self.own_label, self._phrases)

    @property
    def state(self) -> str:
        """Return the state that the description names; "" if it names none, as a placeholder's."""
        return described_state(self._phrases)

    @property
    def _phrases(self) -> str:
        return phrases_of_form(self.phrases, self.parts_form)


class EntryTopic(Base):
    """A topic of an entry, as it is at present."""

    __tablename__ = "entry_topic"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class EntryPerson(Base):
    """A person who takes part in an entry."""

    __tablename__ = "entry_person"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    involvement: Mapped[Involvement] = mapped_column(String(16), primary_key=True)


class EntryOrganisation(Base):
    """An organisation that takes part in an entry or has still to sign."""

    __tablename__ = "entry_organisation"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    involvement: Mapped[Involvement] = mapped_column(String(16), primary_key=True)


class Occurrence(Base):
    """One instance of an entry inside the horizon; days in the entry's own zone, both inclusive.

    `is_long` marks spans over 31 days, so that a month is found through an index with a bounded look-back.
    """

    __tablename__ = "occurrence"
    __table_args__ = (Index("ix_occurrence_days", "is_long", "first_day", "last_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    is_long: Mapped[bool] = mapped_column(default=False)
    starts_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)


class Follow(Base):
    """A person follows a series (`observance:12`, `campaign:7`, `bill:3`) or a topic (`topic:trafficking`)."""

    __tablename__ = "follow"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    target: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)
    since: Mapped[datetime]


class ZoneData(Base):
    """The one row that says with which version of the zone data every instant was derived."""

    __tablename__ = "zone_data"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(32))
    derived_at: Mapped[datetime]
