"""Tables of observances and their editions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.db import Base, MadeByForm


class Observance(Base, MadeByForm):
    """An awareness day, week or month, with its rule and source; registered ones have editions.

    `rule_kind` and `rule_params` are what `rules/registry.py` parses. Rows of the catalogue keep `in_catalogue`;
    a person's own have none. A catalogue update touches the former's values only. `shipped_hash` names the shipped row
    that was taken over last, so that what a coordinator imports over it is kept until that row itself changes.
    """

    __tablename__ = "observance"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    scope: Mapped[str] = mapped_column(String(16))
    country: Mapped[str] = mapped_column(String(2), default="")
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    rule_kind: Mapped[str] = mapped_column(String(24))
    rule_params: Mapped[dict[str, Any]] = mapped_column(JSON)
    first_year: Mapped[int | None] = mapped_column(default=None)
    established_by: Mapped[str] = mapped_column(Text, default="")
    organiser: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    hashtags: Mapped[list[str]] = mapped_column(JSON, default=list)
    sources: Mapped[list[str]] = mapped_column(JSON, default=list)
    search_text: Mapped[str] = mapped_column(Text, default="")
    in_catalogue: Mapped[bool] = mapped_column(default=False)
    shipped_hash: Mapped[str] = mapped_column(String(64), default="")
    registered_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    steward_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    editions: Mapped[list["Edition"]] = relationship(back_populates="observance", order_by="Edition.period")


class Edition(Base):
    """One holding of an observance, by period label (`2027`, or `2027-03` for a monthly one).

    `rule_…` dates come from the rule or the catalogue, `override_…` from a person with a reason; both ends inclusive.
    Neither set means "date not yet announced": the steward is asked from `ask_on` on.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("observance_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    observance_id: Mapped[int] = mapped_column(ForeignKey("observance.id"), index=True)
    period: Mapped[str] = mapped_column(String(7))
    rule_starts_on: Mapped[date | None] = mapped_column(default=None)
    rule_ends_on: Mapped[date | None] = mapped_column(default=None)
    override_starts_on: Mapped[date | None] = mapped_column(default=None)
    override_ends_on: Mapped[date | None] = mapped_column(default=None)
    override_reason: Mapped[str] = mapped_column(String(300), default="")
    conflict_noted_at: Mapped[datetime | None] = mapped_column(default=None)
    theme: Mapped[str] = mapped_column(String(300), default="")
    official_url: Mapped[str] = mapped_column(String(500), default="")
    hashtags: Mapped[list[str]] = mapped_column(JSON, default=list)
    ask_on: Mapped[date | None] = mapped_column(default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_reason: Mapped[str] = mapped_column(String(300), default="")
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    observance: Mapped[Observance] = relationship(back_populates="editions")

    @property
    def starts_on(self) -> date | None:
        """The first day: a person's override, else the rule's; None while not announced."""
        return self.override_starts_on or self.rule_starts_on

    @property
    def ends_on(self) -> date | None:
        """The last day, inclusive; None while not announced."""
        return self.override_ends_on if self.override_starts_on else self.rule_ends_on


class CatalogueUpload(Base, MadeByForm):
    """A catalogue file that was checked and waits for the coordinator's word; emptied once it is imported."""

    __tablename__ = "catalogue_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    imported_at: Mapped[datetime | None] = mapped_column(default=None)
