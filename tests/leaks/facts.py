"""A fact, which is no secret, and a passage under embargo that says it."""

import uuid
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.services.fact_links import FactLinkDraft, link_fact
from scheduler.facts.models import Fact
from scheduler.facts.services.facts import FactDraft, add_fact, change_fact
from tests.leaks.pair import Pair


def use_fact(session: Session, item: Item, passage: str, by: ItemRoles, context: ChangeContext) -> str:
    """Link a passage to a fact and change that afterwards; returns what pages call the link."""
    draft = FactDraft(statement="1,470 victims", source_name="ILO", source_date="2022", owner_id=item.owner_id or 0)
    fact = add_fact(session, draft, form_id=str(uuid.uuid4()), context=context)
    row = link_fact(session, item, FactLinkDraft(fact.id, passage), by=by, context=context)
    later = replace(context, now=context.now + timedelta(minutes=1))
    change_fact(session, fact, replace(draft, source_name="UN"), revision=1, context=later)
    return row.address


def use_known_fact(pair: Pair, passage: str) -> None:
    """Link a passage of the embargoed item to the fact that every member knows."""
    with pair.step("use fact", "otto") as hand:
        item, fact = hand.item("Secret item"), hand.session.scalars(select(Fact.id)).one()
        link_fact(hand.session, item, FactLinkDraft(fact, passage), by=hand.by(item), context=hand.context)
