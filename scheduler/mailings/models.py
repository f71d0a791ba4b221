"""Tables of messages to those concerned by a campaign or a date, and of whom each was sent to."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.db import Addressed, Base, MadeByForm


class Mailing(Base, MadeByForm, Addressed):
    """A message that was sent to those concerned by a campaign, guarded as that is, or by an edition.

    `groups` names who they are (`domain.groups.Group`), `recipients` how many there were. With `with_replies` answers
    go to the sender's own address.
    """

    __tablename__ = "mailing"
    __table_args__ = (Index("ix_mailing_sender_sent", "sender_id", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id", ondelete="CASCADE"), index=True)
    groups: Mapped[list[str]] = mapped_column(JSON)
    subject: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    with_replies: Mapped[bool]
    recipients: Mapped[int]
    sender_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]


class MailingRecipient(Base):
    """A person to whom a message was sent."""

    __tablename__ = "mailing_recipient"

    mailing_id: Mapped[int] = mapped_column(ForeignKey("mailing.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
