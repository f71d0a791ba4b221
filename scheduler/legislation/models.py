"""The tables of bills and of what happens to them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base, MadeByForm
from scheduler.legislation.domain.milestones import MilestoneKind


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
    chamber: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    sponsors: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    search_text: Mapped[str] = mapped_column(Text, default="")
    companion_of_id: Mapped[int | None] = mapped_column(ForeignKey("bill.id"), index=True, default=None)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)


class BillMilestone(Base, MadeByForm):
    """Something that happened to a bill on a day, or is to; `place` is the chamber or the committee.

    The votes are both there or both NULL, and only for kinds that have a count. What was taken back stays, and counts
    for nothing any more. `changed_at` is when it was last entered, changed or taken back, NULL in a row that is older
    than this column.
    """

    __tablename__ = "bill_milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id"), index=True)
    kind: Mapped[MilestoneKind] = mapped_column(String(16))
    day: Mapped[date]
    votes_for: Mapped[int | None] = mapped_column(default=None)
    votes_against: Mapped[int | None] = mapped_column(default=None)
    place: Mapped[str] = mapped_column(String(120), default="")
    source_url: Mapped[str] = mapped_column(String(2000))
    note: Mapped[str] = mapped_column(String(500), default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_back_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    taken_back_reason: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=1)
