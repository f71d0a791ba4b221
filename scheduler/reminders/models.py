"""Tables of reminder preferences, of how far the planner has come, and of what people have read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base
from scheduler.reminders.domain.lead_times import DEFAULT_HOUR, DEFAULT_LEADS
from scheduler.reminders.domain.schedules import MONDAY


class ReminderPreference(Base):
    """What a person has chosen: hour, days of the week, quiet hours, and a pause (last day included).

    `kinds` holds by kind of reminder how it is delivered and its lead times, `notices` how notifications are that do
    not come at once; what is off is a `Suppression` as well. Whoever has no row gets the defaults of their role. The
    zone is the person's own. Where `kinds` is NULL the row was written before there were choices for each kind: then
    `lead_days` are the lead times of all that there were.
    """

    __tablename__ = "reminder_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    lead_days: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(DEFAULT_LEADS.days))
    hour: Mapped[int] = mapped_column(default=DEFAULT_HOUR)
    paused_until: Mapped[date | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    kinds: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    notices: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    weekdays: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True), default=None)
    weekly_day: Mapped[int] = mapped_column(default=MONDAY, server_default=text("0"))
    quiet_from: Mapped[int | None] = mapped_column(default=None)
    quiet_until: Mapped[int | None] = mapped_column(default=None)


class PlanCursor(Base):
    """The one row that says up to which moment, and which version of the agenda, reminders are planned."""

    __tablename__ = "plan_cursor"

    id: Mapped[int] = mapped_column(primary_key=True)
    planned_until: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=0)


class NotificationRead(Base):
    """A person has read what a message says, or marked it as read; which message that was, and nothing else."""

    __tablename__ = "notification_read"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True, index=True)
