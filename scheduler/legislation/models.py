"""The table of bills."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base, MadeByForm


class Bill(Base, MadeByForm):
    """A piece of legislation; `key` is jurisdiction and number as `domain/naming.py` folds them, which no two share.

    `companion_of_id` is the bill that this one was written down with, as the same text in another chamber. A key that
    ends with `#` and the id is of a bill that was there twice when keys began to be folded so.
    """

    __tablename__ = "bill"

    id: Mapped[int] = mapped_column(primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(300), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(2000), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    companion_of_id: Mapped[int | None] = mapped_column(ForeignKey("bill.id"), index=True, default=None)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
