"""Entries of several windows or selections at once."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Date, Integer, bindparam, literal, text, union_all
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.filters.steward import has_steward
from scheduler.agenda.models import Entry, Occurrence
from scheduler.agenda.reading import (
    HAS_DAY,
    AnyWindow,
    EntryView,
    Selection,
    Window,
    overlaps,
    seen_entries,
    view_of,
)
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, readable_clause

_KEPT = frozenset({"kind", "steward"})
"""Filters of selections whose statements are kept: kinds are the same for whoever asks, stewards are parameters."""


class _Shape(NamedTuple):
    """What two selections in windows have in common that can be asked by one statement."""

    has_window: bool
    kinds: frozenset[str]
    by_steward: bool
    listed_only: bool


def entries_for_each(
    session: Session, viewer: Viewer, asked: Sequence[tuple[Window | None, Selection]]
) -> tuple[list[EntryView], ...]:
    """Return what `entries_for` does for each window (None: any day) and its selection; one query for all."""
    values = asked_by(viewer)
    for place, (window, selection) in enumerate(asked):
        values |= {} if window is None else {f"{name}_{place}": getattr(window, name) for name in AnyWindow._fields}
        values |= {f"stewards_{place}": sorted(map(int, selection.values.get("steward", ())))}
    found: tuple[list[EntryView], ...] = tuple([] for _part in asked)
    for row in session.execute(_statement(viewer, asked), values):
        found[row.place].append(view_of(row))
    return found


def _statement(viewer: Viewer, asked: Sequence[tuple[Window | None, Selection]]) -> CompoundSelect[*tuple[Any, ...]]:
    if all(one.values.keys() <= _KEPT and one.among is None for _window, one in asked):
        return _kept(asking(viewer), tuple(_shape(window, selection) for window, selection in asked))
    return _union(viewer, [(window is not None, selection, ()) for window, selection in asked])


def _shape(window: Window | None, selection: Selection) -> _Shape:
    kinds, by_steward = selection.values.get("kind", frozenset()), bool(selection.values.get("steward"))
    return _Shape(window is not None, kinds, by_steward, selection.listed_only)


# To build it takes longer than to answer it.
@lru_cache(maxsize=16)
def _kept(asker: Viewer | AnyMember, shapes: tuple[_Shape, ...]) -> CompoundSelect[*tuple[Any, ...]]:
    parts = []
    for place, one in enumerate(shapes):
        stewards = bindparam(f"stewards_{place}", type_=Integer(), expanding=True)
        more = (has_steward(stewards), readable_clause(asker)) if one.by_steward else ()
        parts.append((one.has_window, Selection({"kind": one.kinds}, one.listed_only), more))
    return _union(asker, parts)


def _union(
    asker: Viewer | AnyMember, parts: Sequence[tuple[bool, Selection, Sequence[ColumnElement[bool]]]]
) -> CompoundSelect[*tuple[Any, ...]]:
    """Select, of each part and in order, what stands in its window, if it has one, and fits its selection and more."""
    order = (Occurrence.first_day, Occurrence.starts_at, Entry.own_title, Entry.id)
    named = [column.label(f"by_{number}") for number, column in enumerate(order)]
    queries = [
        seen_entries(asker, selection)
        .add_columns(*named, literal(place).label("place"))
        .where(HAS_DAY, *more, *([overlaps(_any_window(place))] if has_window else ()))
        for place, (has_window, selection, more) in enumerate(parts)
    ]
    # By names: to build the columns of a subquery takes longer than the query.
    return union_all(*queries).order_by(text("by_0, by_1 NULLS FIRST, by_2, by_3"))


def _any_window(place: int) -> AnyWindow:
    return AnyWindow(*(bindparam(f"{name}_{place}", type_=Date()) for name in AnyWindow._fields))
