"""What the list and the pages of facts show, put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import everyone
from scheduler.accounts.services.naming import name_with_organisations, names_with_organisations
from scheduler.facts.domain.validity import is_expired
from scheduler.facts.labels import source_label
from scheduler.facts.models import Fact, FactVersion
from scheduler.facts.reading import fact_of, versions_page
from scheduler.web.pagination import Page


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact as a list shows it; an expired one has passed its last day, which a retired one need not be told of."""

    fact: Fact
    source: str
    is_expired: bool


@dataclass(frozen=True, slots=True)
class FactPage:
    """A fact with who keeps it, and what it has said, newest first; `people` are names by id."""

    line: FactLine
    owner: str
    retired_by: str
    versions: Page[FactVersion]
    people: Mapping[int, str]


def fact_line(fact: Fact, today: date) -> FactLine:
    """Return what a list shows of a fact on a day of its reader."""
    expired = fact.retired_at is None and is_expired(fact.true_until, today)
    return FactLine(fact, source_label(fact.source_name, fact.source_date), expired)


def page_of_fact(session: Session, fact_id: int, today: date, versions: int) -> FactPage | None:
    """Return what the page of a fact shows on a day of its reader; `versions` is the page of its versions."""
    fact = fact_of(session, fact_id)
    if fact is None:
        return None
    page = versions_page(session, fact_id, versions)
    named = {fact.owner_id, fact.retired_by_id, *(row.person_id for row in page.items)} - {None}
    people = names_with_organisations(session, {ident for ident in named if ident is not None})
    retired_by = people.get(fact.retired_by_id, "") if fact.retired_by_id else ""
    return FactPage(fact_line(fact, today), people.get(fact.owner_id, ""), retired_by, page, people)


def owner_choices(session: Session, saved: int | None = None) -> Sequence[tuple[int, str]]:
    """Return who may be the owner of a fact, by name: members, coordinators, and whoever is the owner already."""
    members = list(everyone(session))
    names = names_with_organisations(session, members)
    choices = [(ident, names[ident]) for ident in members]
    if saved is None or saved in names:
        return choices
    return [*choices, (saved, name_with_organisations(session, saved))]
