"""Links passages of copy to the facts that they say, and unlinks them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.content.domain.anchors import Anchor, NoPassageError, RepeatedPassageError, SearchedText, anchor_of
from scheduler.content.domain.item_text import ItemText, text_from_json
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.text_parts import text_parts
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item, ItemFact
from scheduler.content.queries.unguarded import current_version, fact_rows
from scheduler.content.services.audit import note
from scheduler.content.services.items import lock_to_write
from scheduler.facts.models import Fact

MOST_LINKS = 100
"""How many passages of one item may be linked."""


@dataclass(frozen=True, slots=True)
class FactLinkDraft:
    """Which passage says which fact; `part` is a key of `domain/text_parts.py`, empty for wherever it stands."""

    fact_id: int
    passage: str
    part: str = ""


class UnusableFactError(ValueError):
    """There is no such fact, or it is retired."""


class TooManyLinksError(ValueError):
    """The item has as many linked passages as it may have."""


def link_fact(session: Session, item: Item, draft: FactLinkDraft, *, by: ItemRoles, context: ChangeContext) -> ItemFact:
    """Link a passage of an item's copy to a fact; one that is linked to it already stays the only one.

    Raises:
        NotYoursError: the person may not write the copy.
        UnusableFactError: there is no such fact, or it is retired.
        NoPassageError: the passage does not stand there.
        RepeatedPassageError: it stands there several times.
        TooManyLinksError: the item has as many linked passages as it may have.
        RowGoneError: the item was deleted meanwhile.
    """
    lock_to_write(session, item, by)
    fact = session.get(Fact, draft.fact_id)
    if fact is None or fact.retired_at is not None:
        raise UnusableFactError
    part, anchor = _found(text_from_json(current_version(session, item).text), draft)
    links = [link for link, _fact in fact_rows(session, item)]
    for link in links:
        if (link.fact_id, link.part, link.passage) == (fact.id, part, anchor.passage):
            return link
    if len(links) >= MOST_LINKS:
        raise TooManyLinksError
    row = ItemFact(item_id=item.id, fact_id=fact.id, part=part, linked_by=context.actor_id, linked_at=context.now)
    row.passage, row.before, row.after, row.proof = anchor.passage, anchor.before, anchor.after, anchor.proof.value
    # What was changed before it was linked was known to whoever linked it; what is out of date is said all the same.
    row.checked_at = fact.changed_at
    session.add(row)
    session.flush()
    note(session, item, AuditAct.CONTENT_FACT_LINKED, context)
    return row


def unlink_fact(session: Session, item: Item, address: str, *, by: ItemRoles, context: ChangeContext) -> None:
    """Unlink a passage that pages call by an address; one that is not linked any more stays so.

    Raises:
        NotYoursError: the person may not write the copy.
        RowGoneError: the item was deleted meanwhile.
    """
    lock_to_write(session, item, by)
    row = next((link for link, _fact in fact_rows(session, item) if link.address == address), None)
    if row is not None:
        session.delete(row)
        session.flush()
        note(session, item, AuditAct.CONTENT_FACT_UNLINKED, context)


def _found(text: ItemText, draft: FactLinkDraft) -> tuple[str, Anchor]:
    """Return the one part in which a passage stands, and its anchor there."""
    found: list[tuple[str, Anchor]] = []
    for part in text_parts(text):
        if draft.part in ("", part.key):
            searched = SearchedText(plain_text(part.text))
            anchor = _anchor(searched, draft.passage) or _anchor(searched, plain_text(draft.passage))
            found += [(part.key, anchor)] if anchor else []
    if not found:
        raise NoPassageError
    if len(found) > 1:
        raise RepeatedPassageError
    return found[0]


def _anchor(text: SearchedText, passage: str) -> Anchor | None:
    try:
        return anchor_of(text, passage)
    except NoPassageError:
        return None
