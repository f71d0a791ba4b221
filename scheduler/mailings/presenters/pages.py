"""What the pages of messages show: who gets one and why, the email as one of them gets it, and what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.naming import name_with_organisations, names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.mailings.domain.groups import Group
from scheduler.mailings.labels import GROUP_LABELS
from scheduler.mailings.models import Mailing
from scheduler.mailings.queries.mailings import mailings_about, mailings_of, recipients_of
from scheduler.mailings.services.about import About
from scheduler.mailings.services.sending import MailingDraft, rehearsed
from scheduler.observances.queries.observances import editions_by_id
from scheduler.outbox.models import Message
from scheduler.reminders.details import DetailSource
from scheduler.reminders.emails import EmailDetails, email_details_of, load_batch, load_details

MOST_LISTED = 10
"""How many messages the page of an observance lists, until it is asked for all."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with their organisations, and why they get a message."""

    name: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailSample:
    """The email as one of the people gets it, less the addresses that are theirs alone."""

    to: str
    subject: str
    sentence: str
    quote_label: str
    quote: str
    rows: tuple[tuple[str, str], ...]
    action: str


@dataclass(frozen=True, slots=True)
class MailingPreview:
    """Who would get a message, by name, what one of them would read, and what tells this preview from any other."""

    recipients: tuple[Recipient, ...]
    sample: MailSample | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SentMailing:
    """A message that was sent; `names` of whom it went to are for its sender."""

    address: str
    subject: str
    text: str
    groups: tuple[str, ...]
    sender: str
    sent_at: datetime
    count: int
    names: tuple[str, ...] = ()


def preview_of(
    session: Session,
    about: About,
    draft: MailingDraft,
    concerned: Mapping[Group, frozenset[int]],
    sender_id: int,
    *,
    sources: Sequence[DetailSource],
    context: ChangeContext,
) -> MailingPreview:
    """Return who would get a message and what they would read; nothing is sent.

    Raises:
        TooManyRecipientsError: there are too many people.
        TooOftenError: the sender has sent too much within a day.
    """

    def look(message: Message) -> MailSample | None:
        batch = load_batch(session, [message])
        load_details(session, batch, [message], sources, context.now)
        found = email_details_of(batch, message)
        return _sample(session, found) if isinstance(found, EmailDetails) else None

    sample = rehearsed(session, about, draft, sender_id, look=look, context=context)
    return MailingPreview(_recipients(session, draft, concerned), sample, draft.fingerprint)


def mailing_lines(session: Session, viewer: Viewer, campaign_id: int, guard_id: int) -> tuple[SentMailing, ...]:
    """Return the messages about a campaign that the viewer may open, the newest first, without names."""
    found = mailings_of(session, viewer, campaign_id, guard_id)
    senders = names_with_organisations(session, {row.sender_id for row in found})
    return tuple(_sent(row, senders.get(row.sender_id, "")) for row in found)


def observance_mailings(
    session: Session, viewer: Viewer, observance_id: int, *, is_all: bool
) -> tuple[tuple[tuple[str, SentMailing], ...], bool]:
    """Return the messages about dates of an observance that the viewer sent or got, each with its period.

    And whether there are more: but for `is_all` they are the last `MOST_LISTED`.
    """
    known = mailings_about(session, viewer, observance_id, None if is_all else MOST_LISTED + 1)
    found = known if is_all else known[:MOST_LISTED]
    senders = names_with_organisations(session, {row.sender_id for row in found})
    editions = editions_by_id(session, {row.edition_id for row in found if row.edition_id is not None})
    shown = ((editions[row.edition_id or 0].period, _sent(row, senders.get(row.sender_id, ""))) for row in found)
    return tuple(shown), len(known) > len(found)


def sent_mailing(session: Session, mailing: Mailing, *, names: bool) -> SentMailing:
    """Return a message that its reader may open, with `names` of whom it went to or not."""
    sender = name_with_organisations(session, mailing.sender_id)
    people = names_with_organisations(session, recipients_of(session, mailing.id)).values() if names else ()
    return _sent(mailing, sender, tuple(sorted(people, key=str.casefold)))


def _recipients(
    session: Session, draft: MailingDraft, concerned: Mapping[Group, frozenset[int]]
) -> tuple[Recipient, ...]:
    names = names_with_organisations(session, draft.people)
    by_name = sorted(draft.people, key=lambda ident: names[ident].casefold())
    return tuple(
        Recipient(names[ident], tuple(str(GROUP_LABELS[one]) for one in draft.groups if ident in concerned[one]))
        for ident in by_name
    )


def _sample(session: Session, found: EmailDetails) -> MailSample:
    return MailSample(
        to=name_with_organisations(session, found.person.id),
        subject=found.heading,
        sentence=found.sentence,
        quote_label=found.quote_label,
        quote=found.quote,
        rows=found.rows,
        action=found.action,
    )


def _sent(row: Mailing, sender: str, names: tuple[str, ...] = ()) -> SentMailing:
    return SentMailing(
        address=row.address,
        subject=row.subject,
        text=row.text,
        groups=tuple(str(GROUP_LABELS[Group(name)]) for name in row.groups),
        sender=sender,
        sent_at=row.sent_at,
        count=row.recipients,
        names=names,
    )
