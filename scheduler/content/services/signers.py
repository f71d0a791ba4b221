"""Who can give the answers that organisations still owe."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles, coordinators
from scheduler.agenda.domain.visibility import GuardRules, Viewer, Visibility, visibility_for
from scheduler.agenda.models import Guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import facts
from scheduler.content.domain.signoff import BlockerCode, SignOffStatus
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.signatory_editors import SignatoryEditors, editors_of_signatories
from scheduler.content.services.signoff_status import last_editor, organisations_awaited


def who_can_answer(session: Session, item: Item, found: SignOffStatus, now: datetime) -> dict[int, tuple[int, ...]]:
    """Return by organisation that owes an answer who can give it, ascending: those who may also read the words.

    Who wrote the words last cannot check them for the owning organisation. If that leaves nobody there, the
    coordinators who may read them stand in.

    Args:
        session: the database session.
        item: the item.
        found: how the organisations stand.
        now: decides which leads are away, so that their deputies may answer.
    """
    owing = organisations_awaited(found)
    guard = facts(session.get_one(Guard, item.guard_id))
    editors = editors_of_signatories(session, owing, now)
    people = {ident: _who_read(editors[ident], guard, now) for ident in owing}
    own = item.organisation_id
    if own in people:
        stands_in = any(lack.code is BlockerCode.SECOND_PERSON_NEEDED for lack in found.lacks)
        others = _coordinators_who_read(session, guard, now) if stands_in else set()
        people[own] = (people[own] | others) - {last_editor(current_version(session, item))}
    return {ident: tuple(sorted(found_people)) for ident, found_people in people.items()}


def _who_read(desk: SignatoryEditors, guard: GuardRules, now: datetime) -> set[int]:
    own = frozenset({desk.organisation.organisation_id})
    viewers = {person: Viewer(person, is_member=True, organisations=own, editor_of=own) for person in desk.signers}
    return {person for person, viewer in viewers.items() if visibility_for(viewer, guard, now) is Visibility.FULL}


def _coordinators_who_read(session: Session, guard: GuardRules, now: datetime) -> set[int]:
    people = ((person, viewer_of(actor_roles(session, person))) for person in coordinators(session))
    return {person for person, viewer in people if visibility_for(viewer, guard, now) is Visibility.FULL}
