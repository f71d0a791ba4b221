"""Tells the owner of a fact that its last day comes near, and that it has passed; each once."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles, coordinators
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.facts.domain.validity import is_expired
from scheduler.facts.models import Fact
from scheduler.facts.services.calendar_entries import entry_of_fact
from scheduler.rows import lock_row

ADVISED_BEFORE = timedelta(days=7)
"""How long before the last day its owner is advised."""


@dataclass(frozen=True, slots=True)
class ExpiryStep:
    """What became of a fact just now: `has_passed` for the first look after its last day."""

    is_news: bool
    has_passed: bool = False


def follow_expiry(session: Session, fact: Fact, today: date, context: ChangeContext) -> ExpiryStep:
    """Notify the owner of a fact of its last day, if that is near or has passed and they do not know it yet."""
    lock_row(session, Fact, fact.id)
    if fact.retired_at is not None or fact.true_until is None:
        return ExpiryStep(is_news=False)
    if is_expired(fact.true_until, today) and fact.expired_until != fact.true_until:
        fact.expired_until = fact.true_until
        _notify(session, fact, context, passed=1)
        return ExpiryStep(is_news=True, has_passed=True)
    if today <= fact.true_until <= today + ADVISED_BEFORE and fact.advised_until != fact.true_until:
        fact.advised_until = fact.true_until
        _notify(session, fact, context, passed=0)
        return ExpiryStep(is_news=True)
    return ExpiryStep(is_news=False)


def _notify(session: Session, fact: Fact, context: ChangeContext, *, passed: int) -> None:
    entry = entry_of_fact(session, fact)
    if entry is None or fact.true_until is None:
        return
    owner = (fact.owner_id,) if actor_roles(session, fact.owner_id).is_member else coordinators(session)
    key = f"{fact.true_until.isoformat()}p{passed}"
    details = {"fact_id": fact.id, "until": fact.true_until.toordinal(), "passed": passed}
    draft = NotificationDraft(entry.id, NotificationKind.FACT_EXPIRES, context.actor_id, owner, key, details)
    notify(session, draft, context.now)
