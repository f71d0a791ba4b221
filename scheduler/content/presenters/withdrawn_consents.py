"""Consents that were withdrawn before new ones, for those who may change what they are for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.naming import names_with_organisations
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.picture_models import WithdrawnConsent
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pictures import withdrawn_pictures
from scheduler.content.services.consents import may_withdraw


@dataclass(frozen=True, slots=True)
class EarlierConsent:
    """A consent that was withdrawn: what was on record of it, by whom it was withdrawn, and why."""

    given_by: str
    scope: str
    until: date | None
    how: str
    reason: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class WithdrawnPicture:
    """A picture that was added to an item and cannot be used: its name, and what addresses call it."""

    name: str
    address: str


def earlier_consents(session: Session, rows: Sequence[WithdrawnConsent]) -> tuple[EarlierConsent, ...]:
    """Return rows as pages show them."""
    names = names_with_organisations(session, {row.withdrawn_by_id for row in rows if row.withdrawn_by_id is not None})
    return tuple(
        EarlierConsent(
            row.given_by,
            row.scope,
            row.until,
            row.how,
            row.reason,
            names.get(row.withdrawn_by_id or 0, ""),
            row.withdrawn_at,
        )
        for row in rows
    )


def withdrawn_pictures_of(session: Session, by: ItemRoles, seen: Seen) -> tuple[WithdrawnPicture, ...]:
    """Return the pictures of an item for which a new consent can be recorded; empty for those who may not."""
    if not may_withdraw(by):
        return ()
    return tuple(WithdrawnPicture(row.name, row.address) for row in withdrawn_pictures(session, seen.item))
