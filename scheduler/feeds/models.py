"""Table of feeds; a feed's secret is never stored, only its hash."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base, MadeByForm, Versioned


class FeedKind(StrEnum):
    """Whose eyes a feed looks through: its person's, or those of an organisation's staff without accounts."""

    PERSONAL = "personal"
    ORGANISATION = "organisation"


class Feed(Base, MadeByForm, Versioned):
    """A saved selection under a secret address; `nonce` changes when the address does.

    `selection` holds values by filter name, and options that are not the usual ones (`domain/options.py`). Fetch
    counters are flushed at most once a minute.
    """

    __tablename__ = "feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[FeedKind] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, default=None)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True, default=None)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    selection: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    rotated_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_fetch_at: Mapped[datetime | None] = mapped_column(default=None)
    last_agent: Mapped[str] = mapped_column(String(120), default="")
    fetches: Mapped[int] = mapped_column(default=0)


class FormerAddress(Base):
    """The hash of an address that was rotated away; it answers 410 for good.

    `left_id` is the person who could read it and may not any more, when that is why. The rest is what was known of
    who fetched it, so that they can be told.
    """

    __tablename__ = "feed_former_address"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), index=True)
    ended_at: Mapped[datetime]
    left_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    last_fetch_at: Mapped[datetime | None] = mapped_column(default=None)
    last_agent: Mapped[str | None] = mapped_column(String(120), default=None)
    fetches: Mapped[int | None] = mapped_column(default=None)


class FeedProgram(Base):
    """What is known of one program that fetches a feed, or still asks for an address that was renewed.

    No address of a computer is kept. `unchanged` counts those of `times` that were answered "not modified".
    """

    __tablename__ = "feed_program"

    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True)
    program: Mapped[str] = mapped_column(String(120), primary_key=True)
    is_former: Mapped[bool] = mapped_column(primary_key=True)
    last_at: Mapped[datetime]
    last_status: Mapped[int]
    times: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
