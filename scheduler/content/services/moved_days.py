"""Keeps a scheduled item publishable when people give it another day: it passed the required checks for its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.skipping import SkippedError, SkipReason
from scheduler.content.domain.workflow import Refusal, RefusalCode, State
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.check_overrides import failed_checks
from scheduler.content.services.quotes import faulty_quotes

_WHEN = ("publish_on", "publish_local", "publish_zone", "publish_at")
_MOVED = (
    *_WHEN,
    "signoff_due_on",
    "exclusive_local",
    "exclusive_at",
    "offset_days",
    "offset_time",
    "offset_zone",
    "proposed_on",
)


@contextmanager
def still_publishable(session: Session, item: Item, now: datetime) -> Iterator[None]:
    """Let the block give an item another day, and put it back if something stands in its way there that did not here.

    Asked of scheduled items alone: before that the checks are asked when it is scheduled. What stood in its way already
    is not what the day brings, and publication asks again.

    Raises:
        SkippedError: required checks find something on the new day, or consent for a quote is over by then.
    """
    if item.state != State.SCHEDULED:
        yield
        return
    before, known = {name: getattr(item, name) for name in _MOVED}, _in_the_way(session, item, now)
    yield
    if all(getattr(item, name) == before[name] for name in _WHEN):
        return
    new = tuple(one for one in _in_the_way(session, item, now) if one not in known)
    if not new:
        return
    for name, value in before.items():
        setattr(item, name, value)
    has_quote = any(one.code is RefusalCode.QUOTE_FAULTY for one in new)
    raise SkippedError(SkipReason.QUOTE_FAULTY if has_quote else SkipReason.CHECK_FAILED, new)


def stopped_by(session: Session, item: Item, move: Callable[[], None], now: datetime) -> tuple[Refusal, ...]:
    """Say what would keep an item from the day that a move gives it: it is moved, asked and put back, never written."""
    before = {name: getattr(item, name) for name in _MOVED}
    with session.no_autoflush:
        try:
            with still_publishable(session, item, now):
                move()
        except SkippedError as error:
            return error.refusals
        finally:
            for name, value in before.items():
                setattr(item, name, value)
    return ()


def _in_the_way(session: Session, item: Item, now: datetime) -> tuple[Refusal, ...]:
    text = text_from_json(current_version(session, item).text)
    quotes = (Refusal(RefusalCode.QUOTE_FAULTY, quote=one) for one in faulty_quotes(session, item, text, now))
    checks = (Refusal(RefusalCode.CHECK_FAILED, check=one) for one in failed_checks(session, item, text, now))
    return (*quotes, *checks)
