"""Gathers what the pages of the year and of one observance show, for whoever looks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import names
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.domain.windows import occurrence_horizon
from scheduler.agenda.models import EntryKind
from scheduler.agenda.reading import EntryView, children_by_parent
from scheduler.agenda.services.follows import followed
from scheduler.agenda.topic_labels import topic_label
from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.editions import Years, compute_editions
from scheduler.observances.domain.planning import planned_years
from scheduler.observances.labels import place_label, rule_label
from scheduler.observances.models import Edition, Observance
from scheduler.observances.presenters.views import (
    EditionView,
    YearLine,
    YearList,
    line_of,
    projected_edition_view,
    view_of,
    year_list,
)
from scheduler.observances.queries.observances import (
    editions_in_year,
    editions_on,
    entry_ids,
    namesakes,
    planned_editions,
    registered_observances,
)
from scheduler.observances.rules.support.periods import MAX_YEAR
from scheduler.observances.services.calendar_entries import SOURCE_KIND, series_of
from scheduler.observances.services.editions import rule_of
from scheduler.web.pagination import Page

YEARS_BEYOND = 5
"""So many years after the planned ones are shown on the page of an observance."""

COMING_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another observance that could be taken for this one: by its name, or by its day."""

    name: str
    slug: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueLine:
    """One line of the catalogue; `next_span` are the coming days by the rule, None while they are not announced."""

    name: str
    slug: str
    place: str
    rule: str
    topics: Sequence[tuple[str, str]]
    next_span: DateSpan | None
    is_expected: bool
    is_registered: bool
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservancePage:
    """Everything on the page of one observance; editions coming nearest first, past ones latest first.

    `asked` are those of a year that was asked for and stand nowhere else on it.
    """

    observance: Observance
    rule: str
    place: str
    topics: Sequence[tuple[str, str]]
    steward: str | None
    is_followed: bool
    series: str
    coming: Sequence[EditionView]
    later: Sequence[EditionView]
    beyond: Sequence[EditionView]
    past: Sequence[EditionView]
    asked: Sequence[EditionView]
    same_name: Sequence[Namesake]
    same_day: Sequence[Namesake]

    @property
    def next_edition(self) -> EditionView | None:
        """The edition that comes next and is not called off, whether or not its date is known."""
        return next((view for view in self.coming if not view.is_cancelled), None)


def year_page(session: Session, year: int, topic: str, now: datetime) -> YearList:
    """Return what is held in a year: as planned, and by the rules alone in years that are not planned."""
    if year in planned_years(occurrence_horizon(now)):
        editions = editions_in_year(session, year, topic)
        lines = [line_of(edition.observance, view_of(edition)) for edition in editions]
        return year_list(year, lines, is_planned=True)
    return year_list(year, _computed_lines(registered_observances(session, topic), year, now), is_planned=False)


def observance_page(
    session: Session, viewer: Viewer, observance: Observance, now: datetime, today: date, *, year: int | None = None
) -> ObservancePage:
    """Return what the page of one observance shows; `year` is one that it has to show besides."""
    views = _planned_views(session, viewer, observance)
    coming = [view for view in views if not view.is_over(today)]
    past = [view for view in views if view.is_over(today)]
    beyond = [view for view in _beyond(observance, now) if not view.is_over(today)]
    first = next((view.first_day for view in [*coming, *beyond] if view.first_day is not None), None)
    steward = names(session, [observance.steward_id]) if observance.steward_id else {}
    return ObservancePage(
        observance=observance,
        rule=rule_label(rule_of(observance)),
        place=place_label(observance.scope, observance.country),
        topics=[(topic, topic_label(topic)) for topic in observance.topics],
        steward=steward.get(observance.steward_id) if observance.steward_id and viewer.is_member else None,
        is_followed=_is_followed(session, viewer, observance),
        series=series_of(observance),
        coming=coming[:COMING_AT_ONCE],
        later=coming[COMING_AT_ONCE:],
        beyond=beyond,
        past=past[::-1],
        asked=_asked(observance, year, now, {view.period for view in [*views, *beyond]}),
        same_name=[_namesake(row) for row in namesakes(session, viewer, observance)],
        same_day=_same_day(session, observance, first),
    )


def catalogue_lines(page: Page[Observance], today: date) -> Page[CatalogueLine]:
    """Return what the catalogue shows of a page of observances."""
    return Page([_catalogue_line(row, today) for row in page.items], page.number, page.per_page, page.total)


def _catalogue_line(observance: Observance, today: date) -> CatalogueLine:
    rule = rule_of(observance)
    found = compute_editions(rule, observance.first_year, Years(today.year - 1, today.year + 4), open_from=MAX_YEAR + 1)
    return CatalogueLine(
        name=observance.name,
        slug=observance.slug,
        place=place_label(observance.scope, observance.country),
        rule=rule_label(rule),
        topics=[(topic, topic_label(topic)) for topic in observance.topics],
        next_span=next((dates.span for dates in found if dates.span and dates.span.last_day >= today), None),
        is_expected=rule.is_estimate,
        is_registered=observance.registered_at is not None,
        is_own=not observance.in_catalogue,
    )


def _computed_lines(observances: Sequence[Observance], year: int, now: datetime) -> list[YearLine]:
    lines: list[YearLine] = []
    for observance in observances:
        rule = rule_of(observance)
        found = compute_editions(rule, observance.first_year, Years(year, year), open_from=now.year)
        lines += [line_of(observance, projected_edition_view(dates, rule)) for dates in found]
    return lines


def _planned_views(session: Session, viewer: Viewer, observance: Observance) -> list[EditionView]:
    if observance.registered_at is None:
        return []
    editions = sorted(planned_editions(session, observance.id), key=_order)
    campaigns = _campaigns(session, viewer, editions)
    return [view_of(edition, campaigns.get(edition.id, ())) for edition in editions]


def _order(edition: Edition) -> tuple[str, date]:
    """By day; an edition without one stands where its period does."""
    if edition.starts_on is None:
        return edition.period[:4], date.max
    return str(edition.starts_on.year), edition.starts_on


def _campaigns(session: Session, viewer: Viewer, editions: Sequence[Edition]) -> Mapping[int, Sequence[EntryView]]:
    entries = entry_ids(session, SOURCE_KIND, [edition.id for edition in editions])
    found = children_by_parent(session, viewer, list(entries.values()), EntryKind.CAMPAIGN)
    return {edition_id: found.get(entry_id, []) for edition_id, entry_id in entries.items()}


def _beyond(observance: Observance, now: datetime) -> list[EditionView]:
    """The years after the planned ones; for an observance that is not registered, from this year on."""
    planned = planned_years(occurrence_horizon(now))
    first = planned.last + 1 if observance.registered_at is not None else now.year
    years = Years(first, first + YEARS_BEYOND - 1)
    rule = rule_of(observance)
    found = compute_editions(rule, observance.first_year, years, open_from=MAX_YEAR + 1)
    return [projected_edition_view(dates, rule) for dates in found]


def _asked(observance: Observance, year: int | None, now: datetime, shown: Collection[str]) -> list[EditionView]:
    """The editions of a year by the rule, as the list of that year has them, but for those that are shown already."""
    if year is None:
        return []
    rule = rule_of(observance)
    found = compute_editions(rule, observance.first_year, Years(year, year), open_from=now.year)
    return [projected_edition_view(dates, rule) for dates in found if dates.period not in shown]


def _is_followed(session: Session, viewer: Viewer, observance: Observance) -> bool:
    return viewer.person_id is not None and series_of(observance) in followed(session, viewer.person_id)


def _namesake(observance: Observance) -> Namesake:
    return Namesake(observance.name, observance.slug, place_label(observance.scope, observance.country))


def _same_day(session: Session, observance: Observance, day: date | None) -> list[Namesake]:
    if day is None:
        return []
    return [_namesake(edition.observance) for edition in editions_on(session, day, but=observance.id)]
