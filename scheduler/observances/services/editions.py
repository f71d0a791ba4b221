"""Keeps the rows of editions in step with the rules: which there are, and their days by the rule."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.domain.windows import occurrence_horizon
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.edition_changes import ChangeKind, EditionChange, StoredEdition, edition_changes
from scheduler.observances.domain.editions import compute_editions
from scheduler.observances.domain.planning import ask_day, confirm_day, planned_years
from scheduler.observances.models import Edition, Observance
from scheduler.observances.queries.observances import editions_of
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.rules.registry import parse_rule
from scheduler.observances.services.calendar_entries import publish_editions
from scheduler.observances.services.estimates import is_estimated, is_expected
from scheduler.rows import RowGoneError, lock_row, write_alone

LAST_ZONE_BEHIND = timedelta(hours=12)
"""How long a day goes on in the last zone of the world once it is over in UTC."""

_RECORDED = {
    ChangeKind.ANNOUNCED: AuditAct.EDITION_ANNOUNCED,
    ChangeKind.MOVED: AuditAct.EDITION_MOVED,
    ChangeKind.WITHDRAWN: AuditAct.EDITION_WITHDRAWN,
    ChangeKind.DROPPED: AuditAct.EDITION_DROPPED,
}


def refresh_editions(
    session: Session, observances: Sequence[Observance], context: ChangeContext, *, publish_unchanged: bool = True
) -> dict[int, list[EditionChange]]:
    """Make the editions of registered observances what their rules say now, and publish them.

    Days that a person has set stay; where the rule now says others, the edition is marked for a person to look at.
    Doing it twice changes nothing the second time.

    Args:
        session: a session that may write.
        observances: all of them registered.
        context: who is notified of what moves.
        publish_unchanged: also publish editions whose days stay, because something else about the observance changed.

    Returns:
        What changed of the days by the rule, by observance id; observances without a change are left out.
    """
    stored = editions_of(session, [observance.id for observance in observances])
    changes = {
        row.id: planned_changes(stored[row.id], rule_of(row), row.first_year, context.now) for row in observances
    }
    touched = [
        edition
        for row in observances
        for edition in _apply(session, row, stored[row.id], changes[row.id], context)
        if _is_asked_no_more(edition, context.now)
        or publish_unchanged
        or edition.period in {change.period for change in changes[row.id]}
    ]
    if touched:
        publish_editions(session, touched, context)
    return {ident: found for ident, found in changes.items() if found}


def refresh_one(session: Session, observance_id: int, context: ChangeContext) -> bool:
    """Bring one observance up to date if it is registered; returns whether that changed anything."""
    write_alone(session)
    try:
        observance = lock_row(session, Observance, observance_id)
    except RowGoneError:
        return False
    if observance.registered_at is None:
        return False
    return bool(refresh_editions(session, [observance], context, publish_unchanged=False))


def planned_changes(
    stored: Sequence[Edition], rule: Rule, first_year: int | None, now: datetime
) -> list[EditionChange]:
    """Return what a rule would change of stored editions, in order of their periods; writes nothing."""
    years = planned_years(occurrence_horizon(now))
    known = [StoredEdition(row.period, rule_span(row), override_span(row)) for row in stored if row.retired_at is None]
    return edition_changes(known, compute_editions(rule, first_year, years, open_from=now.year), years)


def rule_of(observance: Observance) -> Rule:
    """Return the rule of a stored observance."""
    return parse_rule(observance.rule_kind, observance.rule_params)


def rule_span(edition: Edition) -> DateSpan | None:
    """Return the days by the rule, both included; None when there are none."""
    return span_of(edition.rule_starts_on, edition.rule_ends_on)


def override_span(edition: Edition) -> DateSpan | None:
    """Return the days that a person has set, both included; None when nobody has."""
    return span_of(edition.override_starts_on, edition.override_ends_on)


def set_ask_day(edition: Edition, editions: Sequence[Edition], now: datetime) -> None:
    """Say from which day on the date is asked for, if none is certain and nobody has said so yet."""
    if edition.ask_on is not None:
        return
    if edition.starts_on is not None and edition.starts_on >= now.date() and is_expected(edition):
        edition.ask_on = confirm_day(edition.starts_on, now.date())
    elif edition.starts_on is None:
        days = [row.starts_on for row in editions if row.starts_on is not None]
        edition.ask_on = ask_day(edition.period, days, now.date())


def _is_asked_no_more(edition: Edition, now: datetime) -> bool:
    """Stop asking for an expected day that is over everywhere, if it is asked for; say whether it was."""
    today = (now - LAST_ZONE_BEHIND).date()
    if edition.ask_on is None or not is_expected(edition) or edition.ends_on is None or edition.ends_on >= today:
        return False
    edition.ask_on = None
    return True


def span_of(first_day: date | None, last_day: date | None) -> DateSpan | None:
    """Return the days between two, both included; None unless both are known."""
    return DateSpan(first_day, last_day) if first_day is not None and last_day is not None else None


def _apply(
    session: Session,
    observance: Observance,
    stored: list[Edition],
    changes: Sequence[EditionChange],
    context: ChangeContext,
) -> list[Edition]:
    """Write the changes; returns all editions of the observance, the new ones included."""
    rows: Mapping[str, Edition] = {edition.period: edition for edition in stored}
    for change in changes:
        edition = rows.get(change.period)
        if edition is None:
            edition = Edition(observance=observance, period=change.period, hashtags=[], revision=1)
            session.add(edition)
            stored.append(edition)
        else:
            edition.revision += 1
        _set_rule_days(edition, change, context.now)
        if change.kind is not ChangeKind.ADDED:
            session.flush()
            subject = (SubjectKind.EDITION, edition.id)
            record(session, _RECORDED[change.kind], subject, actor_id=context.actor_id, now=context.now)
    for edition in stored:
        if edition.retired_at is None:
            set_ask_day(edition, stored, context.now)
    return stored


def _set_rule_days(edition: Edition, change: EditionChange, now: datetime) -> None:
    edition.rule_starts_on = change.after.first_day if change.after else None
    edition.rule_ends_on = change.after.last_day if change.after else None
    # What was confirmed cannot be in conflict with an estimate.
    edition.conflict_noted_at = now if change.is_conflict and not is_estimated(edition) else None
    if change.kind is ChangeKind.WITHDRAWN or is_estimated(edition):
        # Whatever was asked before has been answered, or was about another day; the date is asked for anew.
        edition.ask_on = None
    is_gone = change.kind is ChangeKind.DROPPED and change.kept is None
    edition.retired_at = now if is_gone else None
