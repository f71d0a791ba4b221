"""Tables of messages, what came back of them, suppressions, workers and their signs of life."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base
from scheduler.outbox.domain.return_kinds import ReturnKind

# Written out, not bound: SQLite uses a partial index only when the query states its condition in the same words.
IS_READY = text("state = 'ready'")
IS_CLAIMED = text("state = 'claimed'")
IS_HELD = text("state = 'held'")
MAY_EXPIRE = text("state = 'ready' AND expires_at IS NOT NULL")
IS_PUT_OFF = text("state = 'ready' AND last_error != ''")
IS_UNDELIVERED = text("state IN ('failed', 'expired', 'bounced')")


class Stream(StrEnum):
    """Kinds of messages that are treated differently, those of mail in the order in which they leave.

    Account mail can be neither paused nor unsubscribed. What goes to chat rooms has a sender of its own.
    """

    ACCOUNT = "account"
    NOTICE = "notice"
    REMINDER = "reminder"
    CHAT = "chat"


MAIL = (Stream.ACCOUNT, Stream.NOTICE, Stream.REMINDER)
"""The streams that are mail, in the order in which they leave."""


DIGEST = "digest"
"""The kind of reminder that says nothing of its own: it carries what one person is told at one time."""


class MessageState(StrEnum):
    """What became of a message.

    One that is HELD waits for a person to say whether it was sent before a restore; one that is BOUNCED was sent and
    came back.
    """

    READY = "ready"
    CLAIMED = "claimed"
    SENT = "sent"
    NOTHING_TO_SAY = "nothing_to_say"
    SUPPRESSED = "suppressed"
    BUNDLED = "bundled"
    EXPIRED = "expired"
    FAILED = "failed"
    HELD = "held"
    BOUNCED = "bounced"


class Message(Base):
    """What to say to whom, and how it went; the text itself is made when it is sent.

    It is for a person, or for a chat room in place of one.
    `payload` holds ids only, no secrets and no text of items. `message_id` is the Message-ID's part before
    the @. `last_error` is a `domain.reasons.Reason`, a renderer's own reason, or the server's redacted answer.
    `bundle_id` is the message that carries this one, its own when it carries itself, and perhaps others; set when a
    message of a stream that is bundled is first written, and never changed.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_ready", "stream", "due_at", "id", sqlite_where=IS_READY, postgresql_where=IS_READY),
        Index("ix_message_claimed", "claimed_until", sqlite_where=IS_CLAIMED, postgresql_where=IS_CLAIMED),
        Index("ix_message_held", "id", sqlite_where=IS_HELD, postgresql_where=IS_HELD),
        Index("ix_message_ready_person", "person_id", sqlite_where=IS_READY, postgresql_where=IS_READY),
        Index("ix_message_undelivered", "state", sqlite_where=IS_UNDELIVERED, postgresql_where=IS_UNDELIVERED),
        Index("ix_message_expires", "expires_at", sqlite_where=MAY_EXPIRE, postgresql_where=MAY_EXPIRE),
        Index("ix_message_put_off", "due_at", sqlite_where=IS_PUT_OFF, postgresql_where=IS_PUT_OFF),
        # With the state, so that those that wait are counted by the index alone, on SQLite too.
        Index("ix_message_ready_created", "created_at", "state", sqlite_where=IS_READY, postgresql_where=IS_READY),
        Index("ix_message_due", "due_at"),
        Index("ix_message_person_created", "person_id", "created_at"),
        Index("ix_message_room_created", "room_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stream: Mapped[Stream] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(48))
    person_id: Mapped[int | None] = mapped_column(default=None)
    entry_id: Mapped[int | None] = mapped_column(index=True, default=None)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    dedup_key: Mapped[str] = mapped_column(String(200), unique=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    state: Mapped[MessageState] = mapped_column(String(16), default=MessageState.READY)
    claimed_by: Mapped[str | None] = mapped_column(String(64), default=None)
    claimed_until: Mapped[datetime | None] = mapped_column(default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    bundle_id: Mapped[int | None] = mapped_column(index=True, default=None)
    room_id: Mapped[int | None] = mapped_column(default=None)


class Suppression(Base):
    """A person does not want a stream, or one part of it.

    `scope` is "*" for all, a message kind, or `entry:<id>`.
    """

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("person_id", "stream", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    stream: Mapped[Stream] = mapped_column(String(16))
    scope: Mapped[str] = mapped_column(String(48))
    created_at: Mapped[datetime]


class MessageReturn(Base):
    """What a mail server or provider reported of a message after it left, each kind once; `status` as in RFC 3463."""

    __tablename__ = "message_return"
    __table_args__ = (UniqueConstraint("message_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    kind: Mapped[ReturnKind] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class StoppedAddress(Base):
    """A person's address that gets account mail alone; it means nothing once they have another one.

    `kind` says why: the mailbox is gone, or its reader complained. The address itself is not repeated here.
    """

    __tablename__ = "stopped_address"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    address_hash: Mapped[str] = mapped_column(String(64))
    kind: Mapped[ReturnKind] = mapped_column(String(16))
    at: Mapped[datetime]


class WorkerTick(Base):
    """When a part of the worker last showed that it lives; see `services.beat`."""

    __tablename__ = "worker_tick"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]


class WorkerProcess(Base):
    """A worker that has not gone in good order; see `workers.py`.

    `beats` grows while it lives. `machine` says where its lock file can be asked for, "" if it has none.
    """

    __tablename__ = "worker_process"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    machine: Mapped[str] = mapped_column(String(255))
    beats: Mapped[int]
