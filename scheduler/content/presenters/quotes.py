"""The quotes of an item with what is on record of their consent."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.quotes import (
    FORBIDDEN_FAULTS,
    ConsentBasis,
    FaultyQuote,
    QuoteFault,
    attribution,
    quoted,
)
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.press_models import ItemQuoteConsent
from scheduler.content.queries.items import Seen
from scheduler.content.queries.quotes import quote_consents
from scheduler.content.services.picture_status import today_of
from scheduler.content.services.quotes import faulty_quotes, quote_faults, row_fault
from scheduler.web.template_filters import day_short


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One quote; `number` counts from 1, `fault` is why it should not go out as it is."""

    number: int
    words: str
    by: str
    consent: str
    fault: QuoteFault | None


@dataclass(frozen=True, slots=True)
class QuotePanel:
    """All quotes of an item, and which keep it from being scheduled."""

    lines: tuple[QuoteLine, ...]
    faulty: tuple[FaultyQuote, ...]
    may_record: bool


def quote_panel(session: Session, by: ItemRoles, seen: Seen, now: datetime) -> QuotePanel:
    """Return the quotes of an item that somebody may read."""
    text = seen.text
    if not text.quotes:
        return QuotePanel((), (), may_record=False)
    rows, today = quote_consents(session, seen.item, text), today_of(session, seen.item, now)
    lines = []
    for number, quote in enumerate(text.quotes, start=1):
        row = rows.get(quote.key)
        fault = row_fault(row, today)
        lines.append(QuoteLine(number, quoted(quote.text), attribution(quote), _consent(row, fault), fault))
    return QuotePanel(tuple(lines), faulty_quotes(session, seen.item, text, now), may_record=by.may(Act.WRITE))


def text_outside(session: Session, seen: Seen, now: datetime) -> ItemText:
    """Return the text of a published item as visitors read it: without quotes for which consent is over."""
    faults = quote_faults(session, seen.item, seen.text, now)
    kept = (quote for quote, fault in zip(seen.text.quotes, faults, strict=True) if fault not in FORBIDDEN_FAULTS)
    return replace(seen.text, quotes=tuple(kept))


def _consent(row: ItemQuoteConsent | None, fault: QuoteFault | None) -> str:
    """Return in a few words what is on record; who gave it and to what, the form says to those who may change it."""
    if row is None:
        return _("No consent recorded")
    if fault is QuoteFault.CONSENT_WITHDRAWN:
        return _("Consent withdrawn")
    if ConsentBasis(row.basis) is ConsentBasis.PUBLIC:
        return _("Said in public")
    if row.until is None:
        return _("Consent given")
    if fault is QuoteFault.CONSENT_ENDED:
        return _("Consent ended on %(day)s", day=day_short(row.until))
    return _("Consent until %(day)s", day=day_short(row.until))
