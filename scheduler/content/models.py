"""Tables of content items: their text version by version, and what people say of them."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scheduler.agenda.models import Guard
from scheduler.content.domain.binding import counted_hash, present_hash
from scheduler.content.domain.passages import SuggestionAnswer
from scheduler.db import Addressed, Base, MadeByForm


class Answer(StrEnum):
    """What a reviewer or an organisation said."""

    YES = "yes"
    NO = "no"


class Item(Base, MadeByForm):
    """One planned output. Its text lives in `ItemVersion`; everything here may change without voiding a sign-off.

    `kind`, `state` and `shared_with` are names from `domain/kinds.py`, `domain/workflow.py` and
    `services/guarding.py`; `shared_with` is what was chosen, None in a row that is older than this column. A publish
    day may be known before its time: then `publish_local` is NULL. `version_number` is the current version's.
    `bills_checked_at` is up to when what is entered of its bills was compared with the copy, NULL for never yet.
    `link_asked_for` is the moment to publish about which its owner was asked whether it was published, the last one.
    `was_sent` says that there are rows of `SentCopy`. `search_text` is the copy as it is searched, and `search_mark`
    says of which version it is and by which rules (`domain/search_text.py`).

    With `offset_days`, counted from the campaign's first day (negative is before), it moves along with that;
    `offset_time` and `offset_zone` are the time of day and its zone, if there is one. `proposed_on` is the day that the
    campaign's move would bring, while the owner has not decided. `made_from` is as in `Task`.
    """

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    guard_id: Mapped[int] = mapped_column(ForeignKey("guard.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True, default=None)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, default=None)
    version_number: Mapped[int] = mapped_column(default=1)
    shared_with: Mapped[str | None] = mapped_column(String(16), default=None)
    public_when_published: Mapped[bool] = mapped_column(default=False)
    publish_on: Mapped[date | None] = mapped_column(index=True, default=None)
    publish_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), default=None)
    publish_zone: Mapped[str | None] = mapped_column(String(64), default=None)
    publish_at: Mapped[datetime | None] = mapped_column(default=None)
    offset_days: Mapped[int | None] = mapped_column(default=None)
    offset_time: Mapped[time | None] = mapped_column(default=None)
    offset_zone: Mapped[str | None] = mapped_column(String(64), default=None)
    proposed_on: Mapped[date | None] = mapped_column(default=None)
    made_from: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    outlet: Mapped[str] = mapped_column(String(160), default="")
    exclusive_local: Mapped[datetime | None] = mapped_column(DateTime(timezone=False), default=None)
    exclusive_zone: Mapped[str | None] = mapped_column(String(64), default=None)
    exclusive_at: Mapped[datetime | None] = mapped_column(default=None)
    outside_link: Mapped[str] = mapped_column(String(500), default="")
    signoff_due_on: Mapped[date | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_url: Mapped[str] = mapped_column(String(500), default="")
    state_note: Mapped[str] = mapped_column(Text, default="")
    bills_checked_at: Mapped[datetime | None] = mapped_column(default=None)
    link_asked_for: Mapped[datetime | None] = mapped_column(default=None)
    was_sent: Mapped[bool] = mapped_column(default=False, server_default=false())
    search_text: Mapped[str] = mapped_column(Text, default="", server_default=text("''"), deferred=True)
    search_mark: Mapped[str] = mapped_column(String(24), default="", server_default=text("''"))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    guard: Mapped[Guard] = relationship(lazy="raise_on_sql")
    versions: Mapped[list["ItemVersion"]] = relationship(order_by="ItemVersion.number", lazy="raise_on_sql")


class ItemVersion(Base):
    """One save of an item's text: canonical JSON of `domain/item_text.py`, and the hash of `domain/binding.py`."""

    __tablename__ = "item_version"
    # With the second, versions are listed without going through their texts.
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        Index("ix_item_version_saves", "item_id", "number", "created_at", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column("words", Text)
    text_hash: Mapped[str] = mapped_column("words_hash", String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    created_at: Mapped[datetime]

    @property
    def signed_hash(self) -> str:
        """Return what a new sign-off of this version is for, by the rules of today."""
        return present_hash(self.text_hash, self.text)

    def counted(self, given: str) -> str:
        """Return `signed_hash` if an answer with this hash counts for this version, else the hash as it is."""
        return counted_hash(given, self.text_hash, self.text)


class ItemSignatory(Base):
    """An organisation whose sign-off an item needs besides its owner's."""

    __tablename__ = "item_signatory"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    named_at: Mapped[datetime]


class SignOff(Base, MadeByForm):
    """An organisation's recorded yes or no, by a person, to one exact version; never changed.

    `on_behalf_of` is the lead who was away when a deputy answered. Names are those of that moment, with the short names
    of the organisations that the person acted for; only an anonymised person's is taken out again. Rows of before names
    were kept have None.
    """

    __tablename__ = "sign_off"
    __table_args__ = (Index("ix_sign_off_item", "item_id", "organisation_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    version_number: Mapped[int]
    text_hash: Mapped[str] = mapped_column("words_hash", String(64))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    as_role: Mapped[str] = mapped_column(String(16))
    on_behalf_of: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answer: Mapped[Answer] = mapped_column(String(4))
    comment: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    person_name: Mapped[str | None] = mapped_column(String(120), default=None)
    person_places: Mapped[str | None] = mapped_column(Text, default=None)
    person_acts_for: Mapped[str | None] = mapped_column(Text, default=None)
    on_behalf_name: Mapped[str | None] = mapped_column(String(120), default=None)
    organisation_name: Mapped[str | None] = mapped_column(String(160), default=None)


class ReviewRequest(Base, MadeByForm, Addressed):
    """Somebody is asked to read a version and say yes or no; advice, unlike a sign-off."""

    __tablename__ = "review_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    version_number: Mapped[int]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    asked_at: Mapped[datetime]
    answer: Mapped[Answer | None] = mapped_column(String(4), default=None)
    answered_version: Mapped[int | None] = mapped_column(default=None)
    comment: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_open(self) -> bool:
        """Say whether an answer is still waited for."""
        return self.answer is None and self.withdrawn_at is None


class ItemComment(Base, MadeByForm, Addressed):
    """What somebody said beside an item; guarded like its text."""

    __tablename__ = "item_comment"
    __table_args__ = (Index("ix_item_comment_place", "item_id", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    version_number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)


class CommentPassage(Base):
    """The passage of the copy that a comment is on, found again by its anchor (`domain/anchors.py`); kept as it was.

    `part` is the key of the text in which it stands (`domain/text_parts.py`). With a `replacement`, the comment is a
    suggestion: "" is to leave the passage out. It is open while it has no `answer`; `accepted_version` is the version
    that accepting it made. Guarded like the comment; `reason` like what is said at `answered_at`.
    """

    __tablename__ = "comment_passage"
    __table_args__ = (Index("ix_comment_passage_item_id", "item_id", "answer"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("item_comment.id", ondelete="CASCADE"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(120))
    passage: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    proof: Mapped[int]
    replacement: Mapped[str | None] = mapped_column(Text, default=None)
    answer: Mapped[SuggestionAnswer | None] = mapped_column(String(16), default=None)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    accepted_version: Mapped[int | None] = mapped_column(default=None)


class CheckOverride(Base):
    """Why an item may be scheduled though a required check has findings; guarded like its text.

    It is for these findings alone: `findings_hash` is theirs (`content/checks/running.py`), `text_hash` that of the
    version in which they were.
    """

    __tablename__ = "check_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    check_slug: Mapped[str] = mapped_column(String(40))
    findings_hash: Mapped[str] = mapped_column(String(64))
    version_number: Mapped[int]
    text_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ItemChannel(Base):
    """A channel on which an item is to appear; the slug of a file in `channels/`.

    What went out there without a web address, like a mail to a press list, has a reason instead. `published_at` is
    when it came out, as `published_by` said, last at `recorded_at`; rows of before that was kept have neither.
    """

    __tablename__ = "item_channel"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(24), primary_key=True)
    published_url: Mapped[str] = mapped_column(String(500), default="")
    no_link_reason: Mapped[str] = mapped_column(String(300), default="")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)


class OrganisationChannelZone(Base):
    """The zone in which most readers of an organisation's channel live, where it is not the organisation's own."""

    __tablename__ = "organisation_channel_zone"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(24), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64))


class ItemBill(Base):
    """A bill that an item's copy refers to."""

    __tablename__ = "item_bill"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id"), primary_key=True, index=True)


class ItemFact(Base, Addressed):
    """A passage of an item's copy that says a fact; found again by its anchor (`domain/anchors.py`).

    `part` is the key of the text in which it stands (`domain/text_parts.py`). The passage, what stood around it and
    `proof` are those of the moment at which it was linked. `checked_at` is the `changed_at` of the fact with which the
    copy was compared, `checked_until` the last day of it that had passed by then; NULL for none.
    """

    __tablename__ = "item_fact"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    fact_id: Mapped[int] = mapped_column(ForeignKey("fact.id"), index=True)
    part: Mapped[str] = mapped_column(String(120))
    passage: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    proof: Mapped[int] = mapped_column(default=0)
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    checked_until: Mapped[date | None] = mapped_column(default=None)
    linked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    linked_at: Mapped[datetime]


class ItemOpening(Base):
    """Who opened the text of an item while it is under embargo; first and last time, and how often."""

    __tablename__ = "item_opening"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


class SentCopy(Base, MadeByForm, Addressed):
    """Who outside got an item's copy, when and from whom; only its writers, and who could read it then, may know.

    `person_id` sent version `version_number` at `sent_at`. The embargo is that of this moment; one without `embargo_at`
    had no end, or nobody recorded which. `known_…` is what they know by now (`domain/sent_copies.py`): what they were
    sent, or what `informed_by` informed them of. A wrong entry is kept with who removed it; with `is_corrected`,
    another one took its place.
    """

    __tablename__ = "sent_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    version_number: Mapped[int]
    recorded_at: Mapped[datetime]
    had_embargo: Mapped[bool]
    embargo_at: Mapped[datetime | None] = mapped_column(default=None)
    embargo_zone: Mapped[str | None] = mapped_column(String(64), default=None)
    known_hash: Mapped[str] = mapped_column(String(64))
    known_embargo: Mapped[str] = mapped_column(String(32))
    known_off: Mapped[bool]
    informed_at: Mapped[datetime | None] = mapped_column(default=None)
    informed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    is_corrected: Mapped[bool] = mapped_column(default=False)


class ItemUndo(Base, MadeByForm, Addressed):
    """What a change of several items was before, so that its author can take it back.

    `before` holds ids, revisions and the changed fields by item; never text.
    """

    __tablename__ = "item_undo"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    act: Mapped[str] = mapped_column(String(24))
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = mapped_column(default=None)


class SpreadsheetImport(Base, MadeByForm, Addressed):
    """What a person has read from a spreadsheet and not imported yet: theirs alone, and for a day at most.

    `sheets` holds a list of `[name, [[number, [cell, ...]], ...]]` and is emptied once it is imported; `settings` is
    what was chosen so far, by `domain/import_settings.py`.
    """

    __tablename__ = "spreadsheet_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    sheets: Mapped[list[Any]] = mapped_column(JSON)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    imported_at: Mapped[datetime | None] = mapped_column(default=None)


class ReleaseImport(Base, MadeByForm, Addressed):
    """What a person has uploaded as Word files and not imported yet: theirs alone, and for a day at most.

    `files` holds what `services/release_reading.py` writes of each, and is emptied once they are imported.
    """

    __tablename__ = "release_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    files: Mapped[list[Any]] = mapped_column(JSON)
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    imported_at: Mapped[datetime | None] = mapped_column(default=None)
