"""The rules of every embargo, whatever it keeps back: setting, moving, holding, lifting it, and emergency access.

Whoever calls publishes what stands behind the guard again, and notifies its embargo group, in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.services.actor_roles import actor_roles, editors_by_organisation
from scheduler.agenda.domain.embargo_rights import EmbargoRights, embargo_rights
from scheduler.agenda.domain.placeholder_titles import RealTitle, holds_title, revealed_words
from scheduler.agenda.domain.visibility import GuardRules
from scheduler.agenda.models import EmergencyAccess, Guard
from scheduler.agenda.services import guards, lift
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import Embargo, GuardDraft, LiftedError, change_guard
from scheduler.agenda.services.lift import Republish
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import concealed, guard_rules
from scheduler.dates.timezones import in_zone
from scheduler.rows import Sent, lock_row, once_by_form


class PastLiftError(ValueError):
    """The moment of the lift has passed already: that would let the text out at once."""


class HeldError(ValueError):
    """The text is on hold: whoever may has to release it first."""


class NotKeptBackError(ValueError):
    """Nothing is kept back, so there is nothing to hold, release, lift or open."""


class LockedOutError(ValueError):
    """Whoever sets the embargo, or says who has access, would not see the thing any more."""


class MayNotKeepError(PermissionError):
    """Only coordinators and leads of the owning organisation hold an embargo and end a hold."""


class MayNotLiftError(PermissionError):
    """Only coordinators and leads of the owning organisation who are in the embargo group let the text out."""


class RevealingTitleError(ValueError):
    """The placeholder gives the title away: `revealed` are in both; `is_whole` when it holds all of it."""

    def __init__(self, revealed: tuple[str, ...], *, is_whole: bool) -> None:
        super().__init__("the placeholder tells the title")
        self.revealed = revealed
        self.is_whole = is_whole


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What outsiders see in place of a title; `is_accepted` says that somebody has looked at what it tells of that."""

    text: str
    is_accepted: bool = False


def embargo_group_of(session: Session, guard: GuardRules) -> frozenset[int]:
    """Return the people in an embargo group: those named, and the leads and editors of the organisations named."""
    editors = editors_by_organisation(session, guard.embargo_group_organisations).values()
    return guard.embargo_group_people.union(*editors)


def rights_of(guard: Guard, who: ActorRoles, organisation_id: int, now: datetime) -> EmbargoRights:
    """Return what a person may do about the embargo of something that an organisation owns."""
    return embargo_rights(viewer_of(who), guard_rules(guard), now, is_lead=who.is_lead_of(organisation_id))


def check_embargo(embargo: Embargo, placeholder: Placeholder, real: RealTitle, now: datetime) -> None:
    """Refuse an embargo that would keep nothing back.

    Raises:
        PastLiftError: its moment is over.
        RevealingTitleError: its placeholder gives the title away.
    """
    if embargo.at <= now:
        raise PastLiftError
    check_placeholder(placeholder, real)


def check_placeholder(placeholder: Placeholder, real: RealTitle, before: RealTitle | None = None) -> None:
    """Refuse a placeholder that gives the title away; an empty one says nothing.

    Args:
        placeholder: what outsiders see.
        real: what it stands in for.
        before: the title that it stood in for, when it is the title that changes: what it told of that was accepted.

    Raises:
        RevealingTitleError: it holds the whole title, or words of it that nobody has accepted.
    """
    revealed = revealed_words(placeholder.text, real, before)
    if holds_title(placeholder.text, real.text):
        raise RevealingTitleError(revealed, is_whole=True)
    if revealed and not placeholder.is_accepted:
        raise RevealingTitleError(revealed, is_whole=False)


def change_embargo(
    session: Session,
    guard: Guard,
    draft: GuardDraft,
    real: RealTitle,
    *,
    organisation_id: int,
    context: ChangeContext,
    is_accepted: bool = False,
) -> None:
    """Make a guard say something else, its embargo perhaps: set it, move its end, remove it.

    Args:
        session: a session that may write.
        guard: of the thing.
        draft: what it is to say.
        real: the title that the draft's placeholder stands in for.
        organisation_id: owns the thing.
        context: who does it, and when.
        is_accepted: somebody has looked at what the placeholder tells of the title.

    Raises:
        LiftedError: the draft sets, moves or removes an embargo whose text is out.
        HeldError: it removes one that is held.
        PastLiftError: it moves the end to a moment that is over.
        MayNotLiftError: it ends earlier, or is removed, by somebody who may not lift it.
        RevealingTitleError: the placeholder gives the title away.
    """
    lock_row(session, Guard, guard.id)
    wanted = draft.embargo
    moves = (wanted.at if wanted else None) != guard.embargo_at
    if moves and guard.revealed_at is not None:
        raise LiftedError
    if moves and concealed(guard):
        _check_move(session, guard, wanted, organisation_id, context)
    if moves and wanted is not None and wanted.at <= context.now:
        raise PastLiftError
    if wanted is not None and guard.revealed_at is None:
        check_placeholder(Placeholder(draft.placeholder_title, is_accepted), real)
    change_guard(session, guard, draft, actor_id=context.actor_id, now=context.now)


def check_hand_over(session: Session, guard: Guard, organisation_id: int, context: ChangeContext) -> None:
    """Refuse to give what is under embargo to another organisation, whose leads could then lift it.

    Args:
        session: a session that may write.
        guard: of the thing; locked.
        organisation_id: owns the thing until now.
        context: who does it, and when.

    Raises:
        MayNotLiftError: whoever does it may not lift it.
    """
    if concealed(guard) and guard.embargo_at is not None:
        _require_lift(session, guard, organisation_id, context)


def place_on_hold(session: Session, guard: Guard, who: ActorRoles, organisation_id: int, now: datetime) -> bool:
    """Keep the text back whatever the clock says; False when it is on hold already.

    Raises:
        NotKeptBackError: there is no embargo, or it has ended.
        MayNotKeepError: the person may not.
    """
    _lock_kept_back(session, guard, who, organisation_id)
    if guard.held:
        return False
    guards.hold(session, guard, actor_id=who.person_id, now=now)
    return True


def release(session: Session, guard: Guard, who: ActorRoles, organisation_id: int, now: datetime) -> bool:
    """End a hold; if its embargo is over, the next run of the lift job lets the text out. False when there is none.

    Raises:
        NotKeptBackError, MayNotKeepError: as `place_on_hold`.
        MayNotLiftError: the embargo is over, and the person may not lift it.
    """
    _lock_kept_back(session, guard, who, organisation_id)
    if not guard.held:
        return False
    if not rights_of(guard, who, organisation_id, now).release:
        raise MayNotLiftError
    guards.release(session, guard, actor_id=who.person_id, now=now)
    return True


def lift_now(
    session: Session,
    guard: Guard,
    who: ActorRoles,
    organisation_id: int,
    *,
    writers: Mapping[str, Republish],
    context: ChangeContext,
) -> None:
    """Let the text out now, whatever the embargo said; a hold ends with it.

    Raises:
        NotKeptBackError, MayNotKeepError: as `place_on_hold`.
        MayNotLiftError: the person is not in the embargo group.
    """
    _lock_kept_back(session, guard, who, organisation_id)
    if not rights_of(guard, who, organisation_id, context.now).lift:
        raise MayNotLiftError
    zone = guard.embargo_zone or "UTC"
    local = in_zone(context.now, zone).replace(tzinfo=None, fold=0)
    lift.advance(session, guard, Embargo(local, zone, context.now), writers, context)


def give_emergency_access(
    session: Session, guard: Guard, who: ActorRoles, reason: str, *, form_id: str | None, now: datetime
) -> EmergencyAccess | None:
    """Let a coordinator into the embargo group, who has to say why; None for one who is in it already.

    Raises:
        MayNotKeepError: only coordinators may.
        NotKeptBackError: there is no embargo, or it has ended.
    """
    lock_row(session, Guard, guard.id)
    if not who.is_coordinator:
        raise MayNotKeepError
    if guard.embargo_at is None or not concealed(guard):
        raise NotKeptBackError
    if not embargo_rights(viewer_of(who), guard_rules(guard), now, is_lead=False).emergency_access:
        return None

    def make(key: str | None) -> EmergencyAccess:
        guards.take_emergency_access(session, guard, person_id=who.person_id, now=now)
        row = EmergencyAccess(form_id=key, guard_id=guard.id, person_id=who.person_id, reason=reason, at=now)
        session.add(row)
        session.flush()
        return row

    sent = Sent(form_id, who.person_id, (guard.id, reason))
    # Whoever has been in the embargo group and is not any more asks anew.
    return once_by_form(session, EmergencyAccess, sent, make, stands=lambda _row: False)


def _check_move(
    session: Session, guard: Guard, wanted: Embargo | None, organisation_id: int, context: ChangeContext
) -> None:
    if guard.embargo_at is None or (wanted is not None and wanted.at > guard.embargo_at):
        return
    if wanted is None and guard.held:
        raise HeldError
    _require_lift(session, guard, organisation_id, context)


def _require_lift(session: Session, guard: Guard, organisation_id: int, context: ChangeContext) -> None:
    who = actor_roles(session, context.actor_id) if context.actor_id is not None else None
    if who is None or not rights_of(guard, who, organisation_id, context.now).lift:
        raise MayNotLiftError


def _lock_kept_back(session: Session, guard: Guard, who: ActorRoles, organisation_id: int) -> None:
    lock_row(session, Guard, guard.id)
    if not (who.is_coordinator or who.is_lead_of(organisation_id)):
        raise MayNotKeepError
    if guard.embargo_at is None or not concealed(guard):
        raise NotKeptBackError
