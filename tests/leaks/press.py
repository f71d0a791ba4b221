"""What stands beside an embargoed text for the press: consent to its quotes."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.quotes import ConsentBasis
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.press_models import ItemQuoteConsent
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.quotes import ConsentDraft, record_consent
from tests.leaks.pair import Pair

PRESS_TABLES = (ItemQuoteConsent,)
PRESS_NAMES = {"quote_key": "a hash", "basis": "a name from a closed list"}


def agree_to_quote(session: Session, item: Item, by: ItemRoles, context: ChangeContext) -> None:
    """Record that the first speaker of an item agrees."""
    (quote, *_others) = text_from_json(current_version(session, item).text).quotes
    draft = ConsentDraft(ConsentBasis.AGREED, "Ana", "The paper", date(2028, 7, 30))
    record_consent(session, item, quote.key, draft, revision=None, by=by, context=context)


def quote_somebody(pair: Pair) -> None:
    """Record consent to the quote of the embargoed item."""
    with pair.step("quote", "otto", timedelta(hours=6)) as hand:
        item = hand.item("Secret item")
        agree_to_quote(hand.session, item, hand.by(item), hand.context)
