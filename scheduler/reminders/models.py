"""Tables of reminder preferences and of how far the planner has come."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base
from scheduler.reminders.domain.lead_times import DEFAULT_HOUR, DEFAULT_LEADS


class ReminderPreference(Base):
    """When a person wants to be reminded: lead times in days, one local hour, and a pause (last day included).

    Whoever has no row gets the defaults. The zone is the person's own.
    """

    __tablename__ = "reminder_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    lead_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(DEFAULT_LEADS))
    hour: Mapped[int] = mapped_column(default=DEFAULT_HOUR)
    paused_until: Mapped[date | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)


class PlanCursor(Base):
    """The one row that says up to which moment, and which version of the agenda, reminders are planned."""

    __tablename__ = "plan_cursor"

    id: Mapped[int] = mapped_column(primary_key=True)
    planned_until: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)
