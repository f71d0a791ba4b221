"""What stands beside an embargoed text for the press: consent to its quotes."""

import uuid
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.quotes import ConsentBasis
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item, SentCopy
from scheduler.content.press_models import ItemQuoteConsent, Pitch
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.pitches import PitchDraft, add_pitch
from scheduler.content.services.quotes import ConsentDraft, record_consent
from tests.leaks.pair import Pair

PRESS_TABLES = (ItemQuoteConsent, Pitch, SentCopy)
PRESS_NAMES = {"quote_key": "a hash", "basis": "a name from a closed list"}


def agree_to_quote(session: Session, item: Item, by: ItemRoles, context: ChangeContext) -> None:
    """Record that the first speaker of an item agrees."""
    (quote, *_others) = text_from_json(current_version(session, item).text).quotes
    draft = ConsentDraft(ConsentBasis.AGREED, "Ana", "The paper", date(2028, 7, 30))
    record_consent(session, item, quote.key, draft, revision=None, by=by, context=context)


def pitch(session: Session, item: Item, by: ItemRoles, context: ChangeContext) -> str:
    """Keep that an item was offered to an outlet; returns what pages call the pitch."""
    ends = Timed(datetime(2027, 7, 30, 9, 0), "UTC", at=datetime(2027, 7, 30, 9, 0, tzinfo=UTC))
    draft = PitchDraft("The Paper", date(2027, 7, 1), ends, link="https://example.org/paper")
    return add_pitch(session, item, draft, form_id=str(uuid.uuid4()), by=by, context=context).address


def quote_somebody(pair: Pair) -> None:
    """Record consent to the quote of the embargoed item, and offer that to an outlet."""
    with pair.step("quote", "otto", timedelta(hours=6)) as hand:
        item = hand.item("Secret item")
        agree_to_quote(hand.session, item, hand.by(item), hand.context)
        pitch(hand.session, item, hand.by(item), hand.context)
