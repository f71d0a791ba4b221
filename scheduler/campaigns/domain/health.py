"""How a campaign stands, late, at risk or on time, and why: by what its publication needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

RISK = timedelta(days=7)
"""How near a day has to be for a missing sign-off or owner to put it at risk: a week is what a second round takes."""


class Health(StrEnum):
    """How a campaign stands."""

    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    LATE = "late"


class Cause(StrEnum):
    """Why it is late, and then why it is at risk; in the order in which a page says so."""

    CONTENT_OVERDUE = "content_overdue"
    SIGN_OFF_OVERDUE = "sign_off_overdue"
    TASK_OVERDUE = "task_overdue"
    SIGN_OFF_MISSING = "sign_off_missing"
    OWNER_MISSING = "owner_missing"
    ASSIGNEE_MISSING = "assignee_missing"


class NeedKind(StrEnum):
    """What publication needs: a task, a step on the way to a sign-off, any other step of an item."""

    TASK = "task"
    SIGN_OFF = "sign_off"
    STEP = "step"


_OVERDUE = {NeedKind.TASK: Cause.TASK_OVERDUE, NeedKind.SIGN_OFF: Cause.SIGN_OFF_OVERDUE}
_LATE = frozenset({Cause.CONTENT_OVERDUE, Cause.SIGN_OFF_OVERDUE, Cause.TASK_OVERDUE})


class Need(NamedTuple):
    """One thing that publication needs, of a task or an item (`subject`, its id among those of its kind).

    `due_at` and `publishes_at` (aware UTC, exclusive) are None while nothing is set.
    """

    kind: NeedKind
    subject: int
    due_at: datetime | None
    publishes_at: datetime | None = None
    has_owner: bool = True


@dataclass(frozen=True, slots=True)
class CampaignHealth:
    """How a campaign stands, and how many tasks or items there are of each cause."""

    state: Health
    reasons: tuple[tuple[Cause, int], ...] = ()


def health(needs: Iterable[Need], now: datetime) -> CampaignHealth:
    """Say how a campaign stands at a moment (aware UTC): late by what is past due, at risk by what soon will be.

    An item counts once for each cause, and is not at risk of what it is late for already.
    """
    found: dict[Cause, set[int]] = {}
    for need in needs:
        for cause in _causes(need, now):
            found.setdefault(cause, set()).add(need.subject)
    reasons = tuple((cause, len(found[cause])) for cause in Cause if cause in found)
    if not reasons:
        return CampaignHealth(Health.ON_TIME)
    return CampaignHealth(Health.LATE if _LATE & found.keys() else Health.AT_RISK, reasons)


def _causes(need: Need, now: datetime) -> Iterable[Cause]:
    late = _late_cause(need, now)
    if late is not None:
        yield late
    nearest = min((at for at in (need.due_at, need.publishes_at) if at is not None), default=None)
    if nearest is None or nearest >= now + RISK:
        return
    if need.kind is NeedKind.SIGN_OFF and late is None:
        yield Cause.SIGN_OFF_MISSING
    if not need.has_owner:
        yield Cause.ASSIGNEE_MISSING if need.kind is NeedKind.TASK else Cause.OWNER_MISSING


def _late_cause(need: Need, now: datetime) -> Cause | None:
    if need.publishes_at is not None and need.publishes_at <= now:
        return Cause.CONTENT_OVERDUE
    if need.due_at is None or need.due_at > now:
        return None
    return _OVERDUE.get(need.kind, Cause.CONTENT_OVERDUE)
