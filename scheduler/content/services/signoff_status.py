"""How the organisations concerned stand to an item's words as they are now."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.content.domain.signoff import (
    AnswerRole,
    BlockerCode,
    RecordedAnswer,
    SignOffStatus,
    signoff_status,
)
from scheduler.content.models import Answer, Item, ItemVersion, SignOff
from scheduler.content.queries.unguarded import current_version, sign_offs_of, signatory_ids
from scheduler.content.services.signatory_editors import editors_of_signatories
from scheduler.request_cache import asked_once

_WAITS_ON_ITS_PEOPLE = frozenset(
    {BlockerCode.AWAITING, BlockerCode.VOID, BlockerCode.OTHER_LEAD_NEEDED, BlockerCode.SECOND_PERSON_NEEDED}
)


@asked_once
def signoff_status_of(session: Session, item: Item, now: datetime, *, text_hash: str | None = None) -> SignOffStatus:
    """Return how the organisations stand to an item's words, the owning one first, and what is lacking.

    Args:
        session: the database session.
        item: the item.
        now: decides which leads are away, so that their deputies may answer.
        text_hash: other words than the present ones, to say what a change would do.
    """
    version = current_version(session, item)
    signatories = signatory_ids(session, item)
    editors = editors_of_signatories(session, {item.organisation_id, *signatories}, now)
    return signoff_status(
        text_hash or version.signed_hash,
        last_editor(version),
        editors[item.organisation_id].organisation,
        [editors[ident].organisation for ident in signatories],
        [answer_details(row, version) for row in sign_offs_of(session, item)],
    )


def last_editor(version: ItemVersion) -> int | None:
    """Return who wrote the words as they are now; None when no person did."""
    return version.author_id


def answer_details(row: SignOff, version: ItemVersion) -> RecordedAnswer:
    """Return a recorded answer as the rules read it; with the version's present hash if it counts for that."""
    said_yes = Answer(row.answer) is Answer.YES
    role = AnswerRole(row.as_role)
    return RecordedAnswer(row.organisation_id, row.person_id, role, said_yes, version.counted(row.text_hash), row.at)


def organisations_awaited(signoff_status: SignOffStatus) -> tuple[int, ...]:
    """Return the organisations whose own people have yet to answer; not those that said no or are closed."""
    return tuple(lack.organisation_id for lack in signoff_status.lacks if lack.code in _WAITS_ON_ITS_PEOPLE)
