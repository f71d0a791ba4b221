"""The dates of an observance: as the coalition knows them, else as the shipped catalogue has them."""

from sqlalchemy.orm import Session

from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.catalogue import parse_catalogue
from scheduler.observances.domain.date_rows import DateRow, date_rows
from scheduler.observances.domain.editions import Years
from scheduler.observances.models import Edition
from scheduler.observances.queries.observances import observances_by_slug, planned_editions
from scheduler.observances.services.catalogue import SHIPPED
from scheduler.observances.services.editions import override_span, rule_of


def dates_of(session: Session, slug: str, years: Years) -> list[DateRow] | None:
    """Return the holdings that begin in the years, with days that people have set and without cancelled ones.

    None when there is no such observance in the database.
    """
    observance = observances_by_slug(session, [slug]).get(slug)
    if observance is None:
        return None
    known = {row.period: days for row in planned_editions(session, observance.id) for days in _known_dates(row)}
    return date_rows(slug, rule_of(observance), observance.first_year, years, known)


def shipped_dates_of(slug: str, years: Years) -> list[DateRow] | None:
    """Return the holdings that begin in the years by the shipped catalogue; None when it has no such observance."""
    rows = {row.slug: row for row in parse_catalogue(SHIPPED.read_bytes()).rows}
    row = rows.get(slug)
    return date_rows(slug, row.rule, row.first_year, years) if row else None


def _known_dates(edition: Edition) -> list[DateSpan | None]:
    """What people have said of an edition's days: nothing at all, none because it is cancelled, or their own."""
    if edition.cancelled_at is not None:
        return [None]
    days = override_span(edition)
    return [days] if days else []
