"""Tables of external calendars and of what takes place in them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Addressed, Base, MadeByForm
from scheduler.external_calendars.domain.problems import Problem
from scheduler.external_calendars.domain.reading import KEY_CHARS, PLACE_CHARS, TITLE_CHARS

NAME_CHARS = 80
TINTS = 8
"""How many colours there are."""

MARK_CHARS = 500


class ExternalCalendar(Base, MadeByForm, Addressed):
    """A calendar of others under an address, shown to the people of an organisation, or to all members without one.

    The address may be a secret: it is for those who keep the calendar alone. `etag` and `last_modified` are what its
    server calls the file that was read at `read_at`; `problem` is why the fetch at `fetched_at` brought nothing. From
    `in_feeds_since` on, or from when it was renamed, staff feeds have its events under its name; None for no feed.
    """

    __tablename__ = "external_calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_CHARS))
    url: Mapped[str] = mapped_column(Text)
    tint: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True, default=None
    )
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), default=None)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    next_fetch_at: Mapped[datetime] = mapped_column(index=True)
    fetched_at: Mapped[datetime | None] = mapped_column(default=None)
    read_at: Mapped[datetime | None] = mapped_column(default=None)
    etag: Mapped[str] = mapped_column(String(MARK_CHARS), default="")
    last_modified: Mapped[str] = mapped_column(String(MARK_CHARS), default="")
    failures: Mapped[int] = mapped_column(default=0)
    problem: Mapped[Problem | None] = mapped_column(String(24), default=None)
    occurrence_count: Mapped[int] = mapped_column(default=0)
    unread: Mapped[int] = mapped_column(default=0)
    is_cut: Mapped[bool] = mapped_column(default=False)
    in_feeds_since: Mapped[datetime | None] = mapped_column(default=None)


class ExternalOccurrence(Base):
    """One time that an event of an external calendar takes place, as `domain.reading.Occurrence` says.

    `changed_at` is when it was read so for the first time; None for what was read before that was kept.
    """

    __tablename__ = "external_occurrence"
    __table_args__ = (Index(None, "calendar_id", "key", unique=True), Index(None, "calendar_id", "last_day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(ForeignKey("external_calendar.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(KEY_CHARS))
    title: Mapped[str] = mapped_column(String(TITLE_CHARS))
    place: Mapped[str] = mapped_column(String(PLACE_CHARS))
    link: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date]
    last_day: Mapped[date]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    zone: Mapped[str | None] = mapped_column(String(64))
    is_cancelled: Mapped[bool]
    is_tentative: Mapped[bool]
    changed_at: Mapped[datetime | None] = mapped_column(default=None)
