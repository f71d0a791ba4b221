"""Two people who link the same passage to the same fact at once make one link."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import func, select

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.models import Item, ItemFact
from scheduler.content.permissions import roles
from scheduler.content.services.fact_links import FactLinkDraft, link_fact
from scheduler.db import AppSession
from tests.content.facts import BODY, PASSAGE, new_fact
from tests.content.stage import ITEM_TEXT, build_stage
from tests.together import Sessions, all_at_once

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def test_the_same_passage_is_linked_once(sessions: Sessions) -> None:
    with sessions() as session:
        stage = build_stage(session)
        fact_id, item_id = new_fact(stage).id, stage.item(text=replace(ITEM_TEXT, body=BODY)).id
        people, now = [stage.id(who) for who in ("owner", "lead", "editor", "owner")], stage.now
        session.commit()

    def link(session: AppSession, who: int) -> int:
        item = session.get_one(Item, item_id)
        by, context = roles(actor_roles(session, who), item), ChangeContext((), who, now)
        return link_fact(session, item, FactLinkDraft(fact_id, PASSAGE), by=by, context=context).id

    made = all_at_once(sessions, [partial(link, who=who) for who in people])

    assert made == [1] * len(people)
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(ItemFact)) == 1
