"""Who can give the answers that organisations still owe."""

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import coordinators, standings
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.content.domain.signoff import BlockerCode
from scheduler.content.services.signatory_editors import able_to_sign
from scheduler.content.services.signoff_status import LoadedItem, last_editor, organisations_awaited


def who_can_answer(session: Session, loaded: LoadedItem) -> dict[int, tuple[int, ...]]:
    """Return by organisation that owes an answer who can give it, ascending: those who may also read the text.

    Who wrote the text last cannot check it for the owning organisation. If that leaves nobody there, the
    coordinators who may read it stand in.
    """
    item, owing = loaded.item, organisations_awaited(loaded.status)
    guard, own = guard_rules(session.get_one(Guard, item.guard_id)), item.organisation_id
    stand_ins = _coordinators(session) if own in owing and _wants_second_person(loaded) else ()
    return {
        ident: tuple(
            sorted(
                able_to_sign(loaded.editors[ident], guard, stand_ins=stand_ins, last_editor=last_editor(loaded.version))
                if ident == own
                else able_to_sign(loaded.editors[ident], guard)
            )
        )
        for ident in owing
    }


def _wants_second_person(loaded: LoadedItem) -> bool:
    return any(blocker.code is BlockerCode.SECOND_PERSON_NEEDED for blocker in loaded.status.blockers)


def _coordinators(session: Session) -> tuple[Viewer, ...]:
    return tuple(viewer_of(who) for who in standings(session, coordinators(session)).values())
