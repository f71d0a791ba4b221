"""Days that nobody plans for yet: beyond the horizon observances are computed from their rules and have no rows."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.domain.windows import occurrence_horizon
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.editions import editions_within
from scheduler.observances.models import Observance
from scheduler.observances.queries.observances import editions_of, registered_observances
from scheduler.observances.rules.registry import parse_rule
from scheduler.pages.filters import Filters
from scheduler.pages.local_entries import LocalEntry


def days_beyond(days: DateSpan, now: datetime) -> DateSpan | None:
    """Return those of the days that lie beyond the horizon; None when it holds them all, or they lie before it."""
    last_planned = occurrence_horizon(now).last_day
    if days.last_day <= last_planned:
        return None
    return DateSpan(max(days.first_day, last_planned + timedelta(days=1)), days.last_day)


def is_long_ago(days: DateSpan, now: datetime) -> bool:
    """Say whether all of the days lie before the horizon, so that what was planned then may not be kept."""
    return days.last_day < occurrence_horizon(now).first_day


def unplanned(session: Session, days: DateSpan, filters: Filters) -> list[LocalEntry]:
    """Return the editions of registered observances on these days that have no row yet, as their rules say."""
    if filters.organisation or filters.mine or filters.kind not in {"", EntryKind.EDITION}:
        return []
    observances = registered_observances(session, filters.topic)
    stored = editions_of(session, [row.id for row in observances])
    return [
        _placed(row, span)
        for row in observances
        for span in _spans(row, days, known={edition.period for edition in stored[row.id]})
    ]


def _spans(observance: Observance, days: DateSpan, known: Collection[str]) -> list[DateSpan]:
    rule = parse_rule(observance.rule_kind, observance.rule_params)
    found = editions_within(rule, observance.first_year, days)
    return [dates.span for dates in found if dates.span is not None and dates.period not in known]


def _placed(observance: Observance, span: DateSpan) -> LocalEntry:
    return LocalEntry(
        id=0,
        title=observance.name,
        first_day=span.first_day,
        last_day=span.last_day,
        starts_at=None,
        ends_at=None,
        zone=None,
        kind=EntryKind.EDITION,
        status=EntryStatus.TENTATIVE,
        path=f"/observances/{observance.slug}",
        is_planned=False,
    )
