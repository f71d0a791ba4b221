"""Reads observances and their editions; all of them are public or open to every member."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, false, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry
from scheduler.folding import asked_words
from scheduler.matching import holds_words
from scheduler.observances.domain.permissions import ObservanceRoles, Permissions, permissions
from scheduler.observances.models import CatalogueUpload, Edition, Observance
from scheduler.web.pagination import Page, first_row

SEARCHED = ("name", "organiser", "established_by", "hashtags")
"""The columns whose words a search in the catalogue finds."""

PER_PAGE = 25
_SLUG = re.compile(r"[a-z0-9-]{1,120}")
_PERIOD = re.compile(r"[0-9]{4}(-[0-9]{2})?")
_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What a search in the catalogue asks for; an empty value asks for nothing."""

    text: str = ""
    topic: str = ""
    scope: str = ""
    country: str = ""


def observance_of(session: Session, viewer: Viewer, slug: str) -> Observance | None:
    """Return an observance: a registered one to everybody, another only to members."""
    found = session.scalar(select(Observance).where(Observance.slug == slug)) if _SLUG.fullmatch(slug) else None
    return found if found is not None and (viewer.is_member or found.registered_at is not None) else None


def edition_of(session: Session, slug: str, period: str) -> Edition | None:
    """Return an edition of a registered observance that is still in its plan."""
    if not (_SLUG.fullmatch(slug) and _PERIOD.fullmatch(period)):
        return None
    query = select(Edition).join(Edition.observance).options(contains_eager(Edition.observance))
    query = query.where(Observance.slug == slug, Edition.period == period, Edition.retired_at.is_(None))
    return session.scalar(query.where(Observance.registered_at.is_not(None)))


def permissions_of(session: Session, viewer: Viewer, observance: Observance) -> Permissions:
    """Say what a person may do with an observance; whoever has left looks after nothing any more."""
    steward_id = observance.steward_id
    if steward_id is not None and not actor_roles(session, steward_id).is_member:
        steward_id = None
    return permissions(viewer, ObservanceRoles(observance.registered_at is not None, steward_id))


def editions_of(session: Session, observance_ids: Sequence[int]) -> dict[int, list[Edition]]:
    """Return all editions, retired ones included, in order of their periods; every id asked for has a list."""
    found: dict[int, list[Edition]] = {ident: [] for ident in observance_ids}
    for ids in _in_parts(observance_ids):
        query = select(Edition).where(Edition.observance_id.in_(ids)).options(joinedload(Edition.observance))
        for edition in session.scalars(query.order_by(Edition.observance_id, Edition.period)):
            found[edition.observance_id].append(edition)
    return found


def editions_by_id(session: Session, edition_ids: Collection[int]) -> dict[int, Edition]:
    """Return editions by id; unknown ids are left out."""
    return {row.id: row for row in session.scalars(select(Edition).where(Edition.id.in_(edition_ids)))}


def planned_editions(session: Session, observance_id: int) -> Sequence[Edition]:
    """Return the editions of one observance that are in its plan, in order of their periods."""
    query = select(Edition).where(Edition.observance_id == observance_id, Edition.retired_at.is_(None))
    return session.scalars(query.order_by(Edition.period)).all()


def editions_in_year(session: Session, year: int, topic: str = "") -> Sequence[Edition]:
    """Return planned editions of registered observances that begin in a year or, without a date, are due in it."""
    begins = func.coalesce(Edition.override_starts_on, Edition.rule_starts_on)
    in_year = or_(
        begins.between(date(year, 1, 1), date(year, 12, 31)),
        and_(begins.is_(None), Edition.period.startswith(str(year))),
    )
    query = select(Edition).join(Edition.observance).options(contains_eager(Edition.observance))
    query = query.where(Observance.registered_at.is_not(None), Edition.retired_at.is_(None), in_year, *_about(topic))
    return session.scalars(query.order_by(begins, Observance.name, Observance.id)).all()


def editions_on(session: Session, day: date, *, but: int) -> Sequence[Edition]:
    """Return planned editions of other registered observances that begin on a day, by name."""
    begins = func.coalesce(Edition.override_starts_on, Edition.rule_starts_on)
    query = select(Edition).join(Edition.observance).options(contains_eager(Edition.observance))
    query = query.where(Observance.registered_at.is_not(None), Edition.retired_at.is_(None), begins == day)
    return session.scalars(query.where(Observance.id != but).order_by(Observance.name, Observance.id)).all()


def registered_observances(session: Session, topic: str = "", country: str = "") -> Sequence[Observance]:
    """Return what the coalition works with, by name: all of it, or what is about a topic or of a country."""
    query = select(Observance).where(Observance.registered_at.is_not(None), *_about(topic))
    if country:
        query = query.where(Observance.country == country)
    return session.scalars(query.order_by(Observance.name, Observance.id)).all()


def registered_ids(session: Session) -> Sequence[int]:
    """Return the ids of the observances that the coalition works with, ascending."""
    query = select(Observance.id).where(Observance.registered_at.is_not(None))
    return session.scalars(query.order_by(Observance.id)).all()


def has_registered() -> ColumnElement[bool]:
    """Return SQL that is true if the coalition works with any observance."""
    return exists().where(Observance.registered_at.is_not(None))


def registered_names(session: Session) -> Sequence[str]:
    """Return the names of what the coalition works with, one a row."""
    return session.scalars(select(Observance.name).where(Observance.registered_at.is_not(None))).all()


def registered_namesakes(session: Session, names: Collection[str], but: Collection[int]) -> list[Observance]:
    """Return registered observances other than those named by id that bear one of the names, whatever the case."""
    wanted = {name.casefold() for name in names}
    rows = session.execute(select(Observance.id, Observance.name).where(Observance.registered_at.is_not(None)))
    ids = [row.id for row in rows if row.name.casefold() in wanted and row.id not in but]
    return list(session.scalars(select(Observance).where(Observance.id.in_(ids)).order_by(Observance.id)))


def namesakes(session: Session, viewer: Viewer, observance: Observance) -> Sequence[Observance]:
    """Return other observances of the same name that the viewer may know of."""
    named = select(Observance.id, Observance.name).where(Observance.id != observance.id)
    name = observance.name.casefold()
    ids = [row.id for row in session.execute(named) if row.name.casefold() == name]
    query = select(Observance).where(Observance.id.in_(ids))
    if not viewer.is_member:
        query = query.where(Observance.registered_at.is_not(None))
    return session.scalars(query.order_by(Observance.slug)).all()


def unregistered_with(session: Session, topics: Collection[str]) -> Sequence[Observance]:
    """Return observances about one of the topics that are not registered, by name; for services."""
    about = or_(false(), *(_has_topic(topic) for topic in sorted(topics)))
    query = select(Observance).where(Observance.registered_at.is_(None), about)
    return session.scalars(query.order_by(Observance.name, Observance.id)).all()


def catalogue_page(session: Session, wanted: CatalogueFilter, page: int) -> Page[Observance]:
    """Return one page of all observances, registered or not, by name."""
    query = _filtered(wanted)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = query.order_by(Observance.name, Observance.slug).offset(first_row(page, PER_PAGE)).limit(PER_PAGE)
    return Page(session.scalars(rows).all(), page, PER_PAGE, total)


def topics_of_registered(session: Session) -> list[str]:
    """Return the topics of what the coalition works with, in order."""
    lists = session.scalars(select(Observance.topics).where(Observance.registered_at.is_not(None)))
    return sorted({topic for topics in lists for topic in topics})


def unregistered_count(session: Session, topic: str) -> int:
    """Return how many observances about a topic are not registered."""
    query = select(func.count(Observance.id)).where(Observance.registered_at.is_(None), _has_topic(topic))
    return session.scalar(query) or 0


def countries_in_use(session: Session) -> list[str]:
    """Return the country codes of all national observances, in order."""
    query = select(Observance.country).where(Observance.country != "").distinct()
    return list(session.scalars(query.order_by(Observance.country)))


def observances_by_slug(session: Session, wanted: Sequence[str]) -> dict[str, Observance]:
    """Return the observances that have one of the slugs, by slug."""
    found: dict[str, Observance] = {}
    for part in _in_parts(wanted):
        found |= {row.slug: row for row in session.scalars(select(Observance).where(Observance.slug.in_(part)))}
    return found


def slugs(session: Session) -> frozenset[str]:
    """Return all slugs that are taken."""
    return frozenset(session.scalars(select(Observance.slug)))


def waiting_for_a_date(session: Session, *, steward_id: int | None = None) -> Sequence[Edition]:
    """Return planned editions of registered observances without a date; with a steward, only those of that person."""
    begins = func.coalesce(Edition.override_starts_on, Edition.rule_starts_on)
    query = select(Edition).join(Edition.observance).options(contains_eager(Edition.observance))
    query = query.where(Observance.registered_at.is_not(None), Edition.retired_at.is_(None), begins.is_(None))
    if steward_id is not None:
        query = query.where(Observance.steward_id == steward_id)
    return session.scalars(query.order_by(Edition.id)).all()


def listed_sources(session: Session, kind: str, source_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Return id and part of the published entries of a writer's rows."""
    found: list[tuple[int, str]] = []
    for ids in _in_parts(source_ids):
        query = select(Entry.source_id, Entry.part).where(Entry.source_kind == kind, Entry.source_id.in_(ids))
        found += [(row.source_id, row.part) for row in session.execute(query.where(Entry.removed_at.is_(None)))]
    return found


def entry_ids(session: Session, kind: str, source_ids: Sequence[int]) -> dict[int, int]:
    """Return the ids of the main entries of a writer's rows, by row."""
    found: dict[int, int] = {}
    for ids in _in_parts(source_ids):
        query = select(Entry.source_id, Entry.id).where(Entry.source_kind == kind, Entry.source_id.in_(ids))
        found |= {row.source_id: row.id for row in session.execute(query.where(Entry.part == ""))}
    return found


def upload_of(session: Session, upload_id: int) -> CatalogueUpload | None:
    """Return a catalogue file that was uploaded."""
    return session.get(CatalogueUpload, upload_id)


def _filtered(wanted: CatalogueFilter) -> Select[Observance]:
    query = select(Observance).where(holds_words(Observance.search_text, asked_words(wanted.text)))
    if wanted.scope:
        query = query.where(Observance.scope == wanted.scope)
    if wanted.country:
        query = query.where(Observance.country == wanted.country)
    return query.where(*_about(wanted.topic))


def _about(topic: str) -> list[ColumnElement[bool]]:
    return [_has_topic(topic)] if topic else []


def _has_topic(topic: str) -> ColumnElement[bool]:
    # A JSON list of plain words: the quotation marks keep "labour" from being found inside another topic.
    return cast(Observance.topics, String).contains(f'"{topic}"', autoescape=True)


def _in_parts(items: Sequence[int] | Sequence[str]) -> Iterable[Sequence[int] | Sequence[str]]:
    return (items[start : start + _IDS_AT_ONCE] for start in range(0, len(items), _IDS_AT_ONCE))
