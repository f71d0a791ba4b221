"""The tables of the coalition's own events, and of how they recur."""

from datetime import date, datetime

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.agenda.models import Guard
from scheduler.db import Base, MadeByForm


class EventSeries(Base):
    """How an event recurs; its dates are rows of `event`, each with its own text, access and calendar entry.

    They are made up to `made_until`, and never again: what was deleted stays away. `weekdays` are those of
    `Recurrence`, as digits.
    """

    __tablename__ = "event_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    frequency: Mapped[str] = mapped_column(String(16))
    first_day: Mapped[date]
    every: Mapped[int] = mapped_column(default=1)
    weekdays: Mapped[str] = mapped_column(String(7), default="")
    ends_on: Mapped[date | None] = mapped_column(default=None)
    times: Mapped[int | None] = mapped_column(default=None)
    made_until: Mapped[date]


class Event(Base, MadeByForm):
    """A single event, or one date of a recurring one; its days are those of its own zone, both inclusive.

    An all-day event has no wall time, zone and instants. `starts_at` and `ends_at` are derived, and keep which of two
    readings a clock change left. `topics` is NULL in rows of before there were any. `moved_from_day` and
    `moved_from_at` are where it was before its last move and `move_reason` is why it moved, as its present audience
    knows: NULL if it did not move since they are, the latter for nothing said, too. `recurs_on` is the day by the rule
    of its series, wherever it was moved since; `is_exception` says that it was changed apart from the others.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_days", "last_day", "first_day"), UniqueConstraint("series_id", "recurs_on"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(Text, default="")
    first_day: Mapped[date]
    last_day: Mapped[date]
    local_start: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), default=None)
    local_end: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), default=None)
    zone: Mapped[str | None] = mapped_column(String(64), default=None)
    starts_at: Mapped[datetime | None] = mapped_column(default=None)
    ends_at: Mapped[datetime | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(String(300), default="")
    online_url: Mapped[str] = mapped_column(String(2000), default="")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    topics: Mapped[list[str] | None] = mapped_column(JSON, default=list)
    move_reason: Mapped[str | None] = mapped_column(String(300), default=None)
    moved_from_day: Mapped[date | None] = mapped_column(default=None)
    moved_from_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    deleted_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    revision: Mapped[int] = mapped_column(default=1)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("event_series.id"), default=None)
    recurs_on: Mapped[date | None] = mapped_column(default=None)
    is_exception: Mapped[bool] = mapped_column(default=False, server_default=false())
    series: Mapped[EventSeries | None] = relationship(lazy="raise_on_sql")
    guard: Mapped[Guard] = relationship(lazy="raise_on_sql")
