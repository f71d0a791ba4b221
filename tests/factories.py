"""Builders of rows with plain defaults, for tests."""

import secrets
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.skeletons import keys_of
from scheduler.accounts.models import MemberRole, Membership, Organisation, OrganisationNameKey, Person, Role
from scheduler.campaigns.models import Campaign
from scheduler.db import touch
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.kits.domain.tokens import token_of
from scheduler.kits.models import Kit, KitItem, KitLink
from scheduler.mailings.models import Mailing, MailingRecipient
from scheduler.observances.models import Edition
from scheduler.playbooks.models import Playbook, PlaybookSlot
from scheduler.saved_views.models import SavedView
from scheduler.secret_tokens import hash_of

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def organisation(session: Session, name: str = "Lantern Bay", zone: str = "America/New_York") -> Organisation:
    row = Organisation(name=name, short_name=name[:40], zone=zone, created_at=LONG_AGO)
    session.add(row)
    touch(session, row)
    session.flush()
    keys = keys_of(row.name) | keys_of(row.short_name)
    taken = set(session.scalars(select(OrganisationNameKey.key).where(OrganisationNameKey.key.in_(keys))))
    session.add_all(OrganisationNameKey(key=key, organisation_id=row.id) for key in sorted(keys - taken))
    session.flush()
    return row


def person(
    session: Session,
    name: str = "Ana",
    *memberships: tuple[Organisation, MemberRole],
    zone: str = "UTC",
    coordinator: bool = False,
    password: str | None = None,
) -> Person:
    email = f"{name.casefold().replace(' ', '.')}.{secrets.token_hex(3)}@people.test"
    row = Person(name=name, email=email, zone=zone, password=password, fs_uniquifier=secrets.token_hex(16))
    row.created_at = LONG_AGO
    row.roles = [_coordinator_role(session)] if coordinator else []
    session.add(row)
    touch(session, row)
    for where, role in memberships:
        membership = Membership(person=row, organisation_id=where.id, role=role, started_at=LONG_AGO)
        session.add(membership)
        touch(session, membership)
    session.flush()
    # Fetched when asked for: a service may have given the person another one by then.
    session.expire(row, ["memberships"])
    return row


def _coordinator_role(session: Session) -> Role:
    role = session.scalar(select(Role).where(Role.name == "coordinator"))
    if role is None:
        role = Role(name="coordinator")
        session.add(role)
        session.flush()
    return role


def playbook(session: Session, now: datetime = LONG_AGO) -> tuple[Playbook, PlaybookSlot]:
    """Add a playbook of the coalition's own with one line."""
    row = Playbook(name="Our day", created_at=now)
    session.add(row)
    session.flush()
    slot = PlaybookSlot(playbook_id=row.id, kind="task", title="Call", offset_days=-1, owner="lead")
    session.add(slot)
    session.flush()
    return row, slot


def kit(session: Session, campaign_id: int, secret_key: str, *item_ids: int) -> tuple[Kit, KitLink, str]:
    """Add a kit of a campaign with these items and one link, and return the link's token as well."""
    row = Kit(campaign_id=campaign_id, title="Kit", expires_on=date(2030, 1, 1), created_at=LONG_AGO)
    session.add(row)
    session.flush()
    session.add_all(
        KitItem(kit_id=row.id, item_id=ident, audience="coalition", added_at=LONG_AGO) for ident in item_ids
    )
    link = KitLink(kit_id=row.id, partner="Partner", nonce=secrets.token_hex(16), token_hash="", made_at=LONG_AGO)
    session.add(link)
    session.flush()
    token = token_of(secret_key, link.id, link.nonce)
    link.token_hash = hash_of(token)
    session.flush()
    return row, link, token


def mailing(session: Session, about: Campaign | Edition, sender_id: int, *to: int, at: datetime = LONG_AGO) -> Mailing:
    """Add a message about a campaign or an edition that was sent to these people."""
    around = {f"{about.__tablename__}_id": about.id}
    row = Mailing(**around, groups=["owners"], subject="Last call", text="Please post at 09:00.")
    row.with_replies, row.recipients, row.sender_id, row.sent_at = False, len(to), sender_id, at
    session.add(row)
    session.flush()
    session.add_all(MailingRecipient(mailing_id=row.id, person_id=person) for person in to)
    session.flush()
    return row


def saved_view(
    session: Session, name: str = "Deadlines", *, person_id: int | None = None, organisation_id: int | None = None
) -> SavedView:
    """Add a view of the calendar that lists deadlines, somebody's own or an organisation's."""
    row = SavedView(name=name, arguments={"view": "list", "kind": "deadline"}, created_at=LONG_AGO)
    row.person_id, row.organisation_id = person_id, organisation_id
    session.add(row)
    session.flush()
    return row


def external_calendar(
    session: Session,
    name: str = "Parliament",
    *,
    organisation_id: int | None = None,
    url: str = "https://example.org/a",
) -> ExternalCalendar:
    """Add a calendar of others, of an organisation or of the coalition, that was never fetched."""
    row = ExternalCalendar(name=name, url=url, tint=3, created_at=LONG_AGO, next_fetch_at=LONG_AGO)
    row.organisation_id = organisation_id
    session.add(row)
    session.flush()
    return row
