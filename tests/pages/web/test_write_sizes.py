"""What people send costs few statements, and as many for many signatories, tasks, items and recipients as for few."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.db import AppSession, db
from scheduler.outbox.models import Message
from tests.content.stage import Stage, build_stage
from tests.costs import statements
from tests.pages.web.write_scenes import Prepare, Size, cancel_edition, move_edition, save_text, sign_off

FEW = Size(signatories=2, tasks=3, items=2, followers=2)
MANY = Size(signatories=12, tasks=20, items=10, followers=12)
COSTS: list[tuple[Prepare, int, Callable[[Size], int]]] = [
    (sign_off, 29, lambda _size: 1),
    (save_text, 31, lambda size: size.signatories),
    (move_edition, 56, lambda size: size.items + size.followers),
    (cancel_edition, 48, lambda size: size.signatories + size.items + size.followers),
]
"""How many statements each costs, log-in included, and how many people are notified at least.

Lower a number of statements when it costs less, never raise one but for a feature that follows: chat asks once, for all
that moves or is cancelled, which rooms are told of dates.
"""


@pytest.fixture
def stage_with_mail(app: Flask) -> Iterator[Stage]:
    """The stage of content in the application's database, with its listeners."""
    with app.app_context():
        session = cast("AppSession", db.sessionmaker(expire_on_commit=False))
    with session:
        yield replace(build_stage(session), listeners=app.extensions["scheduler.listeners"])


@pytest.mark.parametrize("size", [FEW, MANY], ids=["few", "many"])
@pytest.mark.parametrize(("prepare", "cost", "mails"), COSTS, ids=["sign off", "save", "move", "cancel"])
def test_what_is_sent_costs_few_statements_however_many_it_concerns(
    app: Flask, stage_with_mail: Stage, prepare: Prepare, cost: int, mails: Callable[[Size], int], size: Size
):
    written = prepare(app, stage_with_mail, size)
    before = len(stage_with_mail.session.scalars(select(Message.id)).all())
    stage_with_mail.session.rollback()
    with app.app_context():
        engine = db.engine

    with statements(engine) as seen:
        answer = written.send()

    asked = [statement for statement in seen if not statement.startswith("BEGIN")]
    assert answer.status_code == 303
    assert len(asked) == cost, "\n".join(asked)
    assert len(stage_with_mail.session.scalars(select(Message.id)).all()) >= before + mails(size)
