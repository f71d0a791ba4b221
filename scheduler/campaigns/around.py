"""What a new campaign can stand around: coming editions of registered observances, and coming events."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager

from scheduler.agenda.domain.sight import Viewer
from scheduler.events.reading import coming_events, event_by_id
from scheduler.observances.models import Edition, Observance
from scheduler.web.template_filters import day_short

AHEAD = timedelta(days=550)
"""How far ahead plans are made; the horizon of a list that a person reads."""


@dataclass(frozen=True, slots=True)
class Around:
    """One choice: its key (`edition:12`, `event:5`) and its words."""

    key: str
    label: str


def choices_around(session: Session, viewer: Viewer, today: date, *, also: str = "") -> list[Around]:
    """Return what the viewer can plan around, by day; `also` is a key that is a choice whatever its day."""
    dated = [(edition.starts_on, _edition_choice(edition)) for edition in _coming_editions(session, today)]
    dated += [
        (event.first_day, Around(f"event:{event.id}", f"{event.title} ({day_short(event.first_day)})"))
        for event in coming_events(session, viewer, today)
    ]
    choices = [choice for _day, choice in sorted(dated, key=lambda row: (row[0] or date.max, row[1].label))]
    known = {choice.key for choice in choices}
    return [*_also(session, viewer, also), *choices] if also and also not in known else choices


def _coming_editions(session: Session, today: date) -> list[Edition]:
    begins = func.coalesce(Edition.override_starts_on, Edition.rule_starts_on)
    ends = func.coalesce(Edition.override_ends_on, Edition.rule_ends_on)
    unannounced = begins.is_(None) & Edition.period.between(str(today.year), str((today + AHEAD).year) + "-99")
    query = select(Edition).join(Edition.observance).options(contains_eager(Edition.observance))
    kept = (Observance.registered_at.is_not(None), Edition.retired_at.is_(None), Edition.cancelled_at.is_(None))
    query = query.where(*kept, or_((ends >= today) & (begins <= today + AHEAD), unannounced))
    return list(session.scalars(query))


def _edition_choice(edition: Edition) -> Around:
    day = f" ({day_short(edition.starts_on)})" if edition.starts_on is not None else ""
    return Around(f"edition:{edition.id}", f"{edition.observance.name} {edition.period}{day}")


def _also(session: Session, viewer: Viewer, key: str) -> list[Around]:
    kind, _sign, text = key.partition(":")
    ident = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if kind == "edition":
        edition = session.get(Edition, ident)
        return [_edition_choice(edition)] if edition is not None else []
    event = event_by_id(session, viewer, ident) if kind == "event" else None
    return [Around(key, f"{event.title} ({day_short(event.first_day)})")] if event is not None else []
