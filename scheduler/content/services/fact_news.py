"""Tells the owners of copy that a fact which it uses changed or is out of date, and the owner of the fact in time."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.queries.open_items import items_using
from scheduler.content.services.copy_news import CopyNews, notify_keepers
from scheduler.facts.models import Fact
from scheduler.facts.reading import facts_by_id
from scheduler.facts.services.expiry import follow_expiry


def notify_of_facts(session: Session, fact_ids: Collection[int], context: ChangeContext) -> None:
    """Notify the owners of items that use facts whose statement or source changed just now, or that were retired.

    What else is written down of a fact, such as another owner, is no news.
    """
    changed = [fact for fact in facts_by_id(session, fact_ids) if fact.changed_at == context.now]
    _notify(session, [(fact, f"f{fact.id}r{fact.revision}") for fact in changed], context)


def notify_of_expiry(session: Session, fact: Fact, today: date, context: ChangeContext) -> bool:
    """Notify the owner of a fact before and after its last day, and after it those whose copy uses it; each once.

    Returns:
        Whether there was anything to say.
    """
    step = follow_expiry(session, fact, today, context)
    if step.has_passed and fact.true_until is not None:
        _notify(session, [(fact, f"f{fact.id}u{fact.true_until.isoformat()}")], context, expired=1)
    return step.is_news


def _notify(session: Session, changed: Sequence[tuple[Fact, str]], context: ChangeContext, expired: int = 0) -> None:
    using = items_using(session, {fact.id for fact, _key in changed}) if changed else {}
    news = [
        CopyNews(item, NotificationKind.FACT_CHANGED, key, {"fact_id": fact.id, "expired": expired})
        for fact, key in changed
        for item in using.get(fact.id, ())
    ]
    if news:
        notify_keepers(session, news, context)
