"""Tables of what stands beside a text for the press, such as who agreed to be quoted."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.content.domain.quotes import ConsentBasis
from scheduler.db import Base


class ItemQuoteConsent(Base):
    """Why a speaker may be quoted with exactly these words in an item; guarded like its text, and no part of it.

    `quote_key` is that of `domain/quotes.py`, for words that the text may have no more. `until` is the last day,
    inclusive; NULL without end. `source` is where somebody spoke publicly, `reason` why a consent was withdrawn.
    """

    __tablename__ = "item_quote_consent"
    __table_args__ = (UniqueConstraint("item_id", "quote_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    quote_key: Mapped[str] = mapped_column(String(64))
    basis: Mapped[ConsentBasis] = mapped_column(String(16))
    given_by: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_at: Mapped[datetime]
