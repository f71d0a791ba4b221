"""Sends a message to those concerned by a campaign or a date: to whom the preview showed, once, and not too often."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.services.limits import hold_sender
from scheduler.agenda.services.changes import ChangeContext
from scheduler.mailings.domain.groups import Group
from scheduler.mailings.domain.limits import MOST_RECIPIENTS, goes_on_at
from scheduler.mailings.models import Mailing, MailingRecipient
from scheduler.mailings.queries.mailings import recently_sent
from scheduler.mailings.services.about import About
from scheduler.outbox.models import Message
from scheduler.rows import Sent, StaleEditError, once_by_form

Look = TypeVar("Look")


class TooManyRecipientsError(ValueError):
    """A message would go to more people than anybody may write to."""


class TooOftenError(ValueError):
    """Somebody has sent as much as they may for now; `goes_on_at` (aware UTC) says until when."""

    def __init__(self, goes_on: datetime) -> None:
        super().__init__("too many messages within a day")
        self.goes_on_at = goes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class MailingDraft:
    """A message as it was typed, and to whom it would go."""

    groups: tuple[Group, ...]
    subject: str
    text: str
    with_replies: bool
    people: frozenset[int]

    @property
    def fingerprint(self) -> str:
        """What tells this message to these people from any other."""
        said = [self.groups, self.subject, self.text, self.with_replies, sorted(self.people)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def check_limits(session: Session, sender_id: int, draft: MailingDraft, now: datetime) -> None:
    """Refuse what is too much; the sender is held, so that two at once are counted one after the other.

    Raises:
        TooManyRecipientsError: there are too many people.
        TooOftenError: the sender has sent too much within a day.
    """
    if len(draft.people) > MOST_RECIPIENTS:
        raise TooManyRecipientsError
    hold_sender(session, sender_id)
    goes_on = goes_on_at(recently_sent(session, sender_id, now), len(draft.people), now)
    if goes_on is not None:
        raise TooOftenError(goes_on)


def send_mailing(
    session: Session,
    about: About,
    draft: MailingDraft,
    sender_id: int,
    *,
    shown: str,
    form_id: str | None,
    context: ChangeContext,
) -> Mailing:
    """Send a message if it is the one that the preview showed; the same form sent twice sends it once.

    Raises:
        StaleEditError: the message or its recipients are not those that were shown.
        TooManyRecipientsError: as `check_limits`.
        TooOftenError: as `check_limits`.
    """
    hold_sender(session, sender_id)
    about.lock(session)

    def make(key: str | None) -> Mailing:
        if shown != draft.fingerprint:
            raise StaleEditError
        check_limits(session, sender_id, draft, context.now)
        return _send(session, about, draft, sender_id, form_id=key, context=context)

    said = (about.column, about.ident, draft.groups, draft.subject, draft.text, int(draft.with_replies), shown)
    return once_by_form(session, Mailing, Sent(form_id, sender_id, said), make)


def rehearsed(
    session: Session,
    about: About,
    draft: MailingDraft,
    sender_id: int,
    *,
    look: Callable[[Message], Look],
    context: ChangeContext,
) -> Look | None:
    """Send a message, look at what one of the people would get, and take everything back; None if nobody gets it.

    Raises:
        TooManyRecipientsError: as `check_limits`.
        TooOftenError: as `check_limits`.
    """
    hold_sender(session, sender_id)
    about.lock(session)
    check_limits(session, sender_id, draft, context.now)
    of_now = Message.person_id.in_(draft.people), Message.created_at == context.now
    of_kind = select(Message).where(*of_now, Message.kind == about.kind).order_by(Message.id.desc())
    with session.begin_nested() as savepoint:
        row = _send(session, about, draft, sender_id, form_id=None, context=context)
        # Not the newest of all: others send at the same time.
        own = (one for one in session.scalars(of_kind) if one.payload.get("mailing_id") == row.id)
        message = next(own, None)
        seen = look(message) if message is not None else None
        savepoint.rollback()
    return seen


def _send(
    session: Session,
    about: About,
    draft: MailingDraft,
    sender_id: int,
    *,
    form_id: str | None,
    context: ChangeContext,
) -> Mailing:
    row = Mailing(
        groups=[str(group) for group in draft.groups],
        subject=draft.subject,
        text=draft.text,
        with_replies=draft.with_replies,
        recipients=len(draft.people),
        sender_id=sender_id,
        sent_at=context.now,
        form_id=form_id,
    )
    setattr(row, about.column, about.ident)
    session.add(row)
    session.flush()
    session.add_all(MailingRecipient(mailing_id=row.id, person_id=person) for person in sorted(draft.people))
    about.announce(session, draft.people, row, context)
    session.flush()
    return row
