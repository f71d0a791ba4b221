"""Who outside was sent copy under embargo: one who stands, and one who was removed."""

import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.services.sent_copies import SentDraft, record_sent, remove_sent
from tests.leaks.pair import Pair, form_id


def sent_copy(session: Session, item: Item, by: ItemRoles, context: ChangeContext) -> str:
    """Record that an outlet was sent the copy of an item, and return what pages call the entry."""
    draft = SentDraft("An outlet", item.version_number)
    return record_sent(session, item, draft, form_id=str(uuid.uuid4()), by=by, context=context).address


def send_to_the_press(pair: Pair) -> None:
    """Record two outlets that were sent the secret item, and remove one."""
    with pair.step("send", "otto", timedelta(hours=6)) as hand:
        item, made = hand.item("Secret item"), []
        for outlet in ("The Ledger", "The Gazette"):
            draft = SentDraft(outlet, item.version_number)
            row = record_sent(
                hand.session, item, draft, form_id=form_id(outlet), by=hand.by(item), context=hand.context
            )
            made.append(row.address)
        remove_sent(hand.session, item, made[-1], by=hand.by(item), context=hand.context)
