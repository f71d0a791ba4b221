"""How much content is planned on the days of a month, and what is in the way, for one reader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.accounts.reading import organisations_among
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.load import Clash, ClashKind, PlannedItem, clashes, load_of
from scheduler.content.labels import channel_name
from scheduler.content.presenters.heat_plot import heat_plot
from scheduler.content.queries.channel_zones import channel_zones
from scheduler.content.queries.items import Seen, channels_of_all
from scheduler.content.queries.planned_days import items_on
from scheduler.content.services.launch_wave import embargo_kept
from scheduler.dates.public_holidays import days_off
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import day_of


@dataclass(frozen=True, slots=True)
class ClashLine:
    """A clash in words, and the items, each with its title and address within the site."""

    day: date
    text: str
    items: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Load:
    """What is planned: by channel (its name first) the number on each of `days`, and what is in the way.

    `is_under_embargo` says that the reader reads something of it under embargo.
    """

    days: Sequence[date]
    rows: Sequence[tuple[str, Sequence[int]]]
    clashes: Sequence[ClashLine]
    is_under_embargo: bool

    @property
    def plot(self) -> str:
        """The load as SVG."""
        return heat_plot(_("Content planned per day and channel"), self.days, self.rows)


def load_page(session: Session, viewer: Viewer, span: DateSpan, zone: str, language: str) -> Load:
    """Return the load of some days of a zone, counted from what the viewer reads in full alone."""
    seen = items_on(session, viewer, span)
    channels = channels_of_all(session, seen)
    owners = {one.item.organisation_id for one in seen}
    zones, organisations = channel_zones(session, owners), organisations_among(session, owners)
    planned = [
        one
        for one in (_planned(row, channels.get(row.item.id, ()), zones, organisations, zone) for row in seen)
        if span.first_day <= one.day <= span.last_day
    ]
    off = {one.country: days_off(one.country, span.first_day, span.last_day, language) for one in planned}
    days = [date.fromordinal(n) for n in range(span.first_day.toordinal(), span.last_day.toordinal() + 1)]
    counts = load_of(planned)
    slugs = sorted({channel for channel, _day in counts}, key=lambda slug: (not slug, _name(slug)))
    shown = {row.item.id: row for row in seen}
    return Load(
        days,
        [(_name(slug), [counts[slug, day] for day in days]) for slug in slugs],
        [_line(one, shown) for one in clashes(planned, lambda country, day: off[country].holiday(day))],
        any(concealed(shown[one.item_id].item.guard) for one in planned),
    )


def _planned(
    row: Seen,
    channels: Iterable[str],
    zones: Mapping[int, Mapping[str, str]],
    organisations: Mapping[int, Organisation],
    zone: str,
) -> PlannedItem:
    item, owner = row.item, organisations[row.item.organisation_id]
    own = zones.get(owner.id, {})
    day = day_of(item.publish_at, zone) if item.publish_at is not None else item.publish_on
    return PlannedItem(
        item_id=item.id,
        organisation_id=owner.id,
        is_release=item.kind == Kind.PRESS_RELEASE,
        day=day or date.min,
        country=owner.country,
        channels={slug: own.get(slug, owner.zone) for slug in channels},
        at=item.publish_at,
        embargo=embargo_kept(item.guard),
    )


def _name(slug: str) -> str:
    return channel_name(slug) if slug else _("No channel")


def _line(clash: Clash, shown: Mapping[int, Seen]) -> ClashLine:
    return ClashLine(clash.day, _clash_message(clash), [_titled(shown[ident]) for ident in clash.item_ids])


def _clash_message(clash: Clash) -> str:
    return {
        ClashKind.UNDER_EMBARGO: lambda: _("Publishes before its embargo lifts. Move it, or change the embargo."),
        ClashKind.RELEASES: lambda: _("Press releases of two organisations within one hour."),
        ClashKind.SAME_CHANNEL: lambda: _(
            "Within 15 minutes of each other on %(channel)s.", channel=channel_name(clash.about)
        ),
        ClashKind.NIGHT: lambda: _(
            "At night (22:00 to 6:00) for readers of %(channel)s.", channel=channel_name(clash.about)
        ),
        ClashKind.HOLIDAY: lambda: _("On a public holiday of its audience: %(name)s.", name=clash.about),
    }[clash.kind]()


def _titled(row: Seen) -> tuple[str, str]:
    guard = row.item.guard
    return (guard.placeholder_title if concealed(guard) else row.version.title), f"/content/{row.item.public_id}"
