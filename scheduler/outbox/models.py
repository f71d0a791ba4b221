"""Tables of messages and suppressions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, column
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base


class Stream(StrEnum):
    """Kinds of mail that are treated differently: account mail can be neither paused nor unsubscribed."""

    ACCOUNT = "account"
    NOTICE = "notice"
    REMINDER = "reminder"


class MessageState(StrEnum):
    """What became of a message."""

    READY = "ready"
    CLAIMED = "claimed"
    SENT = "sent"
    NOTHING_TO_SAY = "nothing_to_say"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    FAILED = "failed"


class Message(Base):
    """What to say to whom, and how it went; the text itself is made when it is sent.

    `payload` holds ids only, no secrets and no words of items.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "ix_message_ready_due",
            "due_at",
            sqlite_where=column("state").in_(["ready"]),
            postgresql_where=column("state").in_(["ready"]),
        ),
        Index("ix_message_person_created", "person_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[Stream] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(48))
    person_id: Mapped[int | None] = mapped_column(index=True, default=None)
    entry_id: Mapped[int | None] = mapped_column(index=True, default=None)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    dedup_key: Mapped[str] = mapped_column(String(200), unique=True)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[MessageState] = mapped_column(String(16), default=MessageState.READY)
    claimed_by: Mapped[str | None] = mapped_column(String(64), default=None)
    claimed_until: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)


class Suppression(Base):
    """A person does not want a stream, or one kind of it (`scope`; "*" for all)."""

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("person_id", "stream", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    stream: Mapped[Stream] = mapped_column(String(16))
    scope: Mapped[str] = mapped_column(String(48))
    created_at: Mapped[datetime]
