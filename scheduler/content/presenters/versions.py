"""The versions of an item's text side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.domain.excerpts import in_context, is_shortened
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.marked_copy import FOLDED_FROM
from scheduler.content.domain.text_diff import Budget, FieldDifference, differences_of_text
from scheduler.content.models import Item, ItemVersion
from scheduler.content.queries.items import Save, Seen, saves_of, version_before, version_numbered

VERSIONS_OFFERED = 50
"""How many versions there are to choose from at a time, besides those that are compared."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side, versions to choose from (newest first), and the names that they need.

    Before the one called `oldest` are so many `earlier` ones. `has_later` says that the newest are not among them.
    """

    versions: Sequence[Save]
    oldest: int
    earlier: int
    has_later: bool
    old: ItemVersion
    new: ItemVersion
    differences: tuple[FieldDifference, ...]
    people: dict[int, str]
    organisations: dict[int, str]

    @property
    def is_shortened(self) -> bool:
        """Say whether long passages that stayed the same are left out."""
        return is_shortened(self.differences)


def comparison(
    session: Session,
    viewer: Viewer,
    seen: Seen,
    wanted_old: str,
    wanted_new: str,
    *,
    before: str = "",
    is_whole: bool = False,
) -> Comparison:
    """Return what changed between two versions; those not asked for, or unknown, are the last two.

    Args:
        session: one that reads.
        viewer: who may read the item.
        seen: the item.
        wanted_old: the number of one as it was asked for.
        wanted_new: that of the other.
        before: the number before which those to choose from are; the newest ones without.
        is_whole: whether long passages that stayed the same are shown too.
    """
    item = seen.item
    new = called_version(session, viewer, item, wanted_new) or seen.version
    old = called_version(session, viewer, item, wanted_old) or version_before(session, viewer, item, new.number) or new
    border = int(before) if _is_number(before) else None
    saves = saves_of(session, viewer, item, limit=VERSIONS_OFFERED, before=border)
    offered = {row.number: row for row in (*map(_save, (old, new)), *saves.rows)}
    people = names_with_organisations(session, {row.author_id for row in offered.values() if row.author_id is not None})
    found = differences_of_text(text_from_json(old.text), text_from_json(new.text), Budget())
    return Comparison(
        versions=sorted(offered.values(), reverse=True),
        oldest=saves.rows[-1].number if saves.rows else 0,
        earlier=saves.total - len(saves.rows),
        has_later=border is not None,
        old=old,
        new=new,
        differences=found if is_whole else tuple(map(_folded, found)),
        people=people,
        organisations=organisations_in(session, found),
    )


def called_version(session: Session, viewer: Viewer, item: Item, number: str) -> ItemVersion | None:
    """Return a version by its number as somebody typed it, if the viewer may read it."""
    return version_numbered(session, viewer, item, int(number)) if _is_number(number) else None


def organisations_in(session: Session, found: Sequence[FieldDifference]) -> dict[int, str]:
    """Return the names of the organisations whose own copy has changed, by id."""
    return organisation_names(session, {row.place[2] for row in found if row.place and row.place[2]})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8


def _save(version: ItemVersion) -> Save:
    return Save(version.number, version.author_id, version.created_at)


def _folded(difference: FieldDifference) -> FieldDifference:
    """Return a difference of long copy with what stands beside its changes alone."""
    is_long = sum(len(segment.text) for segment in difference.segments) > FOLDED_FROM
    return in_context(difference) if is_long else difference
