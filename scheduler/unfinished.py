"""What a transaction gathers and does something with at its end, just before the commit."""

from collections.abc import Callable, Hashable
from typing import Protocol
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction


class FinishedTwiceError(RuntimeError):
    """What was finished has been gathered again by something that was finished after it: it might never end."""


class Unfinished(Protocol):
    """What a transaction has gathered and does something with at its end.

    It is forgotten with the transaction, and a savepoint that is taken back takes back what was gathered since.
    """

    def finish(self, session: Session) -> None:
        """Do it, just before the commit."""

    def remember(self) -> Callable[[], None]:
        """Return what brings back all that is gathered by now."""


def unfinished(session: Session) -> dict[Hashable, Unfinished]:
    """Return what the session's commit will finish first, by name, in the order in which it was begun."""
    known: dict[Hashable, Unfinished] = session.info.setdefault("unfinished", {})
    return known


def finish_all(session: Session) -> None:
    """Finish what the transaction has gathered, and what is gathered meanwhile, as a commit does by itself.

    Raises:
        FinishedTwiceError: something was gathered under a name that was finished already.
    """
    gathered_by_name, finished = unfinished(session), set[Hashable]()
    while gathered_by_name:
        name, gathered = next(iter(gathered_by_name.items()))
        if name in finished:
            raise FinishedTwiceError(f"{name} was gathered again")
        finished.add(name)
        gathered.finish(session)
        del gathered_by_name[name]


def remember_at_savepoints(sessions: type[Session]) -> None:
    """Let savepoints of these sessions take back, when they are taken back themselves, what was gathered since."""
    event.listen(sessions, "after_transaction_create", _remember)
    event.listen(sessions, "after_soft_rollback", _go_back)


def _remember(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        before = tuple((name, gathered, gathered.remember()) for name, gathered in unfinished(session).items())
        session.info.setdefault("savepoints", WeakKeyDictionary())[transaction] = before


def _go_back(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        gathered_by_name = unfinished(session)
        gathered_by_name.clear()
        for name, gathered, restore in session.info["savepoints"].pop(transaction):
            restore()
            gathered_by_name[name] = gathered
