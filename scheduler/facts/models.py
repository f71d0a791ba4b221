"""The tables of facts and of what they said before."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base, MadeByForm


class Fact(Base, MadeByForm):
    """A figure or claim that copy repeats; `source_date` is as exact as it is known (`domain/source_dates.py`).

    `true_until` is the last day on which it is true, NULL for one that stays true. `changed_at` is when what it says
    was changed last, its source included, or when it was retired; NULL for never. `advised_until` and `expired_until`
    are the `true_until` of which its owner was advised before it came and told after it had passed. A retired fact
    stays to be seen, and no text refers to it anew. `revision` is the number of its newest version.
    """

    __tablename__ = "fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement: Mapped[str] = mapped_column(String(300))
    source_name: Mapped[str] = mapped_column(String(200))
    source_url: Mapped[str] = mapped_column(String(2000), default="")
    source_date: Mapped[str] = mapped_column(String(10))
    true_until: Mapped[date | None] = mapped_column(default=None, index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    note: Mapped[str] = mapped_column(String(1000), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
    advised_until: Mapped[date | None] = mapped_column(default=None)
    expired_until: Mapped[date | None] = mapped_column(default=None)
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    retired_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    retired_reason: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=1)


class FactVersion(Base):
    """One save of a fact: what it said from then on, by whom; `retired_reason` is of the one that retired it."""

    __tablename__ = "fact_version"
    __table_args__ = (UniqueConstraint("fact_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    statement: Mapped[str] = mapped_column(String(300))
    source_name: Mapped[str] = mapped_column(String(200))
    source_url: Mapped[str] = mapped_column(String(2000), default="")
    source_date: Mapped[str] = mapped_column(String(10))
    true_until: Mapped[date | None] = mapped_column(default=None)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str] = mapped_column(String(1000), default="")
    retired_reason: Mapped[str] = mapped_column(String(500), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    at: Mapped[datetime]
