"""A suggestion that several people answer at once has one answer, and makes one version at most."""

from functools import partial

import pytest

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.models import CommentPassage, Item, ItemComment
from scheduler.content.permissions import roles
from scheduler.content.services.suggestions import AnsweredError, accept_suggestion, decline_suggestion
from scheduler.db import AppSession
from tests.content.services.test_suggestions import suggest
from tests.content.stage import build_stage
from tests.together import Sessions, all_at_once

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def test_a_suggestion_is_answered_once(sessions: Sessions) -> None:
    with sessions() as session:
        stage = build_stage(session)
        item = stage.item()
        item_id, comment_id = item.id, suggest(stage, item, "asked twelve", "asked 13").id
        people, now, revision = [stage.id(who) for who in ("owner", "lead", "editor")], stage.now, item.revision
        session.commit()

    def answer(session: AppSession, who: int, *, takes: bool) -> str:
        item, comment = session.get_one(Item, item_id), session.get_one(ItemComment, comment_id)
        by, context = roles(actor_roles(session, who), item), ChangeContext((), who, now)
        try:
            if takes:
                accept_suggestion(session, item, comment, revision=revision, by=by, context=context)
            else:
                decline_suggestion(session, item, comment, "", by=by, context=context)
        except AnsweredError:
            return "late"
        return "accepted" if takes else "declined"

    said = all_at_once(sessions, [partial(answer, who=who, takes=place != 1) for place, who in enumerate(people)])

    assert said.count("late") == 2
    with sessions() as session:
        row, item = session.get_one(CommentPassage, comment_id), session.get_one(Item, item_id)
        assert row.answer in said
        assert item.version_number == (2 if row.answer == "accepted" else 1)
