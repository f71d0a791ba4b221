"""Table of tokens; a token itself is never stored, only its hash."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.api.domain.scopes import Scope
from scheduler.db import Addressed, Base, MadeByForm

NAME_CHARS = 80


class ApiToken(Base, MadeByForm, Addressed):
    """What lets a program read the calendar through a person's eyes, or as everybody, until it expires.

    `kinds` are the kinds of entries that it is for; empty for all. A token that is revoked is deleted.
    `last_used_at` is written at most once a minute.
    """

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_CHARS))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    scope: Mapped[Scope] = mapped_column(String(8))
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    nonce: Mapped[str] = mapped_column(String(32))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
