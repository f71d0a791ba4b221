"""Table of chat rooms."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.chat.domain.rooms import AS_IT_HAPPENS, Rhythm
from scheduler.db import Addressed, Base, MadeByForm

NAME_CHARS = 80
ADDRESS_CHARS = 1_000


class ChatRoom(Base, MadeByForm, Addressed):
    """A room of a chat service to which an organisation has messages posted.

    `secret_address` lets anyone post there: no page, log or audit row shows more of it than its host. `topics` are
    those of `domain.rooms.Topic`. `posted_for` is the last day whose message was queued. `refusals` counts the answers
    in a row that said that the address is no more; after some of them the worker sets `stopped_at`.
    """

    __tablename__ = "chat_room"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(NAME_CHARS))
    platform: Mapped[str] = mapped_column(String(16))
    secret_address: Mapped[str] = mapped_column(Text)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    rhythm: Mapped[Rhythm] = mapped_column(String(8))
    hour: Mapped[int]
    language: Mapped[str] = mapped_column(String(16))
    posted_for: Mapped[date | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)
    refusals: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    @property
    def is_active(self) -> bool:
        """Whether anything is posted."""
        return self.paused_at is None and self.stopped_at is None

    @property
    def looks_ahead(self) -> bool:
        """Whether it is posted what is coming."""
        return bool(set(self.topics) - AS_IT_HAPPENS)
