"""Reads what organisations keep ready for press releases; it is meant for the public, so every member may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, String, case, func, literal, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.content.domain.press_texts import PressPart, PressVersion
from scheduler.content.press_models import OrganisationPressText
from scheduler.web.pagination import Page, first_row

VERSIONS_PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class PressDetails:
    """What an organisation keeps in one language now: text by part, ids of their rows, how many saves there were."""

    texts: Mapping[PressPart, str]
    row_ids: frozenset[int]
    revision: int


def press_details(session: Session, organisation_id: int, language: str) -> PressDetails:
    """Return what holds now; every part is there, with an empty text where nothing is kept."""
    saves = select(func.max(OrganisationPressText.id), func.count()).where(*_of(organisation_id, language))
    counted = session.execute(saves.group_by(OrganisationPressText.part)).all()
    ids = frozenset(row[0] for row in counted)
    rows = session.scalars(select(OrganisationPressText).where(OrganisationPressText.id.in_(ids))) if ids else ()
    texts = {PressPart(row.part): row.text for row in rows}
    return PressDetails({part: texts.get(part, "") for part in PressPart}, ids, sum(row[1] for row in counted))


def press_texts_at(session: Session, organisation_id: int, language: str, revision: int) -> Mapping[PressPart, str]:
    """Return what held after so many saves."""
    query = select(OrganisationPressText).where(*_of(organisation_id, language)).order_by(OrganisationPressText.id)
    texts = {PressPart(row.part): row.text for row in session.scalars(query.limit(revision))}
    return {part: texts.get(part, "") for part in PressPart}


def press_languages(session: Session, organisation_id: int) -> Sequence[str]:
    """Return the languages in which an organisation has ever kept anything; the one for any, `""`, comes first."""
    language = OrganisationPressText.language
    query = select(language).where(OrganisationPressText.organisation_id == organisation_id).distinct()
    return session.scalars(query.order_by(language)).all()


def press_saves(session: Session, organisation_id: int, language: str, page: int) -> Page[OrganisationPressText]:
    """Return one page of an organisation's versions in a language, newest first."""
    query = select(OrganisationPressText).where(*_of(organisation_id, language))
    rows = session.scalars(
        query.order_by(OrganisationPressText.id.desc())
        .offset(first_row(page, VERSIONS_PER_PAGE))
        .limit(VERSIONS_PER_PAGE)
    ).all()
    total = session.scalar(query.with_only_columns(func.count())) or 0
    return Page(rows, page, VERSIONS_PER_PAGE, total)


@dataclass(frozen=True, slots=True)
class PressVersions:
    """Versions of several organisations, by whom they are of, and what these are called."""

    rows: Sequence[PressVersion] = ()
    names: Mapping[int, str] = field(default_factory=dict)


def press_versions(
    session: Session, organisation_ids: Sequence[int], standing_in: Mapping[PressPart, str]
) -> PressVersions:
    """Return the newest versions of these organisations, and of older ones those that stand in the text of their part.

    Closed organisations are left out: nobody speaks for them any more.
    """
    row = OrganisationPressText
    newest = select(func.max(row.id)).group_by(row.organisation_id, row.part, row.language)
    newest = newest.where(row.organisation_id.in_(organisation_ids))
    query = select(row, Organisation.name).join(Organisation, Organisation.id == row.organisation_id)
    query = query.where(row.organisation_id.in_(organisation_ids), Organisation.closed_at.is_(None))
    found = session.execute(query.where(or_(row.id.in_(newest), _stands(standing_in))).order_by(row.id)).all()
    last = {_key(one): one.id for one, _name in found}
    rows = tuple(
        PressVersion(one.organisation_id, PressPart(one.part), one.language, one.text, last[_key(one)] == one.id)
        for one, _name in found
    )
    return PressVersions(rows, {one.organisation_id: name for one, name in found})


def _of(organisation_id: int, language: str) -> tuple[ColumnElement[bool], ...]:
    return (OrganisationPressText.organisation_id == organisation_id, OrganisationPressText.language == language)


def _stands(standing_in: Mapping[PressPart, str]) -> ColumnElement[bool]:
    """Say in SQL whether a version stands in the text: taking it out changes that, on both databases."""
    cases = {part.value: literal(text, String) for part, text in standing_in.items()}
    text = case(cases, value=OrganisationPressText.part, else_=literal("", String))
    return func.replace(text, OrganisationPressText.text, "") != text


def _key(row: OrganisationPressText) -> tuple[int, str, str]:
    return (row.organisation_id, row.part, row.language)
