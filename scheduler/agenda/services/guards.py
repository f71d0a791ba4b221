"""Guards: who may know of a thing, and until when its text is kept back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import (
    UNDER_WAY,
    Audience,
    GuardRules,
    Viewer,
    Visibility,
    is_wider,
    visibility_for,
)
from scheduler.agenda.models import Guard, GuardOrganisation, GuardPeriod, GuardPerson, GuardRole, PeriodReader
from scheduler.agenda.services.vevents import show_anew
from scheduler.agenda.visibility_sql import concealed, guard_rules
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.audit.subjects import SubjectKind
from scheduler.dates.timezones import derived_again, derived_unless_past
from scheduler.db import once, touch
from scheduler.rows import lock_row


@dataclass(frozen=True, slots=True)
class Embargo:
    """The moment of the lift: wall time as typed (naive), IANA zone, and the aware UTC instant derived from both."""

    local: datetime
    zone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GuardDraft:
    """What a guard should say; `placeholder_title` stands in for the title until the lift."""

    audience: Audience
    organisations: Collection[int] = ()
    people: Collection[int] = ()
    embargo: Embargo | None = None
    embargo_group_organisations: Collection[int] = ()
    embargo_group_people: Collection[int] = ()
    placeholder_title: str = ""


class LiftedError(ValueError):
    """The text is out: an embargo can be neither set, moved nor held any more."""


def create_guard(session: Session, draft: GuardDraft) -> Guard:
    """Add a guard; whoever is in the embargo group is put into a named audience as well."""
    guard = Guard(audience=draft.audience)
    _fill(guard, draft)
    session.add(guard)
    touch(session, guard)
    session.flush()
    return guard


def change_guard(session: Session, guard: Guard, draft: GuardDraft, *, actor_id: int | None, now: datetime) -> None:
    """Make a guard say something else; entries behind it must be published again by their writer.

    Raises:
        LiftedError: the draft sets or moves an embargo whose text is already out.
    """
    lock_row(session, Guard, guard.id)
    before, known = (guard.audience, guard.embargo_at), guard_rules(guard)
    was_concealed = concealed(guard)
    embargo_at = draft.embargo.at if draft.embargo else None
    if guard.revealed_at is not None and embargo_at != guard.embargo_at:
        raise LiftedError
    _fill(guard, draft)
    if was_concealed and not concealed(guard):
        end_periods(session, {guard.id: known}, now)
    elif concealed(guard) and not was_concealed:
        session.add(GuardPeriod(guard_id=guard.id, since=now))
    touch(session, guard)
    session.flush()
    if is_wider(Audience(guard.audience), Audience(before[0])):
        show_anew(session, guard.id, now)
    _record_change(session, guard, before, actor_id=actor_id, now=now)


def end_periods(session: Session, known: Mapping[int, GuardRules], now: datetime) -> None:
    """Keep who could read the text until now, as it comes out: what was said meanwhile stays with them.

    Args:
        session: a session that may write.
        known: what guards, which the caller has locked, said until now, by id.
        now: aware UTC; whatever is on its way then counts as said before, for `UNDER_WAY`.
    """
    query = select(GuardPeriod).where(GuardPeriod.guard_id.in_(known), GuardPeriod.until.is_(None))
    # The first of each comes last, so that it wins.
    running = {period.guard_id: period for period in session.scalars(query.order_by(GuardPeriod.id.desc()))}
    for guard_id, rules in known.items():
        period = running.get(guard_id) or GuardPeriod(guard_id=guard_id)
        period.until = now + UNDER_WAY
        organisations = (PeriodReader(organisation_id=i) for i in sorted(rules.embargo_group_organisations))
        period.readers = [*organisations, *(PeriodReader(person_id=i) for i in sorted(rules.embargo_group_people))]
        session.add(period)


def periods_of(session: Session, guard_id: int) -> Sequence[GuardPeriod]:
    """Return the times in which a guard kept text back, oldest first."""
    return session.scalars(select(GuardPeriod).where(GuardPeriod.guard_id == guard_id).order_by(GuardPeriod.id)).all()


def leave(session: Session, guard: Guard, person_id: int) -> None:
    """Take a person who has left out of the audience, the embargo group, and those who could read before a lift."""
    guard.people = [row for row in guard.people if row.person_id != person_id]
    for period in periods_of(session, guard.id):
        period.readers = [row for row in period.readers if row.person_id != person_id]
    touch(session, guard)


def says(guard: Guard, draft: GuardDraft) -> bool:
    """Say whether a guard reads like a draft already."""
    embargo = (draft.embargo.at, draft.embargo.zone) if draft.embargo else (None, None)
    current = (guard.audience, guard.placeholder_title, (guard.embargo_at, guard.embargo_zone))
    organisations = {(row.organisation_id, GuardRole(row.role)) for row in guard.organisations}
    people = {(row.person_id, GuardRole(row.role)) for row in guard.people}
    return current == (draft.audience, draft.placeholder_title, embargo) and (organisations, people) == _named(draft)


def _record_change(
    session: Session, guard: Guard, before: tuple[Audience, datetime | None], *, actor_id: int | None, now: datetime
) -> None:
    """Record that a guard says something else, with the audience and the end of the embargo before it."""
    details: dict[str, Detail] = {"audience": str(guard.audience), "audience_before": str(before[0])}
    details |= {"embargo_at": _iso(guard.embargo_at), "embargo_at_before": _iso(before[1])}
    record(session, AuditAct.GUARD_CHANGED, (SubjectKind.GUARD, guard.id), actor_id=actor_id, now=now, details=details)


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _fill(guard: Guard, draft: GuardDraft) -> None:
    guard.audience = draft.audience
    guard.placeholder_title = draft.placeholder_title
    guard.embargo_local = draft.embargo.local if draft.embargo else None
    guard.embargo_zone = draft.embargo.zone if draft.embargo else None
    guard.embargo_at = draft.embargo.at if draft.embargo else None
    organisations, people = _named(draft)
    _sync_organisations(guard, organisations)
    _sync_people(guard, people)


def _named(draft: GuardDraft) -> tuple[set[tuple[int, GuardRole]], set[tuple[int, GuardRole]]]:
    """Return the organisations and people that a draft names, each with why."""
    organisations = {(i, GuardRole.EMBARGO_GROUP) for i in draft.embargo_group_organisations}
    people = {(i, GuardRole.EMBARGO_GROUP) for i in draft.embargo_group_people}
    if draft.audience is Audience.ORGANISATIONS:
        organisations |= {(i, GuardRole.AUDIENCE) for i in {*draft.organisations, *draft.embargo_group_organisations}}
    if draft.audience in {Audience.ORGANISATIONS, Audience.PEOPLE}:
        people |= {(i, GuardRole.AUDIENCE) for i in {*draft.people, *draft.embargo_group_people}}
    return organisations, people


def _sync_organisations(guard: Guard, wanted: set[tuple[int, GuardRole]]) -> None:
    kept = [row for row in guard.organisations if (row.organisation_id, GuardRole(row.role)) in wanted]
    known = {(row.organisation_id, GuardRole(row.role)) for row in kept}
    new = [GuardOrganisation(organisation_id=i, role=role) for i, role in sorted(wanted - known)]
    guard.organisations = [*kept, *new]


def _sync_people(guard: Guard, wanted: set[tuple[int, GuardRole]]) -> None:
    kept = [row for row in guard.people if (row.person_id, GuardRole(row.role)) in wanted]
    known = {(row.person_id, GuardRole(row.role)) for row in kept}
    guard.people = [*kept, *(GuardPerson(person_id=i, role=role) for i, role in sorted(wanted - known))]


def public_guard(session: Session) -> Guard:
    """Return the guard that editions and other public things share."""
    return _shared(session, Audience.PUBLIC)


def coalition_guard(session: Session) -> Guard:
    """Return the guard of things that every member may know and that nothing conceals."""
    return _shared(session, Audience.COALITION)


def shared_guard_ids(session: Session) -> dict[Audience, int]:
    """Return the ids of the guards that `public_guard` and `coalition_guard` return, by audience."""
    known = select(Guard.shared, Guard.id).where(Guard.shared.is_not(None))
    found = {Audience(shared): ident for shared, ident in session.execute(known) if shared is not None}
    return {one: found.get(one) or _shared(session, one).id for one in (Audience.PUBLIC, Audience.COALITION)}


def _shared(session: Session, audience: Audience) -> Guard:
    def make() -> Guard:
        guard = create_guard(session, GuardDraft(audience))
        guard.shared = audience
        session.flush()
        return guard

    return once(session, lambda: session.scalar(select(Guard).where(Guard.shared == audience)), make)


def visibility_of(session: Session, viewer: Viewer, guard_id: int, now: datetime) -> Visibility:
    """Say how much of the thing behind a guard the viewer may know on a page; an unknown guard hides."""
    guard = session.get(Guard, guard_id)
    return visibility_for(viewer, guard_rules(guard), now) if guard else Visibility.HIDDEN


def hold(session: Session, guard: Guard, *, actor_id: int | None, now: datetime) -> None:
    """Keep the text back whatever the clock says.

    Raises:
        LiftedError: the text is out already.
    """
    lock_row(session, Guard, guard.id)
    if guard.revealed_at is not None:
        raise LiftedError
    guard.held = True
    touch(session, guard)
    record(session, AuditAct.GUARD_HELD, (SubjectKind.GUARD, guard.id), actor_id=actor_id, now=now)


def release(session: Session, guard: Guard, *, actor_id: int, now: datetime) -> None:
    """End a hold; an embargo that has passed meanwhile is lifted by the next run of the lift job.

    A hold on a thing that never had an embargo leaves nothing for the job to lift, so its text is out again.
    """
    lock_row(session, Guard, guard.id)
    guard.held = False
    touch(session, guard)
    record(session, AuditAct.GUARD_RELEASED, (SubjectKind.GUARD, guard.id), actor_id=actor_id, now=now)


def take_emergency_access(session: Session, guard: Guard, *, person_id: int, now: datetime) -> None:
    """Let a coordinator into the embargo group; the caller tells it in the same transaction. Twice is once."""
    lock_row(session, Guard, guard.id)
    if person_id in guard_rules(guard).embargo_group_people:
        return
    guard.people = [*guard.people, GuardPerson(person_id=person_id, role=GuardRole.EMBARGO_GROUP)]
    touch(session, guard)
    record(session, AuditAct.GUARD_GLASS_BROKEN, (SubjectKind.GUARD, guard.id), actor_id=person_id, now=now)


def lift_candidates(session: Session, now: datetime, *, limit: int = 200) -> Sequence[int]:
    """Return ids of guards whose stored embargo has passed and that are not held, earliest first."""
    return session.scalars(select(Guard.id).where(_is_due(now)).order_by(Guard.embargo_at, Guard.id).limit(limit)).all()


def next_lift(session: Session, since: datetime) -> datetime | None:
    """Return the first moment after `since` at which a stored embargo ends that is not held; None if there is none."""
    return session.scalar(_next_lift(since))


def next_lift_among(session: Session, guards: Select[int], since: datetime) -> datetime | None:
    """Return the same of these guards alone, for somebody who must not learn of others."""
    return session.scalar(_next_lift(since).where(Guard.id.in_(guards)))


def _next_lift(since: datetime) -> Select[datetime | None]:
    to_come = and_(Guard.embargo_at > since, Guard.revealed_at.is_(None), Guard.held.is_(False))
    return select(Guard.embargo_at).where(to_come).order_by(Guard.embargo_at).limit(1)


def late_lifts(session: Session, now: datetime) -> tuple[int, datetime | None]:
    """Return how many embargoes are over by what is stored, not held and not lifted yet, and when the first ended."""
    late, first = session.execute(select(func.count(), func.min(Guard.embargo_at)).where(_is_due(now))).one()
    return late, first


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(Guard.embargo_at <= now, Guard.revealed_at.is_(None), Guard.held.is_(False))


def lifts_at(guard: Guard) -> datetime | None:
    """Return the moment before which an embargo may not lift: the stored one, or a later one by the present rules."""
    at, local, zone = guard.embargo_at, guard.embargo_local, guard.embargo_zone
    return at if at is None or local is None or zone is None else max(at, derived_again(local, zone, at))


def embargo_is_outdated(guard: Guard, now: datetime) -> bool:
    """Say whether the present rules of its zone would lift an embargo at another moment, of which one is to come."""
    return _embargo_by_rules(guard, now) != guard.embargo_at


def derive_embargo_again(session: Session, guard: Guard, now: datetime) -> dict[str, int] | None:
    """Derive the end of an embargo again that has not lifted, if it is to come by the old rules or the present ones.

    Returns:
        The old and the new moment as seconds since 1970, for a notice; None when it stays.
    """
    lock_row(session, Guard, guard.id)
    before, after = guard.embargo_at, _embargo_by_rules(guard, now)
    if before is None or after is None or before == after:
        return None
    guard.embargo_at = after
    touch(session, guard)
    session.flush()
    # No person did it: what follows new rules is done by the scheduler itself.
    _record_change(session, guard, (guard.audience, before), actor_id=None, now=now)
    return {"was_at": int(before.timestamp()), "is_at": int(after.timestamp())}


def _embargo_by_rules(guard: Guard, now: datetime) -> datetime | None:
    if guard.revealed_at is not None:
        return guard.embargo_at
    return derived_unless_past(guard.embargo_local, guard.embargo_zone, guard.embargo_at, now)
