"""Tables of pictures: the files, what is known of each beside the text that it is in, consents, and who has a copy."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Addressed, Base, MadeByForm


class StoredPicture(Base):
    """A picture file, once for all who use it; `sha256` is that of its bytes, and its name in the folder of pictures.

    `width` and `height` are in pixels, `size` in bytes. Once consent was withdrawn, nobody uses the file any more: the
    row stays, so that it cannot come back before a new consent is recorded for a picture of it. `thumbnail_due_at` is
    when a small picture is to be made next; NULL once there is one, or when it was tried often enough.
    """

    __tablename__ = "stored_picture"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(16))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
    stored_at: Mapped[datetime]
    thumbnail_sha256: Mapped[str | None] = mapped_column(String(64), default=None)
    thumbnail_tries: Mapped[int] = mapped_column(default=0)
    thumbnail_due_at: Mapped[datetime | None] = mapped_column(index=True, default=None)
    consent_withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)


class Picture(Base, MadeByForm, Addressed):
    """A picture that was added to an item; alt text, credit and place among others stand in the item's text.

    The text refers to it by `sha256`; of several with the same one the newest counts. `source_sha256` is that of the
    file as it was uploaded. `people` says who is shown, where somebody can be recognised, `consent_until` until which
    day, inclusive, they have agreed; NULL without end; `consent_how` in which way, after a consent that was withdrawn.
    `withdrawn_at` is set where a new consent for the same file is another picture's. `focus_x` and `focus_y` are
    percent from the left and the top.
    """

    __tablename__ = "picture"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("stored_picture.sha256"), index=True)
    source_sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    licence: Mapped[str] = mapped_column(String(200), default="")
    shows_people: Mapped[bool] = mapped_column(default=False)
    people: Mapped[str] = mapped_column(Text, default="")
    consent_scope: Mapped[str] = mapped_column(Text, default="")
    consent_until: Mapped[date | None] = mapped_column(index=True, default=None)
    consent_how: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    focus_x: Mapped[int] = mapped_column(default=50)
    focus_y: Mapped[int] = mapped_column(default=50)
    revision: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    added_at: Mapped[datetime]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    end_told_of: Mapped[date | None] = mapped_column(default=None)


class PictureCopy(Base):
    """Who has taken a copy of a picture away; first and last time, and how often."""

    __tablename__ = "picture_copy"

    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


class WithdrawnConsent(Base):
    """A consent that was withdrawn, kept beside the new one that followed it: for a picture of an item, or a quote.

    `quote_key` is that of `domain/quotes.py`, empty of a picture. It is guarded like the item's text.
    """

    __tablename__ = "withdrawn_consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), default=None)
    quote_key: Mapped[str] = mapped_column(String(64), default="")
    given_by: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    until: Mapped[date | None] = mapped_column(default=None)
    how: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    withdrawn_at: Mapped[datetime]
