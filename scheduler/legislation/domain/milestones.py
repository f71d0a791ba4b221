"""How far a bill is: the milestones that stand, by day; nobody types a status."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MilestoneKind(StrEnum):
    """What happened to a bill, or is going to, in the order of the procedure."""

    INTRODUCED = "introduced"
    HEARING = "hearing"
    COMMITTEE_VOTE = "committee_vote"
    FLOOR_VOTE = "floor_vote"
    OTHER_CHAMBER = "other_chamber"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


VOTES = frozenset({MilestoneKind.COMMITTEE_VOTE, MilestoneKind.FLOOR_VOTE})
"""Kinds that have a count."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many voted for, and how many against."""

    votes_for: int
    votes_against: int


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone that stands; one that was taken back is none."""

    id: int
    kind: MilestoneKind
    day: date
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class BillStatus:
    """The newest step that is reached, and the next one that is planned."""

    reached: Step | None = None
    planned: Step | None = None


def status_on(steps: Collection[Step], today: date) -> BillStatus:
    """Return how far a bill is on a day; of one day, the step that comes last in the procedure is the newest.

    What is entered for a later day is planned, not reached. When a step was entered says nothing, it may be a
    correction.
    """
    procedure = list(MilestoneKind)
    in_order = sorted(steps, key=lambda step: (step.day, procedure.index(step.kind), step.id))
    reached = [step for step in in_order if step.day <= today]
    planned = [step for step in in_order if step.day > today]
    return BillStatus(reached[-1] if reached else None, planned[0] if planned else None)


def introduced_on(steps: Collection[Step]) -> date | None:
    """Return the day on which a bill was introduced, the first if several are entered; None if none is."""
    return min((step.day for step in steps if step.kind is MilestoneKind.INTRODUCED), default=None)


def before_introduction(steps: Collection[Step]) -> frozenset[int]:
    """Return the ids of the steps that lie before the day on which the bill was introduced."""
    first = introduced_on(steps)
    return frozenset(step.id for step in steps if first is not None and step.day < first)
