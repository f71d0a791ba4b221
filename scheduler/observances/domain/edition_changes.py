"""Owns what becomes of stored editions when their rule or the catalogue changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.editions import EditionDates, Years


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """An edition as it is stored: the days by the rule, and those that a person set instead, if any."""

    period: str
    rule_span: DateSpan | None
    override_span: DateSpan | None = None


class ChangeKind(StrEnum):
    """What happens to the rule's days of an edition; a person's days are never touched."""

    ADDED = "added"
    ANNOUNCED = "announced"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    """The edition stays and waits for a date again."""
    DROPPED = "dropped"
    """The rule makes no such edition any more."""


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One change of an edition's days by the rule.

    Attributes:
        before: the rule's days so far; None for a new edition or one that waited for a date.
        after: the rule's days from now on; None when there are none.
        kept: the days that a person set and that stay as they are; None when there are none.
    """

    period: str
    kind: ChangeKind
    before: DateSpan | None
    after: DateSpan | None
    kept: DateSpan | None = None

    @property
    def is_conflict(self) -> bool:
        """Whether a person should look: their days stay although the rule now says others."""
        return self.kept is not None and self.kept != self.after


def edition_changes(
    stored: Iterable[StoredEdition], computed: Iterable[EditionDates], years: Years
) -> list[EditionChange]:
    """What to change so that the stored rule days are the computed ones, in order of the periods.

    Args:
        stored: the editions there are, in any order.
        computed: what compute_editions() gave for the years.
        years: stored editions of other years are left alone.
    """
    old = {edition.period: edition for edition in stored if int(edition.period[:4]) in years}
    new = {edition.period: edition for edition in computed}
    changes = (_change(period, old.get(period), new.get(period)) for period in sorted(old.keys() | new.keys()))
    return [change for change in changes if change is not None]


def _change(period: str, old: StoredEdition | None, new: EditionDates | None) -> EditionChange | None:
    after = new.span if new else None
    if old is None:
        return EditionChange(period, ChangeKind.ADDED, None, after)
    # Without days by the rule and with days by a person there is nothing left that a rule could take away.
    if old.rule_span == after and (new or old.override_span):
        return None
    kind = _kind(old.rule_span, after) if new else ChangeKind.DROPPED
    return EditionChange(period, kind, old.rule_span, after, old.override_span)


def _kind(before: DateSpan | None, after: DateSpan | None) -> ChangeKind:
    if before is None:
        return ChangeKind.ANNOUNCED
    return ChangeKind.MOVED if after else ChangeKind.WITHDRAWN
