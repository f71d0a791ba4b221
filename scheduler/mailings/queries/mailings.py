"""Reads messages for those who may open them: the sender, and whom one was sent to.

Whoever else may write one need not be able to read what made others concerned: content of a campaign, or for a day, may
be under an embargo of its own.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import readable_statement_clause
from scheduler.mailings.domain.limits import WITHIN, Past
from scheduler.mailings.models import Mailing, MailingRecipient
from scheduler.observances.models import Edition, Observance


def mailings_of(session: Session, viewer: Viewer, campaign_id: int, guard_id: int) -> Sequence[Mailing]:
    """Return the messages about a campaign that the viewer may open, the newest first."""
    known = _known(viewer, campaign_id, guard_id)
    return session.scalars(select(Mailing).where(*known).order_by(Mailing.id.desc())).all()


def mailing_called(session: Session, viewer: Viewer, campaign_id: int, guard_id: int, address: str) -> Mailing | None:
    """Return a message about a campaign by its address, if the viewer may open it."""
    known = _known(viewer, campaign_id, guard_id)
    return session.scalars(select(Mailing).where(*known, Mailing.addressed(address))).one_or_none()


def mailings_about(session: Session, viewer: Viewer, observance_id: int, most: int | None) -> Sequence[Mailing]:
    """Return so many messages about dates of an observance that the viewer sent or got, all by None; newest first."""
    query = select(Mailing).join(Edition, Edition.id == Mailing.edition_id)
    query = query.where(Edition.observance_id == observance_id, _own(viewer))
    return session.scalars(query.order_by(Mailing.id.desc()).limit(most)).all()


def edition_mailing_called(
    session: Session, viewer: Viewer, slug: str, period: str, address: str
) -> tuple[Mailing, Edition] | None:
    """Return a message about an edition, by its address, if the viewer sent or got it; the edition may be retired."""
    query = select(Mailing, Edition).join(Edition, Edition.id == Mailing.edition_id).join(Edition.observance)
    query = query.where(Observance.slug == slug, Edition.period == period, _own(viewer), Mailing.addressed(address))
    found = session.execute(query).one_or_none()
    return (found[0], found[1]) if found is not None else None


def recipients_of(session: Session, mailing_id: int) -> tuple[int, ...]:
    """Return whom a message was sent to, by id."""
    row = MailingRecipient
    return tuple(session.scalars(select(row.person_id).where(row.mailing_id == mailing_id).order_by(row.person_id)))


def recently_sent(session: Session, person_id: int, now: datetime) -> list[Past]:
    """Return what a person has sent lately, to count it."""
    query = select(Mailing.sent_at, Mailing.recipients)
    query = query.where(Mailing.sender_id == person_id, Mailing.sent_at > now - WITHIN)
    return [Past(at, recipients) for at, recipients in session.execute(query)]


def _known(viewer: Viewer, campaign_id: int, guard_id: int) -> tuple[ColumnElement[bool], ...]:
    could_read = readable_statement_clause(viewer, guard_id, Mailing.sent_at)
    return Mailing.campaign_id == campaign_id, could_read, _own(viewer)


def _own(viewer: Viewer) -> ColumnElement[bool]:
    row = MailingRecipient
    got_it = exists().where(row.mailing_id == Mailing.id, row.person_id == viewer.person_id)
    return or_(Mailing.sender_id == viewer.person_id, got_it.correlate(Mailing))
