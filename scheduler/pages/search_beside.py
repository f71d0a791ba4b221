"""Where else than in calendar entries members find words: in copy, by who is responsible, by bills that copy cites."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import all_names
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.finding import is_responsible, responsible_for
from scheduler.content.queries.found import copy_cites, copy_holds
from scheduler.folding import fold, spellings

_folded = lru_cache(maxsize=8192)(fold)


@dataclass(frozen=True, slots=True)
class Beside:
    """The words that a member asks for, and whose names hold each: ids of people by word."""

    people: Mapping[str, frozenset[int]]

    def clauses(self, word: str) -> Collection[ColumnElement[bool]]:
        """Return SQL over Entry for where a word is found besides; no entry that is concealed fits."""
        found = [copy_holds(word), copy_cites(word)]
        return [*found, is_responsible(self.people[word])] if self.people[word] else found


def beside(session: Session, viewer: Viewer, words: Collection[str]) -> Beside | None:
    """Return where a viewer finds words besides; None for visitors, who know neither people nor bills."""
    if not viewer.is_member or not words:
        return None
    names = {ident: _folded(name) for ident, name in all_names(session).items()}
    return Beside({word: _named(names, word) for word in words})


def responsible_people(
    session: Session, entry_ids: Collection[int], person_ids: Collection[int]
) -> dict[int, list[str]]:
    """Return by entry the names of those among the people who are responsible for it; readers know the entries."""
    names = all_names(session)
    found = responsible_for(session, entry_ids, person_ids) if person_ids else {}
    return {entry_id: [names[ident] for ident in ids] for entry_id, ids in found.items()}


def _named(names: Mapping[int, str], word: str) -> frozenset[int]:
    sought = spellings(word)
    return frozenset(ident for ident, name in names.items() if any(one in name for one in sought))
