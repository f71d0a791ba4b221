"""Facts and copy that uses them, as several tests need them."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduler.content.models import Item
from scheduler.content.services.fact_links import FactLinkDraft, link_fact
from scheduler.facts.models import Fact
from scheduler.facts.services.facts import FactDraft, add_fact, change_fact, draft_of
from tests.content.stage import ITEM_TEXT, Stage

PASSAGE = "50 million people live in modern slavery"
BODY = f"Children are sold. {PASSAGE}, says the ILO.\n\nWe ask for a vote."


def new_fact(stage: Stage, who: str = "far_lead", true_until: date | None = None, statement: str = PASSAGE) -> Fact:
    """Add a fact that somebody owns."""
    draft = FactDraft(
        statement=statement, source_name="ILO", source_date="2022", owner_id=stage.id(who), true_until=true_until
    )
    return add_fact(stage.session, draft, form_id=str(uuid.uuid4()), context=stage.context(who))


def change(stage: Stage, fact: Fact, who: str = "far_lead", **changes: Any) -> Fact:
    """Change a fact an hour later."""
    stage.now += timedelta(hours=1)
    draft = replace(draft_of(fact), **changes)
    change_fact(stage.session, fact, draft, revision=fact.revision, context=stage.context(who))
    return fact


def use(stage: Stage, fact: Fact, **changes: Any) -> Item:
    """Add an item whose copy says the fact, with the passage linked."""
    item = stage.item(**{"text": replace(ITEM_TEXT, body=BODY), **changes})
    draft, by = FactLinkDraft(fact.id, PASSAGE), stage.by("editor", item)
    link_fact(stage.session, item, draft, by=by, context=stage.context("editor"))
    return item
