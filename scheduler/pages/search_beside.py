"""Where else than in calendar entries members find words: in copy, by who is responsible, by bills that copy cites."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import all_names, names_in, names_in_one
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.finding import Elsewhere, Sought, is_responsible, responsible_for
from scheduler.content.queries.found import copy_cites, copy_holds
from scheduler.folding import fold, spellings


def _found_beside(word: Sought) -> Collection[ColumnElement[bool]]:
    """Return SQL over Entry for where members find a word besides; no entry that is concealed fits."""
    found = [copy_holds(word.patterns), copy_cites(word.patterns)]
    return [*found, is_responsible(word.people)] if word.people is not None else found


def beside(session: Session, viewer: Viewer, words: Collection[str]) -> Elsewhere | None:
    """Return where a viewer finds words besides; None for visitors, who know neither people nor bills."""
    if not viewer.is_member or not words:
        return None
    text = names_in_one(session)
    names, folded = names_in(text), _folded(text)
    every = "\n".join(folded)
    people = {word: _named(names, folded, word) if _is_in(every, word) else frozenset() for word in words}
    return Elsewhere(_found_beside, people)


# To fold the names of thousands takes longer than the rest of a search.
@lru_cache(maxsize=2)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(map(fold, names_in(text).values()))


def responsible_people(
    session: Session, entry_ids: Collection[int], person_ids: Collection[int]
) -> dict[int, list[str]]:
    """Return by entry the names of those among the people who are responsible for it; readers know the entries."""
    names = all_names(session)
    found = responsible_for(session, entry_ids, person_ids) if person_ids else {}
    return {entry_id: [names[ident] for ident in ids] for entry_id, ids in found.items()}


def _named(person_ids: Iterable[int], folded: Iterable[str], word: str) -> frozenset[int]:
    return frozenset(ident for ident, name in zip(person_ids, folded, strict=True) if _is_in(name, word))


def _is_in(folded: str, word: str) -> bool:
    return any(one in folded for one in spellings(word))
