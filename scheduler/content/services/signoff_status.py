"""How the organisations concerned stand to an item's words as they are now."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.content.domain.signoff import (
    Answer,
    AnswerRole,
    LackCode,
    Standing,
    standing,
)
from scheduler.content.models import Answer as Said
from scheduler.content.models import Item, ItemVersion, SignOff
from scheduler.content.queries.items import current_version, sign_offs_of, signatory_ids
from scheduler.content.services.signatory_editors import signing_desks

_WAITS_ON_ITS_PEOPLE = frozenset(
    {LackCode.AWAITING, LackCode.VOID, LackCode.OTHER_LEAD_NEEDED, LackCode.SECOND_PERSON_NEEDED}
)


def standing_of(session: Session, item: Item, now: datetime, *, words_hash: str | None = None) -> Standing:
    """Return how the organisations stand to an item's words, the owning one first, and what is lacking.

    Args:
        session: the database session.
        item: the item.
        now: decides which leads are away, so that their deputies may answer.
        words_hash: other words than the present ones, to say what a change would do.
    """
    version = current_version(session, item)
    signatories = signatory_ids(session, item)
    desks = signing_desks(session, {item.organisation_id, *signatories}, now)
    return standing(
        words_hash or version.signed_hash,
        last_editor(version),
        desks[item.organisation_id].organisation,
        [desks[ident].organisation for ident in signatories],
        [answer_facts(row, version) for row in sign_offs_of(session, item)],
    )


def last_editor(version: ItemVersion) -> int | None:
    """Return who wrote the words as they are now; None when no person did."""
    return version.author_id


def answer_facts(row: SignOff, version: ItemVersion) -> Answer:
    """Return a recorded answer as the rules read it; with the version's present hash if it counts for that."""
    said_yes = Said(row.answer) is Said.YES
    role = AnswerRole(row.as_role)
    return Answer(row.organisation_id, row.person_id, role, said_yes, version.counted(row.words_hash), row.at)


def still_to_sign(standing: Standing) -> tuple[int, ...]:
    """Return the organisations whose own people have yet to answer; not those that said no or are closed."""
    return tuple(lack.organisation_id for lack in standing.lacks if lack.code in _WAITS_ON_ITS_PEOPLE)
