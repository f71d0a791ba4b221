"""What a request that only reads has asked the database once, it does not ask again."""

import inspect
from collections.abc import Callable, Collection, KeysView, Mapping
from functools import wraps
from typing import Any, Concatenate, TypeVar

from sqlalchemy.orm import Session
from typing_extensions import ParamSpec

Answer = TypeVar("Answer")
Params = ParamSpec("Params")
Thing = TypeVar("Thing")


def asked_once(query: Callable[Concatenate[Session, Params], Answer]) -> Callable[Concatenate[Session, Params], Answer]:
    """Decorate a query whose answer nobody changes: a request that only reads asks it once for the same arguments.

    A page is put together from parts that know nothing of each other and ask for the same rows. Sets and lists of
    arguments count as equal when they hold the same; whoever writes asks the database each time.
    """

    @wraps(query)
    def asked(session: Session, /, *args: Params.args, **kwargs: Params.kwargs) -> Answer:
        if not session.info.get("read_only"):
            return query(session, *args, **kwargs)
        answers: dict[object, Any] = session.info.setdefault("answers", {})
        key = (query, *map(_as_key, args), *((name, _as_key(value)) for name, value in sorted(kwargs.items())))
        if key not in answers:
            answers[key] = query(session, *args, **kwargs)
        answer: Answer = answers[key]
        return answer

    return asked


def asked_once_each(
    query: Callable[[Session, Collection[int]], dict[int, Answer]],
) -> Callable[[Session, Collection[int]], dict[int, Answer]]:
    """Decorate a query that answers by id: a request that only reads asks it for each id once."""

    @wraps(query)
    def asked(session: Session, ids: Collection[int]) -> dict[int, Answer]:
        if not session.info.get("read_only"):
            return query(session, ids)
        known: dict[int, Answer | None] = session.info.setdefault("answers", {}).setdefault(query, {})
        if missing := set(ids) - known.keys():
            known.update(dict.fromkeys(missing) | query(session, missing))
        return {ident: answer for ident in ids if (answer := known[ident]) is not None}

    return asked


def note_answers(
    session: Session, query: Callable[[Session, Collection[int]], dict[int, Answer]], found: Mapping[int, Answer]
) -> None:
    """Let a query that is asked for each id once know what another one has brought along."""
    if session.info.get("read_only"):
        known = session.info.setdefault("answers", {}).setdefault(inspect.unwrap(query), {})
        known.update(found)


def note_answer(session: Session, query: Callable[[Session], Answer], answer: Answer) -> None:
    """Let a query that is asked once, without arguments, know what another one has brought along."""
    if session.info.get("read_only"):
        session.info.setdefault("answers", {})[inspect.unwrap(query),] = answer


def note_answers_about(
    session: Session, query: Callable[[Session, Thing], Answer], found: Mapping[Thing, Answer]
) -> None:
    """Let a query that is asked once about one thing know what another one has brought along about many."""
    if session.info.get("read_only"):
        answers: dict[object, Any] = session.info.setdefault("answers", {})
        answers.update({(inspect.unwrap(query), thing): answer for thing, answer in found.items()})


def forget_answers(session: Session) -> None:
    """Ask everything anew: what was answered belongs to a transaction that has ended."""
    session.info.pop("answers", None)


def _as_key(argument: object) -> object:
    return frozenset(argument) if isinstance(argument, set | list | KeysView) else argument
