"""How the organisations concerned stand to an item's words as they are now."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation as OrganisationRow
from scheduler.accounts.services.standing import leads_of, signers_of
from scheduler.content.domain.signoff import (
    Answer,
    AnswerRole,
    LackCode,
    Organisation,
    Standing,
    standing,
)
from scheduler.content.models import Answer as Said
from scheduler.content.models import Item, ItemVersion, SignOff
from scheduler.content.reading import current_version, sign_offs_of, signatory_ids

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
    return standing(
        words_hash or version.words_hash,
        last_editor(version),
        organisation_facts(session, item.organisation_id, now),
        [organisation_facts(session, ident, now) for ident in signatory_ids(session, item)],
        [answer_facts(row) for row in sign_offs_of(session, item)],
    )


def last_editor(version: ItemVersion) -> int | None:
    """Return who wrote the words as they are now; None when no person did."""
    return version.author_id


def organisation_facts(session: Session, organisation_id: int, now: datetime) -> Organisation:
    """Return an organisation with its leads and, for those away now, their deputies."""
    leads = frozenset(leads_of(session, organisation_id))
    deputies = frozenset(signers_of(session, organisation_id, now)) - leads
    row = session.get_one(OrganisationRow, organisation_id)
    return Organisation(organisation_id, leads, deputies, is_closed=row.closed_at is not None)


def answer_facts(row: SignOff) -> Answer:
    """Return a recorded answer as the rules read it."""
    said_yes = Said(row.answer) is Said.YES
    role = AnswerRole(row.as_role)
    return Answer(row.organisation_id, row.person_id, role, said_yes, row.words_hash, row.at)


def still_to_sign(standing: Standing) -> tuple[int, ...]:
    """Return the organisations whose own people have yet to answer; not those that said no or are closed."""
    return tuple(lack.organisation_id for lack in standing.lacks if lack.code in _WAITS_ON_ITS_PEOPLE)
