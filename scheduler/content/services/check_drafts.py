"""Puts together what the checks look at: a text with its plan, and what the coalition says of copy."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from threading import Lock

from cachetools import LRUCache, cached
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_among
from scheduler.agenda.models import Guard
from scheduler.agenda.services.guards import lifts_at
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.channels.rendering import publications
from scheduler.content.checks.protocol import CitedBill, Draft, KnownHelpline, TooLong, prose
from scheduler.content.checks.running import KEPT_TEXTS, text_hash
from scheduler.content.domain.item_text import ItemText, normalise
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sensitive_words import first_sensitive_words
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.models import Item
from scheduler.content.queries.channel_zones import channel_zones
from scheduler.content.queries.unguarded import bills_of, channels_of
from scheduler.content.services.quotes import quote_faults
from scheduler.dates.timezones import day_of
from scheduler.guidance.domain.terms import TermEntry, TermList
from scheduler.guidance.reading import helplines_of, is_outdated, term_rows
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import standing_milestones


def draft_of(
    session: Session, item: Item, text: ItemText, now: datetime, *, bills: Collection[Bill] | None = None
) -> Draft:
    """Return what the checks look at in a text of an item, saved or not; `bills` are those it cites, if known."""
    draft = Draft(normalise(text), Kind(item.kind), item.publish_on, is_published=item.state not in UNPUBLISHED)
    draft = replace(draft, terms=term_list(session), helplines=_helplines(session, item, draft, now))
    draft = replace(draft, quote_faults=quote_faults(session, item, draft.text, now))
    own = organisations_among(session, (item.organisation_id,))[item.organisation_id]
    draft = replace(
        draft, has_country=bool(own.country), publish_at=item.publish_at, embargo_at=_embargo_at(session, item)
    )
    if draft.is_published:
        return draft
    cited = bills_of(session, item) if bills is None else bills
    today = day_of(now, own.zone)
    slugs = tuple(row.channel for row in channels_of(session, item))
    draft = replace(draft, bills=_cited(session, cited, item.publish_on or today), too_long=_too_long(draft, slugs))
    return replace(draft, zones=_zones(session, item, draft, slugs))


def term_list(session: Session) -> TermList:
    """Return the terms to avoid as the coalition has set them."""
    rows = term_rows(session)
    own = tuple(
        TermEntry(
            language=row.language,
            avoid=tuple(row.phrases.split("\n")),
            prefer=row.prefer,
            reason=row.reason,
            only_with=row.only_with,
            unless_with=row.unless_with,
            source=row.source,
        )
        for row in rows
        if row.shipped_slug is None
    )
    return TermList(own, frozenset(row.shipped_slug for row in rows if row.shipped_slug is not None))


def _helplines(session: Session, item: Item, draft: Draft, now: datetime) -> tuple[KnownHelpline, ...]:
    if not any(first_sensitive_words(passage.text, passage.language) for passage in prose(draft)):
        return ()
    organisation = organisations_among(session, (item.organisation_id,))[item.organisation_id]
    if not organisation.country:
        return ()
    today = day_of(now, organisation.zone)
    return tuple(
        KnownHelpline(row.name, row.contact, row.hours, row.languages, row.checked_on, is_outdated(row, today))
        for row in helplines_of(session, (organisation.country,))
    )


def _embargo_at(session: Session, item: Item) -> datetime | None:
    guard = session.get_one(Guard, item.guard_id)
    return lifts_at(guard) if concealed(guard) else None


@cached(LRUCache(KEPT_TEXTS), lambda draft, slugs: (text_hash(draft), draft.kind, slugs), Lock())
def _too_long(draft: Draft, slugs: tuple[str, ...]) -> tuple[TooLong, ...]:
    places: dict[tuple[str, str], int] = {}
    for one in publications(draft.text, slugs, draft.kind):
        if one.count.over:
            place, over = (one.channel.slug, one.language), max(0, -(one.count.left or 0))
            places[place] = max(places.get(place, 0), over)
    return tuple(TooLong(*place, over) for place, over in places.items())


def _cited(session: Session, bills: Collection[Bill], on: date) -> tuple[CitedBill, ...]:
    if not bills:
        return ()
    rows = standing_milestones(session, [bill.id for bill in bills])
    return tuple(
        CitedBill(
            bill.number,
            bill.title,
            frozenset(row.kind for row in rows if row.bill_id == bill.id and row.day <= on),
            frozenset(row.kind for row in rows if row.bill_id == bill.id and row.day > on),
        )
        for bill in bills
    )


def _zones(session: Session, item: Item, draft: Draft, slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Return where the channels of an item are read; empty where a moment is set, as it is the same everywhere."""
    if draft.embargo_at is None or draft.publish_at is not None or draft.publish_on is None:
        return ()
    own = organisations_among(session, (item.organisation_id,))[item.organisation_id].zone
    known = channel_zones(session, (item.organisation_id,)).get(item.organisation_id, {})
    return tuple(dict.fromkeys(known.get(slug, own) for slug in slugs)) or (own,)
