"""Tables of what is for the press: who agreed to be quoted, to whom a text was pitched, and what is kept ready."""

from datetime import date, datetime

from sqlalchemy import DateTime, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.content.domain.pitches import PitchAnswer
from scheduler.content.domain.quotes import ConsentBasis
from scheduler.db import Addressed, Base, MadeByForm


class ItemQuoteConsent(Base):
    """Why a speaker may be quoted with exactly these words in an item; guarded like its text, and no part of it.

    `quote_key` is that of `domain/quotes.py`, for words that the text may have no more. `until` is the last day,
    inclusive; NULL without end. `how` is in which way somebody agreed after a consent was withdrawn, `source` where
    they spoke publicly, `reason` why a consent was withdrawn.
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
    how: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    source: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_at: Mapped[datetime]


class Pitch(Base, MadeByForm, Addressed):
    """An outlet to which an item was offered; guarded like its text.

    Days are those of the owner. `exclusive_at` is until when the outlet alone could have it, derived from wall time and
    zone; NULL where it was offered to others as well. `link` is where it was published there before.
    """

    __tablename__ = "pitch"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    outlet: Mapped[str] = mapped_column(String(160))
    pitched_on: Mapped[date | None] = mapped_column(default=None)
    exclusive_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), default=None)
    exclusive_zone: Mapped[str | None] = mapped_column(String(64), default=None)
    exclusive_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    answer: Mapped[PitchAnswer] = mapped_column(String(16), default=PitchAnswer.NONE)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    link: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    added_at: Mapped[datetime]


class OrganisationPressText(Base):
    """One save of what an organisation keeps ready for press releases; the newest of each part and language holds.

    `part` is a name of `domain/press_texts.py`, `language` a BCP 47 tag, empty for any; an empty `text` takes back
    what was there before. `text` is Markdown, normalised as the text of an item is.
    """

    __tablename__ = "organisation_press_text"
    __table_args__ = (Index("ix_organisation_press_text_organisation_id", "organisation_id", "language", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    part: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35), default="")
    text: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    at: Mapped[datetime]
