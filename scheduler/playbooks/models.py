"""Tables of the coalition's own playbooks, and of what has been made of playbooks in campaigns."""

from datetime import datetime, time

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Addressed, Base, MadeByForm


class Playbook(Base, MadeByForm, Addressed):
    """A plan that the coalition has saved; every member reads it. Archived, it is offered no more."""

    __tablename__ = "playbook"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    description: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]
    archived_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)


class PlaybookSlot(Base, MadeByForm, Addressed):
    """One line of a playbook; the words are those of `domain/slots.py`.

    `at_time` is a time of day, in the zone that `zone_rule` says; both are for content alone, as are `item_kind` and
    `channels`.
    """

    __tablename__ = "playbook_slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    playbook_id: Mapped[int] = mapped_column(ForeignKey("playbook.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(160))
    note: Mapped[str] = mapped_column(Text, default="")
    offset_days: Mapped[int]
    owner: Mapped[str] = mapped_column(String(16))
    at_time: Mapped[time | None] = mapped_column(default=None)
    zone_rule: Mapped[str] = mapped_column(String(16), default="")
    item_kind: Mapped[str] = mapped_column(String(16), default="")
    channels: Mapped[list[str]] = mapped_column(JSON, default=list)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)


class PlaybookUse(Base, MadeByForm):
    """A playbook, or the plan of another campaign, was applied to a campaign; `source` is that of the `Plan`."""

    __tablename__ = "playbook_use"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    at: Mapped[datetime]
    tasks: Mapped[int]
    items: Mapped[int]
