"""Records why speakers may be quoted, and says which quotes stand in the way of a text."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.item_text import ItemText, text_from_json
from scheduler.content.domain.quotes import (
    FORBIDDEN_FAULTS,
    ConsentBasis,
    FaultyQuote,
    QuoteConsent,
    QuoteFault,
    consent_fault,
)
from scheduler.content.domain.workflow import UNPUBLISHED, ItemRoles, State
from scheduler.content.models import Item
from scheduler.content.picture_models import WithdrawnConsent
from scheduler.content.press_models import ItemQuoteConsent
from scheduler.content.queries.quotes import quote_consents
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.audit import note
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import keepers_of
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.picture_status import today_of
from scheduler.content.services.revisions import lock_item
from scheduler.content.services.side_effects import return_to_review
from scheduler.rows import StaleEditError

_SIGNED_OFF = (State.APPROVED, State.SCHEDULED)


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """What is recorded of a consent; what the basis does not ask for is empty."""

    basis: ConsentBasis
    given_by: str = ""
    scope: str = ""
    until: date | None = None
    source: str = ""
    reason: str = ""
    how: str = ""


class QuoteGoneError(ValueError):
    """The text does not quote these words of this speaker any more."""


def row_fault(row: ItemQuoteConsent | None, today: date) -> QuoteFault | None:
    """Say why a quote with this on record should not go out on a day."""
    return consent_fault(QuoteConsent(ConsentBasis(row.basis), row.until) if row else None, today)


def quote_faults(session: Session, item: Item, text: ItemText, now: datetime) -> tuple[QuoteFault | None, ...]:
    """Return what is wrong with the consent to each quote of a text, in their order; today and when it comes out."""
    if not text.quotes:
        return ()
    day, rows = today_of(session, item, now), quote_consents(session, item, text)
    if item.state in UNPUBLISHED and item.publish_on is not None:
        day = max(day, item.publish_on)
    return tuple(row_fault(rows.get(quote.key), day) for quote in text.quotes)


def faulty_quotes(session: Session, item: Item, text: ItemText, now: datetime) -> tuple[FaultyQuote, ...]:
    """Return what keeps a text from being scheduled: consents that were withdrawn or have ended."""
    found = zip(text.quotes, quote_faults(session, item, text, now), strict=True)
    return tuple(
        FaultyQuote(quote.speaker, number, fault)
        for number, (quote, fault) in enumerate(found, start=1)
        if fault in FORBIDDEN_FAULTS and fault is not None
    )


def record_consent(
    session: Session,
    item: Item,
    key: str,
    draft: ConsentDraft,
    *,
    revision: int | None,
    by: ItemRoles,
    context: ChangeContext,
) -> bool:
    """Record why a speaker may be quoted with the words that have this key, and say whether that is new.

    One that follows a withdrawn one leaves that on record, and whoever sees to the item is notified of it as well.
    A consent that is withdrawn, or ends before the item is published, returns what was approved or scheduled to
    review, and whoever sees to the item is notified.

    Raises:
        NotYoursError: the person may not write the text.
        QuoteGoneError: the text has no such quote any more.
        StaleEditError: somebody else has recorded something in the meantime.
        RowGoneError: the item was deleted meanwhile.
    """
    lock_item(session, item)
    if not by.may(Act.WRITE):
        raise NotYoursError
    text = text_from_json(current_version(session, item).text)
    if all(quote.key != key for quote in text.quotes):
        raise QuoteGoneError
    row = quote_consents(session, item, text).get(key)
    if row is not None and draft_of(row) == draft:
        return False
    if revision != (row.revision if row else None):
        raise StaleEditError
    is_again = row is not None and _is_withdrawn(row.basis) and not _is_withdrawn(draft.basis)
    if row is not None and is_again:
        session.add(_withdrawn(row))
    _write(session, row or _new(session, item, key, draft, context), draft, context)
    note(session, item, AuditAct.CONTENT_QUOTE_CONSENT, context)
    if draft.basis is ConsentBasis.WITHDRAWN or (
        item.state in _SIGNED_OFF and _ends(session, item, text, key, context)
    ):
        _stop(session, item, context)
    elif is_again:
        _notify(session, item, NotificationKind.QUOTE_AGREED_AGAIN, context)
    return True


def _is_withdrawn(basis: ConsentBasis) -> bool:
    return ConsentBasis(basis) is ConsentBasis.WITHDRAWN


def _withdrawn(row: ItemQuoteConsent) -> WithdrawnConsent:
    """Return what is kept of a consent that was withdrawn."""
    return WithdrawnConsent(
        item_id=row.item_id,
        quote_key=row.quote_key,
        given_by=row.given_by,
        scope=row.scope,
        until=row.until,
        how=row.how,
        reason=row.reason,
        withdrawn_by_id=row.recorded_by_id,
        withdrawn_at=row.recorded_at,
    )


def _ends(session: Session, item: Item, text: ItemText, key: str, context: ChangeContext) -> bool:
    """Say whether the consent to a quote is over when the item is published."""
    found = zip(text.quotes, quote_faults(session, item, text, context.now), strict=True)
    return any(quote.key == key and fault is QuoteFault.CONSENT_ENDED for quote, fault in found)


def draft_of(row: ItemQuoteConsent) -> ConsentDraft:
    """Return what is on record, as the form asks for it."""
    return ConsentDraft(ConsentBasis(row.basis), row.given_by, row.scope, row.until, row.source, row.reason, row.how)


def _new(session: Session, item: Item, key: str, draft: ConsentDraft, context: ChangeContext) -> ItemQuoteConsent:
    row = ItemQuoteConsent(item_id=item.id, quote_key=key, basis=draft.basis)
    row.recorded_at, row.revision = context.now, 0
    session.add(row)
    return row


def _write(session: Session, row: ItemQuoteConsent, draft: ConsentDraft, context: ChangeContext) -> None:
    row.basis, row.given_by, row.scope, row.until = draft.basis, draft.given_by, draft.scope, draft.until
    row.source, row.reason, row.how = draft.source, draft.reason, draft.how
    row.recorded_by_id, row.recorded_at = context.actor_id, context.now
    row.revision += 1
    session.flush()


def _stop(session: Session, item: Item, context: ChangeContext) -> None:
    """Keep a text with words that nobody may use any more from coming out as it is."""
    if return_to_review(session, item, context, AuditAct.CONTENT_QUOTE_STOPPED):
        publish_item(session, item, context)
    _notify(session, item, NotificationKind.QUOTE_WITHDRAWN, context)


def _notify(session: Session, item: Item, kind: NotificationKind, context: ChangeContext) -> None:
    """Notify whoever sees to an item of a consent to one of its quotes."""
    key = f"quote:{int(context.now.timestamp())}"
    notify_people(session, item, ItemNotice(kind, keepers_of(session, item), key), context)
