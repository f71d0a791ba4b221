"""Who can give the answers that organisations still owe."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import coordinators, standings
from scheduler.agenda.domain.visibility import GuardRules, Viewer, Visibility, visibility_for
from scheduler.agenda.models import Guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import facts
from scheduler.content.domain.signoff import BlockerCode
from scheduler.content.services.signatory_editors import SignatoryEditors
from scheduler.content.services.signoff_status import LoadedItem, last_editor, organisations_awaited


def who_can_answer(session: Session, loaded: LoadedItem) -> dict[int, tuple[int, ...]]:
    """Return by organisation that owes an answer who can give it, ascending: those who may also read the words.

    Who wrote the words last cannot check them for the owning organisation. If that leaves nobody there, the
    coordinators who may read them stand in.
    """
    found, item, now = loaded.status, loaded.item, loaded.now
    owing = organisations_awaited(found)
    guard = facts(session.get_one(Guard, item.guard_id))
    people = {ident: _who_read(loaded.editors[ident], guard, now) for ident in owing}
    own = item.organisation_id
    if own in people:
        stands_in = any(lack.code is BlockerCode.SECOND_PERSON_NEEDED for lack in found.lacks)
        others = _coordinators_who_read(session, guard, now) if stands_in else set()
        people[own] = (people[own] | others) - {last_editor(loaded.version)}
    return {ident: tuple(sorted(found_people)) for ident, found_people in people.items()}


def _who_read(desk: SignatoryEditors, guard: GuardRules, now: datetime) -> set[int]:
    own = frozenset({desk.organisation.organisation_id})
    viewers = {person: Viewer(person, is_member=True, organisations=own, editor_of=own) for person in desk.signers}
    return {person for person, viewer in viewers.items() if visibility_for(viewer, guard, now) is Visibility.FULL}


def _coordinators_who_read(session: Session, guard: GuardRules, now: datetime) -> set[int]:
    people = ((who.person_id, viewer_of(who)) for who in standings(session, coordinators(session)).values())
    return {person for person, viewer in people if visibility_for(viewer, guard, now) is Visibility.FULL}
