"""Suggestions for copy under embargo: one that is open, and one that is declined with a reason."""

import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.domain.passages import PassageDraft
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.queries.feedback import comment_of
from scheduler.content.services.comments import add_comment
from scheduler.content.services.suggestions import decline_suggestion
from tests.leaks.pair import Pair


def declined(
    session: Session, item: Item, on: PassageDraft, reason: str, by: ItemRoles, context: ChangeContext
) -> None:
    """Suggest a change of an item, and decline it."""
    said = add_comment(session, item, "", form_id=str(uuid.uuid4()), context=context, on=on)
    decline_suggestion(session, item, said.comment, reason, by=by, context=context)


def suggest_and_decline(pair: Pair) -> None:
    """Let a signatory suggest two changes of the hidden item, of which the owner declines one."""
    with pair.step("suggest", "lena", timedelta(hours=7)) as hand:
        item = hand.item("Secret item")
        hand.suggest(item, "Draft 5", "Draft six")
        answered = hand.suggest(item, "Draft 5.", "The last one.").address
    with pair.step("decline", "otto", timedelta(hours=7)) as hand:
        item = hand.item("Secret item")
        comment = comment_of(hand.session, item, answered)
        if comment is None:
            raise AssertionError("the suggestion is not there")
        decline_suggestion(hand.session, item, comment, "No", by=hand.by(item), context=hand.context)
