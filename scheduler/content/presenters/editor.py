"""What the editor shows beside its form: what would be pasted where, whose yes is at stake, and what others saved."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.channels.rendering import Publication, publications
from scheduler.content.domain import text_diff
from scheduler.content.domain.item_text import ItemText, canonical_json, normalise, text_from_json
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.text_diff import Budget, FieldDifference, changed_fields, differences_of_text
from scheduler.content.domain.three_way_merge import Merged, merge
from scheduler.content.models import Item
from scheduler.content.presenters.versions import called_version, organisations_in
from scheduler.content.queries.items import Seen, seen_channels
from scheduler.content.services.side_effects import valid_approvals


@dataclass(frozen=True, slots=True)
class Preview:
    """The texts to paste, and the names of the organisations that have one of their own."""

    publications: tuple[Publication, ...]
    organisations: dict[int, str]


@dataclass(frozen=True, slots=True)
class AffectedSignOffs:
    """Who said yes to the text as it is saved, and whether the text shown is another."""

    organisations: tuple[str, ...]
    are_voided: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What would change in a field; in `conflict` when both changed it, then `saved` is the text that was saved."""

    difference: FieldDifference
    is_conflict: bool
    saved: str


@dataclass(frozen=True, slots=True)
class EditConflict:
    """Two changes of the same text put together; `by` saved first, and `changes` is what saving would change now."""

    text: ItemText
    by: str
    number: int
    changes: tuple[Change, ...]
    organisations: dict[int, str]

    @property
    def has_conflict(self) -> bool:
        """Say whether somebody has to decide anything."""
        return any(change.is_conflict for change in self.changes)


def preview(session: Session, seen: Seen, text: ItemText) -> Preview:
    """Return what would be pasted on the item's channels with this text."""
    kept = normalise(text)
    named = {variant.organisation_id for variant in kept.variants if variant.organisation_id is not None}
    slugs = [row.channel for row in seen_channels(session, seen)]
    return Preview(publications(kept, slugs, Kind(seen.item.kind)), organisation_names(session, named))


def votes(session: Session, seen: Seen, text: ItemText) -> AffectedSignOffs:
    """Return whose yes to the saved text does not hold for this one."""
    saved = seen.version
    approved = [row.organisation_id for row in valid_approvals(session, seen.item, saved)]
    known = organisation_names(session, approved)
    return AffectedSignOffs(tuple(sorted(known.values())), canonical_json(text) != saved.text)


def clash(session: Session, viewer: Viewer, current: Seen, typed: ItemText, base_number: str) -> EditConflict:
    """Put what was typed and what was saved meanwhile together, field by field."""
    mine, theirs = normalise(typed), current.text
    base = _base(session, viewer, current.item, base_number)
    merged = merge(base, mine, theirs) if base else Merged(mine, changed_fields(theirs, mine))
    found = differences_of_text(theirs, merged.text, Budget())
    author = current.version.author_id
    people = names_with_organisations(session, [author]) if author is not None else {}
    changes = tuple(Change(row, row.field in merged.conflicts, _saved(row)) for row in found)
    by = people.get(author or 0, "")
    return EditConflict(merged.text, by, current.version.number, changes, organisations_in(session, found))


def _base(session: Session, viewer: Viewer, item: Item, number: str) -> ItemText | None:
    version = called_version(session, viewer, item, number)
    return text_from_json(version.text) if version else None


def _saved(difference: FieldDifference) -> str:
    return "".join(segment.text for segment in difference.segments if segment.change is not text_diff.Change.ADDED)
