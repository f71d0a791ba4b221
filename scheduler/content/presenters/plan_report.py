"""What became of a campaign's content, for one reader: of that alone which they may read in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.accounts.reading import organisations_among
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.plan_report import Outcome, Planned, Tally, tallies, tally
from scheduler.content.domain.workflow import State
from scheduler.content.labels import channel_name
from scheduler.content.models import Item, ItemChannel
from scheduler.content.presenters.bar_plot import Bar, Part, bar_plot
from scheduler.content.queries.items import Seen, channel_rows_of_all, items_of_campaign
from scheduler.dates.timezones import day_end
from scheduler.web.csv_cells import table

OUTCOME_LABELS = {
    Outcome.IN_TIME: _l("Published on time"),
    Outcome.LATE: _l("Published late"),
    Outcome.MISSING: _l("Not published"),
    Outcome.TO_COME: _l("Still to come"),
}
_COLOURS = {
    Outcome.IN_TIME: "#0b5a60",
    Outcome.LATE: "#b98a2e",
    Outcome.MISSING: "#a1242c",
    Outcome.TO_COME: "#a9a294",
}


@dataclass(frozen=True, slots=True)
class ReportRow:
    """An item on one channel; `no_link_reason` is why it has no link."""

    seen: Seen
    planned: Planned
    outcome: Outcome
    link: str
    no_link_reason: str

    @property
    def late_minutes(self) -> int:
        """How many whole minutes later than planned it was published; 0 if it was not late."""
        return self.planned.late_by // timedelta(minutes=1)

    @property
    def late_label(self) -> str:
        """How late it was published, in the unit that says it best; empty if it was not."""
        minutes = self.late_minutes
        if minutes >= 2 * 24 * 60:
            return ngettext("%(num)s day late", "%(num)s days late", minutes // (24 * 60))
        if minutes >= 2 * 60:
            return ngettext("%(num)s hour late", "%(num)s hours late", minutes // 60)
        return ngettext("%(num)s minute late", "%(num)s minutes late", minutes) if minutes else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Counts under one heading, and the plot of them; `slug` is its part of the plot's address."""

    slug: str
    heading: str
    tallies: tuple[Tally, ...]

    def plot(self, *, standalone: bool = False) -> str:
        """Return the counts as SVG; the table beside it says the same."""
        bars = [Bar(one.name, _note(one), _parts(one)) for one in self.tallies]
        description = ". ".join(f"{one.name}: {_note(one)}" for one in self.tallies) or _("Nothing was planned.")
        return bar_plot(self.heading, description, bars, ident=f"plot-{self.slug}", standalone=standalone)


@dataclass(frozen=True, slots=True)
class PlanReport:
    """What was planned and what became of it."""

    rows: tuple[ReportRow, ...]
    total: Tally
    groups: tuple[Group, ...]

    def group(self, slug: str) -> Group | None:
        """Return the counts of that name."""
        return next((one for one in self.groups if one.slug == slug), None)


def plan_report(
    session: Session, viewer: Viewer, campaign_id: int, now: datetime, *, leaves: bool = False
) -> PlanReport:
    """Return what became of the content of a campaign that the reader may see; what was cancelled is left out.

    Where it `leaves` the product, so is what is under embargo: nobody outside is to count it.
    """
    seen = [
        one
        for one in items_of_campaign(session, viewer, campaign_id)
        if one.item.state != State.CANCELLED and not (leaves and concealed(one.item.guard))
    ]
    channels = channel_rows_of_all(session, seen)
    organisations = organisations_among(session, {one.item.organisation_id for one in seen})
    rows = tuple(row for one in seen for row in _rows(one, channels.get(one.item.id, ()), organisations, now))
    planned = [row.planned for row in rows]
    groups = (
        Group("organisations", _("By organisation"), tallies(planned, lambda one: one.organisation, now)),
        Group("channels", _("By channel"), tallies(planned, lambda one: one.channel, now)),
    )
    return PlanReport(rows, tally(_("All"), planned, now), groups)


def report_csv(report: PlanReport) -> str:
    """Return the rows as a table, times in UTC.

    A file leaves the product: of what is under embargo it has the placeholder title and the time, once for all
    channels, and neither organisation nor channel.
    """
    head = (_("Title"), _("Organisation"), _("Channel"), _("Planned (UTC)"), _("Published (UTC)"))
    rows = dict.fromkeys((row.seen.item.id, tuple(_cells(row))) for row in report.rows)
    return table([(*head, _("Outcome"), _("Minutes late"), _("Link")), *(cells for _item_id, cells in rows)])


def _rows(
    seen: Seen, channels: Sequence[ItemChannel], organisations: Mapping[int, Organisation], now: datetime
) -> Iterator[ReportRow]:
    item, organisation = seen.item, organisations[seen.item.organisation_id]
    due = _due(item, organisation.zone)
    for row in channels:
        planned = Planned(
            organisation=organisation.name,
            channel=channel_name(row.channel),
            due_at=due,
            published_at=row.published_at,
        )
        yield ReportRow(seen, planned, planned.outcome(now), row.published_url, row.no_link_reason)
    if not channels:
        at = item.published_at
        planned = Planned(organisation=organisation.name, channel=channel_name(""), due_at=due, published_at=at)
        yield ReportRow(seen, planned, planned.outcome(now), item.published_url, "")


def _due(item: Item, zone: str) -> datetime | None:
    """Return up to when it was in time; a day without a time is over when it is over where the organisation works."""
    if item.publish_at is not None:
        return item.publish_at
    return day_end(item.publish_on, zone) if item.publish_on is not None else None


def _note(one: Tally) -> str:
    return ngettext(
        "%(published)s of %(num)s published", "%(published)s of %(num)s published", one.planned, published=one.published
    )


def _parts(one: Tally) -> tuple[Part, ...]:
    return tuple(
        Part(f"plot-{outcome}", _COLOURS[outcome], count, f"{OUTCOME_LABELS[outcome]}: {count}")
        for outcome, count in one.counts
    )


def _cells(row: ReportRow) -> Iterator[str]:
    item, planned = row.seen.item, row.planned
    if concealed(item.guard):
        yield from (item.guard.placeholder_title or _("Under embargo"), "", "")
    else:
        yield from (row.seen.version.title, planned.organisation, planned.channel)
    yield f"{item.publish_at:%Y-%m-%d %H:%M}" if item.publish_at else f"{item.publish_on or ''}"
    yield f"{planned.published_at:%Y-%m-%d %H:%M}" if planned.published_at else ""
    yield str(OUTCOME_LABELS[row.outcome])
    yield str(row.late_minutes or "")
    yield row.link or row.no_link_reason
