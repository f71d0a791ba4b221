"""Owners hear once when a fact that their copy uses changed, was retired or is out of date; its own owner in time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from scheduler.agenda.services.changes import notify_listeners
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.domain.workflow import State
from scheduler.content.models import ItemFact
from scheduler.content.services.copy_news import check_copy
from scheduler.content.services.fact_news import notify_of_expiry
from scheduler.content.services.listener import ContentListener
from scheduler.facts.models import Fact
from scheduler.facts.reading import to_be_notified
from scheduler.facts.services.facts import retire_fact
from scheduler.outbox.models import Message
from tests.content.facts import PASSAGE, change, new_fact, use
from tests.content.services.test_what_mail_tells import mail_to
from tests.content.stage import SECRECY, Stage
from tests.costs import statements

SIXTY = "60 million people live in modern slavery"
NEWS, EXPIRES = NotificationKind.FACT_CHANGED, NotificationKind.FACT_EXPIRES


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def fact(stage: Stage) -> Fact:
    stage.listeners = (ContentListener(),)
    return new_fact(stage)


def messages(stage: Stage, kind: NotificationKind = NEWS) -> list[Message]:
    notify_listeners(stage.session)
    return list(stage.session.scalars(select(Message).where(Message.kind == kind)))


def follow(stage: Stage, fact: Fact, today: date) -> bool:
    return notify_of_expiry(stage.session, fact, today, stage.context(None))


def test_the_owner_of_copy_that_uses_it_hears_of_a_change_and_nobody_else(stage: Stage, fact: Fact) -> None:
    use(stage, fact)
    stage.item()
    use(stage, new_fact(stage, statement="Another"))
    assert messages(stage) == []

    change(stage, fact, statement=SIXTY)

    assert stage.notified(NEWS) == ["owner"]
    assert mail_to(stage, NEWS, "owner") == (
        "Check the copy: Five of twelve answered",
        f"Fay Far (Far Hills) changed a fact: “{SIXTY}”. Check whether the copy is still right.",
    )


@pytest.mark.parametrize(
    "changes", [{"source_name": "UN"}, {"source_url": "https://x.example"}, {"source_date": "2023"}]
)
def test_another_source_is_news(stage: Stage, fact: Fact, changes: dict[str, str]) -> None:
    use(stage, fact)
    change(stage, fact, **changes)
    assert len(messages(stage)) == 1


@pytest.mark.parametrize("changes", [{"note": "Counted"}, {"true_until": date(2028, 1, 1)}])
def test_what_makes_no_copy_wrong_is_no_news(stage: Stage, fact: Fact, changes: dict[str, Any]) -> None:
    use(stage, fact)
    change(stage, fact, **changes)
    assert messages(stage) == []


def test_retiring_is_news(stage: Stage, fact: Fact) -> None:
    use(stage, fact)
    stage.now += timedelta(hours=1)
    retire_fact(stage.session, fact, "Withdrawn", revision=1, context=stage.context("far_lead"))
    assert stage.notified(NEWS) == ["owner"]
    assert mail_to(stage, NEWS, "owner")[1] == (
        f"Fay Far (Far Hills) retired “{PASSAGE}”. Check whether the copy is still right."
    )


def test_whoever_changed_it_themselves_is_not_told(stage: Stage, fact: Fact) -> None:
    use(stage, fact)
    change(stage, fact, who="owner", source_name="UN")
    assert stage.notified(NEWS) == []


@pytest.mark.parametrize("state", list(State))
def test_what_is_published_is_to_be_checked_and_what_nobody_reads_is_not(
    stage: Stage, fact: Fact, state: State
) -> None:
    use(stage, fact).state = state
    change(stage, fact, source_name="UN")
    is_over = state in {State.IDEA, State.WITHDRAWN, State.CANCELLED}
    assert stage.notified(NEWS) == ([] if is_over else ["owner"])


def test_a_deleted_item_is_nobodys_matter(stage: Stage, fact: Fact) -> None:
    use(stage, fact).deleted_at = stage.now
    change(stage, fact, source_name="UN")
    assert stage.notified(NEWS) == []


def test_mail_about_copy_under_embargo_names_no_fact_and_stands_in_nobody_elses_log(stage: Stage, fact: Fact) -> None:
    use(stage, fact, secrecy=SECRECY)
    change(stage, fact, source_name="UN")

    (message,) = messages(stage)
    assert mail_to(stage, NEWS, "owner") == (
        f"Check the copy: {SECRECY.placeholder_title}",
        "A fact that this uses has changed or expired. Check whether the copy is still right.",
    )
    assert message.dedup_key.startswith("private:")


def test_many_items_cost_as_many_statements_as_two(stage: Stage, fact: Fact, engine: Engine) -> None:
    def cost(source: str) -> int:
        with statements(engine) as asked:
            change(stage, fact, source_name=source)
            notify_listeners(stage.session)
        return len(asked)

    for _ in range(2):
        use(stage, fact)
    few = cost("UN")
    for _ in range(6):
        use(stage, fact)
    assert cost("IOM") <= few


def test_the_owner_of_a_fact_is_advised_before_and_told_after_its_last_day_each_once(stage: Stage, fact: Fact) -> None:
    use(stage, fact)
    last = stage.now.date() + timedelta(days=30)
    change(stage, fact, true_until=last)
    told = {}
    for days in (-8, -7, -3, 0, 1, 2):
        follow(stage, fact, last + timedelta(days=days))
        told[days] = (len(messages(stage, EXPIRES)), len(messages(stage)))

    assert told == {-8: (0, 0), -7: (1, 0), -3: (1, 0), 0: (1, 0), 1: (2, 1), 2: (2, 1)}
    assert stage.notified(EXPIRES) == ["far_lead", "far_lead"]
    assert mail_to(stage, NEWS, "owner")[1] == f"“{PASSAGE}” has expired. Check whether the copy is still right."


def test_mail_to_the_owner_of_a_fact_names_its_last_day(stage: Stage, fact: Fact) -> None:
    change(stage, fact, true_until=date(2027, 6, 30))
    follow(stage, fact, date(2027, 7, 1))
    subject, sentence = mail_to(stage, EXPIRES, "far_lead")
    assert subject == f"Check the fact: {PASSAGE}"
    assert sentence.startswith("This was true until Wednesday 30 June 2027.")


def test_the_job_finds_those_alone_that_somebody_is_to_be_told_of(stage: Stage, fact: Fact) -> None:
    last = date(2027, 8, 1)
    change(stage, fact, true_until=last)
    new_fact(stage, statement="Stays true")

    def due(today: date) -> list[int]:
        return list(to_be_notified(stage.session, today, today + timedelta(days=7)))

    assert due(last - timedelta(days=8)) == []
    assert due(last - timedelta(days=7)) == [fact.id]
    assert follow(stage, fact, last - timedelta(days=7))
    assert due(last) == []
    assert due(last + timedelta(days=1)) == [fact.id]
    assert follow(stage, fact, last + timedelta(days=1))
    assert due(last + timedelta(days=400)) == []
    assert not follow(stage, fact, last + timedelta(days=400))


def test_another_last_day_is_followed_anew_and_a_retired_fact_not_at_all(stage: Stage, fact: Fact) -> None:
    change(stage, fact, true_until=date(2027, 6, 30))
    assert follow(stage, fact, date(2027, 7, 1))
    change(stage, fact, true_until=date(2027, 7, 15))
    assert follow(stage, fact, date(2027, 7, 16))

    change(stage, fact, true_until=date(2027, 8, 1))
    retire_fact(stage.session, fact, "Old", revision=fact.revision, context=stage.context("far_lead"))
    assert list(to_be_notified(stage.session, date(2027, 9, 1), date(2027, 9, 8))) == []
    assert not follow(stage, fact, date(2027, 9, 1))


def test_coordinators_hear_of_a_fact_whose_owner_has_left(stage: Stage, fact: Fact) -> None:
    change(stage, fact, true_until=date(2027, 6, 30))
    for membership in stage.people["far_lead"].memberships:
        membership.ended_at = stage.now
    stage.session.flush()

    follow(stage, fact, date(2027, 7, 1))

    assert stage.notified(EXPIRES) == ["coordinator"]


def test_it_is_confirmed_up_to_what_was_seen(stage: Stage, fact: Fact) -> None:
    item, by = use(stage, fact), "editor"
    seen = change(stage, fact, source_name="UN", true_until=date(2027, 6, 30)).changed_at
    assert seen is not None
    link = stage.session.scalars(select(ItemFact)).one()

    def confirm(until: datetime, today: date | None) -> tuple[object, object]:
        check_copy(stage.session, item, until, today, by=stage.by(by, item), context=stage.context(by))
        return link.checked_at, link.checked_until

    assert confirm(seen - timedelta(hours=1), None) == (None, None)
    assert confirm(seen, None) == (seen, None)
    assert confirm(seen, date(2027, 6, 30)) == (seen, None)
    assert confirm(seen, date(2027, 7, 1)) == (seen, date(2027, 6, 30))
    later = change(stage, fact, source_name="IOM").changed_at
    assert later is not None
    assert confirm(seen, None) == (seen, date(2027, 6, 30))
    assert confirm(later, None) == (later, date(2027, 6, 30))


def test_a_last_day_to_come_cannot_be_confirmed_ahead(stage: Stage, fact: Fact) -> None:
    item = use(stage, fact)
    change(stage, fact, true_until=date(2027, 8, 1))
    link = stage.session.scalars(select(ItemFact)).one()

    check_copy(stage.session, item, stage.now, date.max, by=stage.by("editor", item), context=stage.context("editor"))

    assert link.checked_until is None
