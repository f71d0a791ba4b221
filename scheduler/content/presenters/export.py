"""An item's copy as it is sent to people outside, with what they have to know above it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_among
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.post_text import call_markdown, hashtag_line
from scheduler.content.domain.quotes import attribution, quoted, said
from scheduler.content.domain.release import dated, end_mark, place_of
from scheduler.content.domain.threads import in_one
from scheduler.content.domain.workflow import SETTLED, WITH_LINK, State
from scheduler.content.exports.protocol import Document, DocumentPicture, PrintedQuote, Record, Section, Use
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pitches import ExclusiveEnd, exclusive_ends
from scheduler.content.services.quotes import faulty_quotes
from scheduler.dates.timezones import in_zone
from scheduler.web.template_filters import clock, day, zone_label

FOR_PRESS = frozenset({Kind.PRESS_RELEASE, Kind.STATEMENT})
"""Kinds that journalists get: each says when it may be used."""


def export_document(
    session: Session, seen: Seen, now: datetime, address: str, pictures: tuple[DocumentPicture, ...] = ()
) -> Document:
    """Return the current copy of an item for whoever may read it, with what `notices_above` says.

    `address` is that of the item's page, with its host, `pictures` are those that may go with it.
    """
    text = seen.text
    return Document(
        notices=notices_above(session, seen, now),
        title=text.title,
        subhead=text.subhead,
        byline=", ".join(part for part in (text.byline, text.byline_role) if part),
        notes=tuple(part for part in (_warning(text), text.disclaimer) if part),
        body=in_one(dated(text)) if Kind(seen.item.kind) is Kind.POST else dated(text),
        quotes=tuple(PrintedQuote(quoted(one.text), attribution(one), said(one)) for one in text.quotes),
        call_to_action=call_markdown(text),
        below=tuple(part for part in (text.editors_note, hashtag_line(text.hashtags), end_mark(text)) if part),
        sections=tuple(part for part in _sections(text) if part.text.strip()),
        after=tuple(part for part in _last_lines(text) if part),
        pictures=pictures,
        # Translators: the credit of a picture
        photo=_("Photo: %(credit)s", credit="%(credit)s"),
        alt=_("Alt text: %(text)s", text="%(text)s"),
        dateline=place_of(text),
        email_subject=_email_subject(seen),
        record=Record(
            address=address,
            version=seen.version.number,
            saved_at=seen.version.created_at,
            use=_use(session, seen, now),
            embargoed_until=_usable_from(seen, now),
        ),
    )


def _use(session: Session, seen: Seen, now: datetime) -> Use:
    """Return whether the copy may be published once `_usable_from` has come; what `notices_above` says to a person."""
    state = State(seen.item.state)
    if state in SETTLED:
        return Use.CANCELED
    is_signed_off = state not in (State.IDEA, State.DRAFT, State.IN_REVIEW)
    waits = concealed(seen.item.guard) or _has_yet_to_come_out(seen, now)
    is_open = not waits or _usable_from(seen, now) is not None
    is_kept = _exclusive(session, seen, now) is not None or bool(faulty_quotes(session, seen.item, seen.text, now))
    return Use.USABLE if is_signed_off and is_open and not is_kept else Use.WITHHELD


def _usable_from(seen: Seen, now: datetime) -> datetime | None:
    """Return when the embargo ends, or the copy comes out; None if no moment is set, or it may be used now."""
    guard = seen.item.guard
    if concealed(guard):
        return None if guard.held else guard.embargo_at
    return seen.item.publish_at if _has_yet_to_come_out(seen, now) else None


def _exclusive(session: Session, seen: Seen, now: datetime) -> ExclusiveEnd | None:
    """Return until when an outlet alone may have it; None if none may, or the time is over."""
    end = exclusive_ends(session, [seen.item]).get(seen.item.id)
    return end if end is not None and end.at > now else None


def _has_yet_to_come_out(seen: Seen, now: datetime) -> bool:
    """Say whether the copy is planned for later; of what goes to the press also whether nothing is planned yet."""
    item = seen.item
    if item.state in WITH_LINK or (item.publish_at is not None and item.publish_at <= now):
        return False
    return Kind(item.kind) in FOR_PRESS or item.publish_at is not None or item.publish_on is not None


def notices_above(session: Session, seen: Seen, now: datetime) -> tuple[str, ...]:
    """Return what whoever gets the copy has to know, a line each.

    Whether it may be used: that somebody no longer agrees to be quoted, that it is not signed off, until when it is
    under embargo, for whom alone it is, and when it is planned to come out. Below a moment stand the same one in the
    zones of the organisations that sign it.
    """
    stopped = _quotes_notice(session, seen, now)
    return tuple(line for line in (stopped, *_notices(session, seen, now)) if line)


def _quotes_notice(session: Session, seen: Seen, now: datetime) -> str:
    """Return that the copy quotes somebody who does not agree any more; empty where it does not."""
    if not faulty_quotes(session, seen.item, seen.text, now):
        return ""
    return _("DO NOT USE: consent for a quote was withdrawn or has ended")


def _signing_zones(session: Session, seen: Seen) -> tuple[str, ...]:
    ids = (seen.item.organisation_id, *seen.signatories)
    organisations = organisations_among(session, ids)
    return tuple(dict.fromkeys(organisations[ident].zone for ident in ids))


def _sections(text: ItemText) -> tuple[Section, ...]:
    return (
        Section(_("Notes to editors"), text.notes_to_editors),
        Section("", text.boilerplate),
        Section(_("Media contact"), text.media_contact),
    )


def _first_published(text: ItemText) -> str:
    return _("First published: %(place)s", place=text.first_published) if text.first_published else ""


def _notices(session: Session, seen: Seen, now: datetime) -> Iterator[str]:
    zones = _signing_zones(session, seen)
    state, (embargo, *elsewhere) = _state_notice(seen), _embargo_notice(seen, zones)
    exclusive = _exclusive_notice(_exclusive(session, seen, now))
    yield from (state, embargo, *elsewhere, exclusive)
    # Whoever is not the outlet waits for that moment, whatever is planned.
    if not (state or embargo or exclusive):
        yield from _release_notice(seen, now, zones)


def _state_notice(seen: Seen) -> str:
    """Return why the copy must not be used; empty when it may."""
    match State(seen.item.state):
        case State.IDEA | State.DRAFT | State.IN_REVIEW:
            return _("DRAFT, version %(number)s: not signed off, do not publish", number=seen.version.number)
        case State.WITHDRAWN:
            return _("RETRACTED: do not use")
        case State.CANCELLED:
            return _("CANCELLED: do not use")
        case _:
            return ""


def _embargo_notice(seen: Seen, zones: Sequence[str]) -> tuple[str, ...]:
    """Return until when it is under embargo, with the zone in words; one empty line if it is not."""
    guard = seen.item.guard
    if not concealed(guard):
        return ("",)
    if guard.held or guard.embargo_at is None:
        return (_("UNDER EMBARGO with no end date: do not publish"),)
    zone = guard.embargo_zone or "UTC"
    line = _("EMBARGOED UNTIL %(time)s (%(zone)s), %(day)s: do not publish before", **_moment(guard.embargo_at, zone))
    return (line, *_elsewhere(guard.embargo_at, zone, zones))


def _email_subject(seen: Seen) -> str:
    """Return the headline as the subject of an email, under embargo with its end before it."""
    guard, title = seen.item.guard, seen.text.title
    if not concealed(guard):
        return title
    if guard.held or guard.embargo_at is None:
        # Translators: subject of an email to journalists
        return _("UNDER EMBARGO, no end date: %(title)s", title=title)
    when = _moment(guard.embargo_at, guard.embargo_zone or "UTC")
    # Translators: subject of an email to journalists
    return _("EMBARGOED until %(time)s (%(zone)s), %(day)s: %(title)s", title=title, **when)


def _exclusive_notice(end: ExclusiveEnd | None) -> str:
    if end is None:
        return ""
    when = _moment(end.at, end.zone)
    if not end.outlet:
        return _("EXCLUSIVE until %(time)s (%(zone)s), %(day)s", **when)
    return _("EXCLUSIVE to %(outlet)s until %(time)s (%(zone)s), %(day)s", outlet=end.outlet, **when)


def _release_notice(seen: Seen, now: datetime, zones: Sequence[str]) -> tuple[str, ...]:
    """Return when the copy comes out; of what goes to the press also that it is out, or has no day yet."""
    item = seen.item
    if not _has_yet_to_come_out(seen, now):
        return (_("FOR IMMEDIATE RELEASE"),) if Kind(item.kind) in FOR_PRESS else ()
    if item.publish_at is not None:
        zone = item.publish_zone or "UTC"
        line = _("FOR RELEASE AT %(time)s (%(zone)s), %(day)s", **_moment(item.publish_at, zone))
        return (line, *_elsewhere(item.publish_at, zone, zones))
    if item.publish_on is not None:
        return (_("FOR RELEASE ON %(day)s", day=day(item.publish_on)),)
    return (_("NOT FOR RELEASE YET: no date is set"),)


def _elsewhere(at: datetime, zone: str, zones: Sequence[str]) -> tuple[str, ...]:
    """Return the moment in the other zones, one for each time that clocks show there."""
    clocks = {in_zone(at, other).utcoffset(): other for other in reversed((zone, *zones))}
    others = [other for other in zones if other in clocks.values() and other != zone]
    # Translators: the moment of an embargo in another zone, such as "03:00 (Brussels, UTC+2), Friday 30 July 2027"
    return tuple(_("%(time)s (%(zone)s), %(day)s", **_moment(at, other)) for other in others)


def _moment(at: datetime, zone: str) -> dict[str, str]:
    local = in_zone(at, zone)
    return {"time": clock(local), "zone": zone_label(zone, at), "day": day(local.date())}


def _warning(text: ItemText) -> str:
    return _("Content warning: %(text)s", text=text.content_warning) if text.content_warning else ""


def _last_lines(text: ItemText) -> tuple[str, ...]:
    return (_length(text), _captions(text), _first_published(text), _credit(text), _alt_text(text))


def _length(text: ItemText) -> str:
    return _("Length: %(length)s", length=text.length) if text.length else ""


def _captions(text: ItemText) -> str:
    return _("Captions: %(text)s", text=text.captions) if text.captions else ""


def _credit(text: ItemText) -> str:
    return _("Photo: %(credit)s", credit=text.photo_credit) if text.photo_credit else ""


def _alt_text(text: ItemText) -> str:
    return _("Alt text: %(text)s", text=text.alt_text) if text.alt_text else ""
