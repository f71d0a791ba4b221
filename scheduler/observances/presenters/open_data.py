"""Writes the public observances as JSON and CSV, in the coalition's language: the same data give the same bytes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from scheduler.observances.domain.open_data import LICENCE, LICENCE_URL, OpenDate, OpenObservance
from scheduler.observances.labels import rule_label
from scheduler.observances.models import Edition, Observance
from scheduler.observances.queries.observances import editions_of, registered_observances
from scheduler.observances.services.editions import rule_of
from scheduler.observances.services.estimates import is_expected
from scheduler.web.csv_cells import table
from scheduler.web.translations import LOCALE

COLUMNS = (
    "slug",
    "name",
    "scope",
    "country",
    "topics",
    "period",
    "first_day",
    "last_day",
    "expected",
    "cancelled",
    "theme",
    "organiser",
    "established_by",
    "url",
    "hashtags",
    "sources",
    "licence",
    "page",
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and the addresses of the observances' pages and of the schema."""

    name: str
    pages: str
    schema: str


def open_observances(session: Session, publisher: Publisher, topic: str, country: str) -> list[OpenObservance]:
    """Return what every visitor may see, by name: registered observances and their planned dates."""
    rows = registered_observances(session, topic, country)
    editions = editions_of(session, [row.id for row in rows])
    with force_locale(LOCALE):
        return [_open(row, editions[row.id], publisher) for row in rows]


def as_json(found: Sequence[OpenObservance], publisher: Publisher) -> bytes:
    """Return the JSON file; `domain/open_data.py` has its schema."""
    document = {
        "$schema": publisher.schema,
        "coalition": publisher.name,
        "page": publisher.pages,
        "licence": {
            "name": LICENCE,
            "url": LICENCE_URL,
            "covers": "The observances that say so: those that ship with the product. Sources are named beside each.",
        },
        "observances": [_plain(one) for one in found],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def as_csv(found: Sequence[OpenObservance]) -> bytes:
    """Return the table (RFC 4180): a row for each date, the observance repeated in each; lists are parted by `;`."""
    rows = (_cells(observance, day) for observance in found for day in observance.dates or (None,))
    return table([COLUMNS, *rows]).encode()


def _open(row: Observance, editions: Sequence[Edition], publisher: Publisher) -> OpenObservance:
    return OpenObservance(
        slug=row.slug,
        name=row.name,
        page=f"{publisher.pages}/{row.slug}",
        scope=row.scope,
        country=row.country,
        topics=tuple(row.topics),
        rule=rule_label(rule_of(row)),
        first_year=row.first_year,
        established_by=row.established_by,
        organiser=row.organiser,
        url=row.url,
        hashtags=tuple(row.hashtags),
        sources=tuple(row.sources),
        licence=LICENCE if row.shipped_hash else "",
        dates=tuple(_date(edition) for edition in editions if edition.retired_at is None),
    )


def _date(edition: Edition) -> OpenDate:
    return OpenDate(
        period=edition.period,
        first_day=edition.starts_on,
        last_day=edition.ends_on,
        is_expected=is_expected(edition),
        is_cancelled=edition.cancelled_at is not None,
        theme=edition.theme,
        url=edition.official_url,
    )


def _plain(one: OpenObservance) -> dict[str, Any]:
    return {
        "slug": one.slug,
        "name": one.name,
        "page": one.page,
        "scope": one.scope,
        "country": one.country,
        "topics": list(one.topics),
        "rule": one.rule,
        "first_year": one.first_year,
        "established_by": one.established_by,
        "organiser": one.organiser,
        "url": one.url,
        "hashtags": list(one.hashtags),
        "sources": list(one.sources),
        "licence": one.licence,
        "dates": [
            {
                "period": day.period,
                "first_day": day.first_day.isoformat() if day.first_day else None,
                "last_day": day.last_day.isoformat() if day.last_day else None,
                "expected": day.is_expected,
                "cancelled": day.is_cancelled,
                "theme": day.theme,
                "url": day.url,
            }
            for day in one.dates
        ],
    }


def _cells(one: OpenObservance, day: OpenDate | None) -> Iterator[str]:
    yield from (one.slug, one.name, one.scope, one.country, ";".join(one.topics))
    yield day.period if day else ""
    yield day.first_day.isoformat() if day and day.first_day else ""
    yield day.last_day.isoformat() if day and day.last_day else ""
    yield "yes" if day and day.is_expected else ""
    yield "yes" if day and day.is_cancelled else ""
    yield day.theme if day else ""
    yield from (one.organiser, one.established_by, (day.url if day else "") or one.url)
    yield from (";".join(one.hashtags), ";".join(one.sources), one.licence, one.page)
