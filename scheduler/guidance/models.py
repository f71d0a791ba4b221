"""The tables of what the coalition says of copy."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Base, MadeByForm


class Level(StrEnum):
    """What a check means: it is not made, it points things out, or nothing is scheduled while it finds anything."""

    OFF = "off"
    ADVICE = "advice"
    REQUIRED = "required"


class CheckRule(Base):
    """What a check of copy means in this coalition; one without a row is advice. `slug` is as in `content/checks/`."""

    __tablename__ = "check_rule"

    slug: Mapped[str] = mapped_column(String(40), primary_key=True)
    level: Mapped[str] = mapped_column(String(16))


class Term(Base, MadeByForm):
    """A term to avoid that the coalition has added; with `shipped_slug`, one of the shipped list that it does not use.

    `phrases` stand one a line. `only_with` and `unless_with` are groups of words as in `guidance/data/terminology.csv`.
    `language` is that of the phrases, a BCP 47 tag without a region.
    """

    __tablename__ = "term"

    id: Mapped[int] = mapped_column(primary_key=True)
    shipped_slug: Mapped[str | None] = mapped_column(String(80), unique=True, default=None)
    language: Mapped[str] = mapped_column(String(8), default="")
    phrases: Mapped[str] = mapped_column(Text, default="")
    prefer: Mapped[str] = mapped_column(String(300), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    only_with: Mapped[str] = mapped_column(String(1000), default="")
    unless_with: Mapped[str] = mapped_column(String(1000), default="")
    source: Mapped[str] = mapped_column(String(300), default="")
    revision: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    changed_at: Mapped[datetime]


class Helpline(Base, MadeByForm):
    """Where somebody who is hurt finds help in a country; `contact` is a telephone number or a web address.

    `country` is an ISO 3166-1 alpha-2 code. `checked_on` is the day on which somebody made sure that it is right.
    """

    __tablename__ = "helpline"

    id: Mapped[int] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    name: Mapped[str] = mapped_column(String(160))
    contact: Mapped[str] = mapped_column(String(300))
    hours: Mapped[str] = mapped_column(String(160), default="")
    languages: Mapped[str] = mapped_column(String(160), default="")
    source: Mapped[str] = mapped_column(String(300))
    checked_on: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    changed_at: Mapped[datetime]
