"""Who sees an item, from when, and what may be done about its embargo."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.reading import open_organisations
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.embargo_rights import embargo_rights
from scheduler.agenda.domain.visibility import (
    Audience,
    GuardRules,
    Viewer,
    Visibility,
    in_embargo_group,
    visibility_for,
)
from scheduler.agenda.models import Guard
from scheduler.agenda.queries.guards import AccessLine, access_lines
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import concealed, guard_rules
from scheduler.content.domain.sharing import ShareScope
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.models import Item, ItemOpening
from scheduler.content.permissions import roles
from scheduler.content.queries.feedback import openings_of
from scheduler.content.queries.items import Seen

PUBLIC, EMBARGO_GROUP = "public", "embargo-group"


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """Who opened the text under embargo, first and last, and how often."""

    person: str
    first_at: datetime
    last_at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class SeenBy:
    """Who may see an item, by name; `whom` is what the address of "view as" takes.

    `shared_with` is what was chosen for an audience of organisations, None where that is not on record.
    """

    audience: Audience
    shared_with: ShareScope | None
    organisations: tuple[tuple[str, str], ...]
    people: tuple[str, ...]
    embargo_group_organisations: tuple[tuple[str, str], ...]
    embargo_group_people: tuple[str, ...]
    public_once_published: bool


@dataclass(frozen=True, slots=True)
class EmbargoPanel:
    """An item's embargo as a person sees it, and what they may do about it.

    `is_outside` says that they are not in its embargo group; `accesses` are only for who is, `openings` for who could
    read the text then.
    """

    guard: Guard
    is_concealed: bool
    is_late: bool
    is_outside: bool
    may_set: bool
    may_remove: bool
    may_hold: bool
    may_release: bool
    may_lift: bool
    may_use_emergency_access: bool
    openings: tuple[OpeningLine, ...]
    accesses: tuple[AccessLine, ...]


def embargo_panel(session: Session, actor_roles: ActorRoles, item: Item, now: datetime) -> EmbargoPanel:
    """Return what a person who may know of an item may do about its embargo."""
    openings = openings_of(session, viewer_of(actor_roles), item)
    return panel_of(session, actor_roles, item, guard_rules(item.guard), openings, now=now)


def panel_of(
    session: Session,
    actor_roles: ActorRoles,
    item: Item,
    rules: GuardRules,
    opened: Sequence[ItemOpening],
    *,
    now: datetime,
) -> EmbargoPanel:
    """Return the panel of an item, of which is known what its guard says and who opened its text."""
    guard, viewer = item.guard, viewer_of(actor_roles)
    hidden, inside = concealed(guard), in_embargo_group(viewer, rules)
    reads = visibility_for(viewer, rules, now) is Visibility.FULL
    has_role = reads and bool(roles(actor_roles, item).roles) and item.state in UNPUBLISHED
    rights = embargo_rights(viewer, rules, now, is_lead=actor_roles.is_lead_of(item.organisation_id))
    return EmbargoPanel(
        guard=guard,
        is_concealed=hidden,
        is_late=is_lifting(guard, now),
        is_outside=not inside,
        may_set=has_role and guard.revealed_at is None,
        may_remove=has_role and rights.lift and not guard.held,
        may_hold=rights.hold,
        may_release=rights.release,
        may_lift=rights.lift,
        may_use_emergency_access=rights.emergency_access,
        openings=_openings(session, opened),
        accesses=access_lines(session, guard) if inside else (),
    )


def is_lifting(guard: Guard, now: datetime) -> bool:
    """Say whether an embargo is over by the clock and the worker has not lifted it yet."""
    return concealed(guard) and not guard.held and guard.embargo_at is not None and guard.embargo_at <= now


def seen_by(session: Session, seen: Seen) -> SeenBy:
    """Return who may see an item, by name, for somebody who may read its text."""
    item, guard = seen.item, seen.rules
    people = names_with_organisations(session, guard.audience_people | guard.embargo_group_people)
    named = guard.audience is Audience.ORGANISATIONS
    return SeenBy(
        audience=guard.audience,
        shared_with=ShareScope(item.shared_with) if named and item.shared_with else None,
        organisations=_organisations(session, guard.audience_organisations),
        people=_names(people, guard.audience_people),
        embargo_group_organisations=_organisations(session, guard.embargo_group_organisations),
        embargo_group_people=_names(people, guard.embargo_group_people),
        public_once_published=item.public_when_published,
    )


def viewer_like(guard: GuardRules, whom: str) -> Viewer:
    """Return a viewer to see an item as: `public`, `embargo-group`, or an organisation's id for its staff."""
    if whom == PUBLIC:
        return Viewer.anonymous()
    if whom == EMBARGO_GROUP:
        person = min(guard.embargo_group_people, default=None)
        own = guard.embargo_group_organisations
        return Viewer(person, is_member=True, organisations=own, editor_of=own)
    return Viewer.staff_of(int(whom))


def _openings(session: Session, rows: Sequence[ItemOpening]) -> tuple[OpeningLine, ...]:
    people = names_with_organisations(session, {row.person_id for row in rows})
    return tuple(OpeningLine(people.get(row.person_id, ""), row.first_at, row.last_at, row.times) for row in rows)


def _organisations(session: Session, organisation_ids: Collection[int]) -> tuple[tuple[str, str], ...]:
    """Return id and name of those that are open; in a closed one there is nobody who could see anything."""
    return tuple((str(row.id), row.name) for row in open_organisations(session) if row.id in organisation_ids)


def _names(people: dict[int, str], person_ids: Collection[int]) -> tuple[str, ...]:
    return tuple(sorted((people[person] for person in person_ids if person in people), key=str.casefold))
