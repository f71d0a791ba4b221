"""Says in words what a feed holds and who can read it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.topic_labels import topic_label
from scheduler.dates.spans import DateSpan
from scheduler.feeds.domain.options import Alarm, Cancelled, FeedOptions
from scheduler.feeds.labels import KIND_LABELS, STATUS_LABELS
from scheduler.feeds.reading import FeedCard
from scheduler.feeds.services.cache import BrokenFeed
from scheduler.feeds.services.preview import FeedPreview
from scheduler.web.template_filters import day_short

Chosen = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """What a feed would hold, with sentences that say so."""

    found: FeedPreview
    sentences: list[str]


def shown_preview(found: FeedPreview, chosen: Chosen, reader: str, organisations: Mapping[int, str]) -> ShownPreview:
    """Return a preview with what it holds, which days it covers and who can read it."""
    holds = contents_sentences(chosen, reader, organisations)
    return ShownPreview(found, [*holds, _days_sentence(found.days), _reader_sentence(reader)])


def about_feeds(session: Session, found: Sequence[FeedCard], now: datetime) -> dict[int, str]:
    """Return by feed what it holds, in sentences, and which days it covers if these are others than of most."""
    wanted = {ident for card in found for ident in chosen_organisations(card.feed.selection)}
    names = organisation_names(session, sorted(wanted))
    return {card.feed.id: " ".join(_about(card, names, now)) for card in found}


@dataclass(frozen=True, slots=True)
class BrokenFormat:
    """Feeds of one format that cannot be written: how many, since when, and how many readers get no file at all."""

    suffix: str
    count: int
    without_file: int
    since: datetime
    has_public: bool


def broken_formats(broken: Collection[BrokenFeed], public: str) -> list[BrokenFormat]:
    """Return by format what cannot be written; whose feeds these are is theirs alone, but for the public one."""
    suffixes = sorted({one.suffix for one in broken})
    found = {suffix: [one for one in broken if one.suffix == suffix] for suffix in suffixes}
    return [
        BrokenFormat(
            suffix=suffix,
            count=len(feeds),
            without_file=sum(not one.has_file for one in feeds),
            since=min(one.since for one in feeds),
            has_public=any(one.key.startswith(public) for one in feeds),
        )
        for suffix, feeds in found.items()
    ]


def _about(card: FeedCard, organisations: Mapping[int, str], now: datetime) -> Iterator[str]:
    yield from contents_sentences(card.feed.selection, card.reader, organisations)
    options = FeedOptions.parse(card.feed.selection)
    if options.has_own_period:
        yield _days_sentence(options.days(now))


def contents_sentences(chosen: Chosen, reader: str, organisations: Mapping[int, str]) -> list[str]:
    """Return what a feed holds, in sentences.

    Args:
        chosen: filters and options by name, as they are stored or typed.
        reader: the organisation whose staff it is for; empty for a personal feed.
        organisations: names by id, of those that are chosen.
    """
    return [_scope(chosen, reader), *_narrowed(chosen, organisations), *_shown(FeedOptions.parse(chosen))]


def chosen_organisations(chosen: Chosen) -> list[int]:
    """Return the ids of the organisations to which a feed is narrowed."""
    return [int(value) for value in chosen.get("organisation", ()) if value.isdecimal()]


def _days_sentence(days: DateSpan) -> str:
    """Return which days a feed covers."""
    first, last = day_short(days.first_day), day_short(days.last_day)
    return _("It covers %(first)s to %(last)s, and moves on each month.", first=first, last=last)


def _reader_sentence(reader: str) -> str:
    """Return who can read a feed."""
    if reader:
        return _(
            "Anyone who has its address can read it without an account: give it to the staff of %(name)s only.",
            name=reader,
        )
    return _("Anyone who has its address can read it without logging in: it is meant for you only.")


def _scope(chosen: Chosen, reader: str) -> str:
    if reader:
        return _("Everything that all staff of %(name)s can see.", name=reader)
    return _("Items that involve you.") if chosen.get("concerning") else _("Everything you have access to.")


def _narrowed(chosen: Chosen, organisations: Mapping[int, str]) -> Iterator[str]:
    kinds = _listed([str(KIND_LABELS[EntryKind(one)]) for one in chosen.get("kind", ())])
    topics = _listed([topic_label(one) for one in chosen.get("topic", ())])
    places = _listed([organisations[one] for one in chosen_organisations(chosen) if one in organisations])
    statuses = _listed([str(STATUS_LABELS[EntryStatus(one)]) for one in chosen.get("status", ())])
    if kinds:
        yield _("Only these types: %(types)s.", types=kinds)
    if topics:
        yield _("Only these topics: %(topics)s.", topics=topics)
    if places:
        yield _("Only these organisations: %(organisations)s.", organisations=places)
    if statuses:
        yield _("Only this status: %(statuses)s.", statuses=statuses)


def _shown(options: FeedOptions) -> Iterator[str]:
    if options.cancelled is Cancelled.REMOVED:
        yield _("Cancelled entries are removed at once.")
    if options.alarm is Alarm.DAY:
        yield _("An alarm 1 day before, in calendar apps that keep alarms.")
    if options.alarm is Alarm.HOUR:
        yield _("An alarm 1 hour before, in calendar apps that keep alarms.")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
