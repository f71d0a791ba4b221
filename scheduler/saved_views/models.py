"""Table of saved views."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Addressed, Base, MadeByForm

NAME_CHARS = 80


class SavedView(Base, MadeByForm, Addressed):
    """What an address of the calendar asks for, under a name; exactly one of person and organisation is set.

    `arguments` holds the address's own, by name, and no days, so that a view opens on the present ones. They are read
    as an address is whenever the view is shown, so nothing is taken for granted that somebody could once ask for.
    """

    __tablename__ = "saved_view"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_CHARS))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True, default=None)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True, default=None
    )
    arguments: Mapped[dict[str, str]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
