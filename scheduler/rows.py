"""How rows are changed: locked in one order, read anew under the lock, and made once."""

import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from flask import has_request_context
from sqlalchemy import ColumnElement, Select, func, inspect, select
from sqlalchemy.orm import Session, SessionTransaction

from scheduler.db import Base, MadeByForm, once

logger = logging.getLogger(__name__)

WRITERS_LOCK = 0x5C4ED17E
"""The number of the one advisory lock on PostgreSQL: shared by whoever writes, had alone by `write_alone`."""

UNDOABLE_FOR, RESTORABLE_FOR = timedelta(days=1), timedelta(days=30)
"""How long whoever changed many things at once can take it back, and what was deleted can be restored."""

Locked = TypeVar("Locked", bound=Base)
Made = TypeVar("Made", bound=MadeByForm)


class StaleEditError(ValueError):
    """Somebody else has changed a row since the page with the form was made; nothing was saved.

    Whoever holds the row finds in it what holds now, as it was read anew under the lock. `current` says it by field of
    the form, for a caller that does not.
    """

    def __init__(self, current: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__("the row has changed since")
        self.current = current


class TooLateError(ValueError):
    """What was deleted or done lies too far back to be brought back, or was taken back already."""


class RowGoneError(LookupError):
    """A row that was to be changed is not there any more."""


def lock_row(session: Session, model: type[Locked], key: int | tuple[Any, ...], *, shared: bool = False) -> Locked:
    """Read a row anew and keep others from changing it until the transaction ends.

    Whatever checks a row and then changes something locks it first, in the order of `docs/architecture.md`, and decides
    by what it read here. SQLite needs no lock, as one transaction writes at a time there; the row is read anew all the
    same. Rows that only refer to the locked one may still be added. A row that this transaction has locked already is
    as it was read then, less what was changed in the session since, so the database is not asked again; but for one
    locked within a savepoint, which is asked for each time.

    Args:
        session: a session that may write.
        model: its class.
        key: its primary key.
        shared: others may lock it so as well, as long as nobody changes it.

    Raises:
        RowGoneError: there is no such row.
    """
    keys = key if isinstance(key, tuple) else (key,)
    known = _writing(session, alone=False).known(model, keys, shared=shared)
    if known is not None:
        return known
    columns = inspect(model).primary_key
    query = select(model).where(*(column == value for column, value in zip(columns, keys, strict=True)))
    found = _lock(session, model, query, shared=shared)
    if not found:
        raise RowGoneError(f"no {model.__tablename__} {key}")
    return found[0]


def lock_rows(
    session: Session, model: type[Locked], keys: Collection[Any], *, shared: bool = False
) -> Sequence[Locked]:
    """Lock several rows as `lock_row` does, in the order of their keys; those that are gone are left out."""
    ordered = sorted(set(keys))
    writing = _writing(session, alone=False)
    known = [writing.known(model, (key,), shared=shared) for key in ordered]
    if all(known):
        return [row for row in known if row is not None]
    (column,) = inspect(model).primary_key
    return _lock(session, model, select(model).where(column.in_(ordered)).order_by(column), shared=shared)


def lock_matching(session: Session, model: type[Locked], *wanted: ColumnElement[bool]) -> Sequence[Locked]:
    """Lock the rows that match as `lock_row` does, in the order of their keys: for one that is known by something else.

    Which they are is asked of the database each time.
    """
    (column,) = inspect(model).primary_key
    return _lock(session, model, select(model).where(*wanted).order_by(column))


def write_together(session: Session) -> None:
    """Write beside others, not beside whoever writes alone; every lock does so by itself.

    What a request may do is asked after this, so that it holds until the transaction ends.
    """
    _writing(session, alone=False)


def write_alone(session: Session) -> None:
    """Keep every other writer out until the transaction ends, for what one change brings about in many rows.

    So nobody waits for rows that the other one has, however many there are and whichever way they are met. It comes
    before the first lock of a transaction.

    Raises:
        RuntimeError: a request writes beside others already, so that two like it would wait for each other for ever.
    """
    _writing(session, alone=True)


@dataclass
class _Writing:
    """A transaction that writes, and the rows it has locked, kept so that what was read under the lock stays known.

    `locked` has them by class and key, with whether the lock is shared, but for those locked within a savepoint: what
    takes that back lets them go as well.
    """

    transaction: SessionTransaction | None
    alone: bool
    rows: list[Base] = field(default_factory=list)
    locked: dict[tuple[type[Base], tuple[Any, ...]], tuple[Base, bool]] = field(default_factory=dict)

    def known(self, model: type[Locked], keys: tuple[Any, ...], *, shared: bool) -> Locked | None:
        """Return a row that is locked already at least as firmly; None for one that is to be read."""
        row, is_shared = self.locked.get((model, keys), (None, False))
        if not isinstance(row, model) or (is_shared and not shared):
            return None
        return row if inspect(row).persistent else None

    def keep(self, rows: Sequence[Base], *, shared: bool) -> None:
        """Note rows that are locked now."""
        self.rows.extend(rows)
        for row in rows:
            place = (type(row), tuple(inspect(row).identity or ()))
            self.locked[place] = (row, shared and self.locked.get(place, (row, True))[1])


def _writing(session: Session, *, alone: bool) -> _Writing:
    known: _Writing | None = session.info.get("writing")
    if known is not None and known.transaction is not session.get_transaction():
        known = None
    if known is not None and (known.alone or not alone):
        return known
    if known is not None and has_request_context():
        raise RuntimeError("the request writes beside others already; mark its view with `alone`")
    if session.get_bind().dialect.name == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        session.execute(select(lock(WRITERS_LOCK)))
    else:
        session.connection()
    fresh = _Writing(session.get_transaction(), alone)
    if known is not None:
        fresh.rows, fresh.locked = known.rows, known.locked
    session.info["writing"] = fresh
    return fresh


def _lock(session: Session, model: type[Locked], query: Select[Locked], *, shared: bool = False) -> Sequence[Locked]:
    writing = _writing(session, alone=False)
    # NO KEY: whoever adds a row that refers to this one locks its key, and must not have to wait for that.
    locking = query.with_for_update(of=model, read=shared, key_share=not shared)
    found = session.scalars(locking, execution_options={"populate_existing": True}).all()
    if session.in_nested_transaction():
        writing.rows.extend(found)
    else:
        writing.keep(found, shared=shared)
    return found


@dataclass(frozen=True, slots=True)
class Sent:
    """A form as it was sent: which filling-in it is, by whom, and everything that it says.

    `form_id` is None for what no form asks for, `person_id` for somebody without an account.
    """

    form_id: str | None
    person_id: int | None
    content: object

    def key(self, number: int = 0) -> str:
        """Return what names this act: the same form with the same content by the same person has the same.

        A form of somebody else has another one, so that it leads to nobody's row. `number` tells acts apart that were
        done again after they had been taken back.
        """
        content = json.dumps([self.form_id, self.person_id, _plain(self.content), number], sort_keys=True)
        return str(uuid.UUID(bytes=hashlib.sha256(content.encode()).digest()[:16]))


def once_by_form(
    session: Session,
    model: type[Made],
    sent: Sent,
    make: Callable[[str | None], Made],
    *,
    stands: Callable[[Made], bool] = lambda _row: True,
) -> Made:
    """Return the row that this form has made before with the same content, else what `make` adds.

    Args:
        session: a session that may write.
        model: the class of the row.
        sent: the form; other content is another act, and makes another row.
        make: adds the row with the `form_id` that it is given, and flushes.
        stands: says whether a row found still counts; for one that was taken back since, the form acts anew.
    """
    # Before the savepoint in which the row is made: what is locked inside goes with it.
    write_together(session)
    found, key = found_by_form(session, model, sent, stands=stands)
    if found is not None:
        return found
    return once(session, lambda: _by_form(session, model, key), lambda: make(key)) if key else make(key)


def found_by_form(
    session: Session, model: type[Made], sent: Sent, *, stands: Callable[[Made], bool] = lambda _row: True
) -> tuple[Made | None, str | None]:
    """Return the row that a form has made before, as `once_by_form` does, or None and the `form_id` for a new one.

    For what makes a row only sometimes, and has locked what it changes.
    """
    if sent.form_id is None:
        return None, None
    number = 0
    while (found := _by_form(session, model, sent.key(number))) is not None and not stands(found):
        number += 1
    return found, sent.key(number)


def _by_form(session: Session, model: type[Made], key: str) -> Made | None:
    query = select(model).where(model.form_id == key)
    return session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def _plain(value: object) -> object:
    """Return what a form says as JSON can hold it: the same for the same content, and another for any other."""
    if is_dataclass(value):
        return {type(value).__name__: [[part.name, _plain(getattr(value, part.name))] for part in fields(value)]}
    match value:
        case None | int() | str():
            return value
        case bytes() | date() | time():
            return {"read": hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value.isoformat()}
        case Mapping():
            return {"pairs": [[_plain(key), _plain(value[key])] for key in sorted(value)]}
        case Set():
            return {"set": sorted((_plain(one) for one in value), key=json.dumps)}
        case Sequence():
            return [_plain(one) for one in value]
    raise TypeError(f"{type(value).__name__} cannot stand in a form")


def one_by_one(
    sessions: Callable[[], Session], row_ids: Collection[int], change: Callable[[Session, int], bool], failure: str
) -> list[bool]:
    """Change rows in a transaction each, so that one fails alone; say of each whether it was changed.

    Args:
        sessions: makes a session.
        row_ids: the rows, in the order in which they have their turn.
        change: changes one; False says that there was nothing to change.
        failure: the line for the log, with a place for the id; behind it comes the kind of the error alone, whose text
            may quote text that is kept back.
    """
    return [_one_alone(sessions, row_id, change, failure) for row_id in row_ids]


def _one_alone(
    sessions: Callable[[], Session], row_id: int, change: Callable[[Session, int], bool], failure: str
) -> bool:
    try:
        with sessions() as session:
            changed = change(session, row_id)
            session.commit()
    except Exception as error:  # noqa: BLE001 - the edge of a job: the next row must have its turn
        logger.error(f"{failure}: %s", row_id, type(error).__name__)  # noqa: G004, TRY400
        return False
    return changed
