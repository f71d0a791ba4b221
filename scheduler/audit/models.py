"""The append-only table of who did what when."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base


class AuditRow(Base):
    """One act, by id; `details` holds ids, states and instants, never text, but for names that were changed.

    `person_id` and `organisation_id` are whom it is about, for looking up; they stand in the subject or in the details.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject_kind", "subject_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(index=True, default=None)
    act: Mapped[str] = mapped_column(String(48))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(index=True, default=None)
    organisation_id: Mapped[int | None] = mapped_column(index=True, default=None)
    details: Mapped[dict[str, Any]] = mapped_column("facts", JSON, default=dict)
