"""What a new campaign can stand around: coming editions of registered observances, and coming events."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from scheduler.agenda.domain.visibility import Viewer
from scheduler.campaigns.models import Campaign
from scheduler.events.models import Event
from scheduler.events.reading import coming_events, event_by_id, event_of
from scheduler.observances.models import Edition, Observance
from scheduler.web.template_filters import day_short

AHEAD = timedelta(days=550)
"""How far ahead plans are made; the horizon of a list that a person reads."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """One choice: its key (`edition:12`, `event:dGhl…`), its label, and the row that it stands for.

    An event is called by its random address: its number would tell how many there are that are not shared.
    """

    key: str
    label: str
    edition_id: int | None = None
    event_id: int | None = None


def anchor_choices(session: Session, viewer: Viewer, today: date, *, also: str = "") -> list[Anchor]:
    """Return what the viewer can plan around, by day; `also` is a key that is a choice whatever its day."""
    dated = [(edition.starts_on, _edition_choice(edition)) for edition in _coming_editions(session, today)]
    dated += [(event.first_day, _event_choice(event)) for event in coming_events(session, viewer, today)]
    choices = [choice for _day, choice in sorted(dated, key=lambda row: (row[0] or date.max, row[1].label))]
    known = {choice.key for choice in choices}
    return [*_also(session, viewer, also), *choices] if also and also not in known else choices


def key_of(session: Session, viewer: Viewer, campaign: Campaign) -> str:
    """Return the key of what a campaign stands around; empty for days of its own and an event that is not shared."""
    if campaign.edition_id is not None:
        return f"edition:{campaign.edition_id}"
    event = event_by_id(session, viewer, campaign.event_id) if campaign.event_id is not None else None
    return f"event:{event.public_id}" if event is not None else ""


def _coming_editions(session: Session, today: date) -> list[Edition]:
    begins = func.coalesce(Edition.override_starts_on, Edition.rule_starts_on)
    ends = func.coalesce(Edition.override_ends_on, Edition.rule_ends_on)
    unannounced = begins.is_(None) & Edition.period.between(str(today.year), str((today + AHEAD).year) + "-99")
    query = select(Edition).join(Edition.observance).options(contains_eager(Edition.observance))
    kept = (Observance.registered_at.is_not(None), Edition.retired_at.is_(None), Edition.cancelled_at.is_(None))
    query = query.where(*kept, or_((ends >= today) & (begins <= today + AHEAD), unannounced))
    return list(session.scalars(query))


def _edition_choice(edition: Edition) -> Anchor:
    day = f" ({day_short(edition.starts_on)})" if edition.starts_on is not None else ""
    label = f"{edition.observance.name} {edition.period}{day}"
    return Anchor(f"edition:{edition.id}", label, edition_id=edition.id)


def _event_choice(event: Event) -> Anchor:
    return Anchor(f"event:{event.public_id}", f"{event.title} ({day_short(event.first_day)})", event_id=event.id)


def _also(session: Session, viewer: Viewer, key: str) -> list[Anchor]:
    kind, _sign, text = key.partition(":")
    if kind == "edition":
        ident = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
        edition = session.get(Edition, ident)
        return [_edition_choice(edition)] if edition is not None else []
    event = event_of(session, viewer, text) if kind == "event" else None
    return [_event_choice(event)] if event is not None else []
