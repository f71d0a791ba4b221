"""What an item waits for, and what waits on one person."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import event

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.organisations import close_organisation
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.domain.todo import Urgency, WaitingRow
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.next_steps import NextStep
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.models import Item
from scheduler.content.presenters.todo import Waiting, overview_of, waiting_on
from scheduler.content.queries.items import seen_of, select_seen
from scheduler.content.queries.open_items import pending_with_text
from tests.content.services.test_reviews import ask as ask_for_review
from tests.content.stage import DAY, DUE, ITEM_TEXT, LIFT, SECRECY, Stage


def waiting(stage: Stage, item: Item) -> list[tuple[NextStep, str, tuple[str, ...]]]:
    return [(row.step, row.organisation, row.names) for row in lines(stage, item)]


def lines(stage: Stage, item: Item) -> tuple[Waiting, ...]:
    (row,) = stage.session.execute(select_seen().where(Item.id == item.id))
    return overview_of(stage.session, [seen_of(row)], stage.now).waiting


def on(stage: Stage, who: str) -> list[WaitingRow]:
    viewer = viewer_of(actor_roles(stage.session, stage.id(who)))
    return list(waiting_on(stage.session, viewer, stage.id(who), stage.now))


def kinds(stage: Stage, who: str) -> list[str]:
    return [row.kind for row in on(stage, who)]


def test_the_next_step_is_the_owners_until_it_is_asked_for(stage: Stage):
    idea, draft = stage.item(text=ItemText(title="Idea")), stage.item()

    assert waiting(stage, idea) == [(NextStep.WRITE, "", ("Oda Owner",))]
    assert waiting(stage, draft) == [(NextStep.ASK, "", ("Oda Owner",))]
    assert kinds(stage, "owner") == ["content_ask", "content_write"]


@pytest.mark.parametrize("due", [date(2027, 7, 2), date(2027, 7, 16), date(2027, 7, 29)])
def test_an_owners_day_is_that_of_the_sign_off_until_it_is_complete(stage: Stage, due: date):
    item = stage.item(signoff_due_on=due)
    [first] = lines(stage, item)
    assert first.due is not None
    assert first.due.due_on == due

    stage.ask(item, stage.port, due=due)
    stage.say(item, "port_lead", stage.port, "no")
    decision = next(row for row in lines(stage, item) if row.step is NextStep.ANSWER_NO)
    assert decision.due is not None
    assert decision.due.due_on == due

    stage.say(item, "port_lead", stage.port)
    stage.say(item, "lead", stage.bay)
    assert [row.due.due_on for row in lines(stage, item) if row.due] == [DAY]


def test_each_organisation_that_owes_an_answer_is_named_with_its_people(stage: Stage):
    lead = stage.people["port_lead"]
    lead.away_until, lead.deputy_id = date(2027, 7, 9), stage.id("port_editor")
    item = stage.ask(stage.item(), stage.port, stage.kaagapay)
    stage.say(item, "manila_lead", stage.kaagapay)

    assert waiting(stage, item) == [
        (NextStep.SIGN, "Lantern Bay", ("Lena Lead",)),
        (NextStep.SIGN, "Old Port", ("Otto Port (away until Fri 9 Jul 2027)", "Pia Port")),
    ]
    port = lines(stage, item)[1]
    assert port.due is not None
    assert (port.due.due_on, port.due.zone, port.since) == (DUE, "Europe/Lisbon", stage.now)
    assert (kinds(stage, "port_lead"), kinds(stage, "port_editor")) == (["content_sign"], ["content_sign"])
    assert (kinds(stage, "manila_lead"), kinds(stage, "owner")) == ([], [])


def test_new_text_is_to_be_renewed(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "port_lead", stage.port)
    stage.now += timedelta(days=1)
    stage.write(item, "Other words.")

    renew = lines(stage, item)[1]
    assert (renew.step, renew.since) == (NextStep.RENEW, stage.now)
    assert kinds(stage, "port_lead") == ["content_renew"]


def test_a_no_and_a_closed_signatory_are_for_the_owner_to_decide(stage: Stage):
    item = stage.ask(stage.item(), stage.port, stage.kaagapay)
    stage.say(item, "port_lead", stage.port, "no", comment="Wrong number")
    close_organisation(stage.session, stage.kaagapay, (), None, stage.now)

    assert waiting(stage, item)[1:] == [
        (NextStep.ANSWER_NO, "Old Port", ("Oda Owner",)),
        (NextStep.REPLACE, "Kaagapay", ("Oda Owner",)),
    ]
    assert lines(stage, item)[2].text == "Kaagapay has closed: remove it as a signatory or choose another"
    assert kinds(stage, "owner") == ["content_answer_no", "content_replace"]


def test_the_second_person_is_a_coordinator_if_nobody_else_can_check(stage: Stage):
    item = stage.ask(stage.item(writer="lead"), stage.port)

    assert waiting(stage, item)[0] == (NextStep.CHECK, "Lantern Bay", ("Cora Chair",))
    assert kinds(stage, "coordinator") == ["content_check"]
    assert kinds(stage, "lead") == []


@pytest.mark.parametrize("closed", [False, True])
def test_a_coordinator_is_asked_for_no_more_than_what_nobody_else_can_check(stage: Stage, closed: bool):
    stage.ask(stage.item(), stage.port)
    alone = stage.ask(stage.item(writer="lead"), stage.port)
    if closed:
        close_organisation(stage.session, stage.bay, (), None, stage.now)
    who = stage.id("coordinator")
    viewer = viewer_of(actor_roles(stage.session, who))

    looked_at = [one.item.id for one in pending_with_text(stage.session, viewer, who, viewer.editor_of)[0]]

    assert set(looked_at) == {row.id for row in on(stage, "coordinator")}
    assert (looked_at == [alone.id]) is not closed


def test_an_item_without_an_owner_is_its_leads_matter(stage: Stage):
    item = stage.item()
    item.owner_id = None

    assert waiting(stage, item) == [(NextStep.OWN, "", ("Lena Lead",)), (NextStep.ASK, "", ("Lena Lead",))]
    assert kinds(stage, "lead") == ["content_ask", "content_own"]


@pytest.mark.parametrize(
    ("state", "step"),
    [(State.APPROVED, NextStep.SCHEDULE), (State.SCHEDULED, NextStep.PUBLISH), (State.PUBLISHED, None)],
)
def test_what_follows_approval(stage: Stage, state, step):
    item = stage.item()
    item.state = state

    assert [row.step for row in lines(stage, item)] == ([step] if step else [])


@pytest.mark.parametrize(
    ("at", "urgency", "is_late"),
    [
        (datetime(2027, 7, 1, 11, 0, tzinfo=UTC), Urgency.TODAY, True),
        (datetime(2027, 7, 1, 13, 0, tzinfo=UTC), Urgency.TODAY, False),
        (datetime(2027, 7, 1, 22, 0, tzinfo=UTC), Urgency.SOON, False),
        (datetime(2027, 7, 30, 1, 0, tzinfo=UTC), Urgency.LATER, False),
    ],
)
def test_what_comes_out_at_a_moment_stands_by_it_and_is_late_from_then_on(
    stage: Stage, at: datetime, urgency: Urgency, is_late: bool
):
    item = stage.item()
    item.state, item.publish_at, item.publish_zone = State.SCHEDULED, at, "Asia/Manila"
    stage.session.flush()

    (row,) = on(stage, "owner")

    assert row.due is not None
    assert (row.at, row.ends_at, row.zone) == (at, at, "Asia/Manila")
    assert (row.due.urgency, row.is_late) == (urgency, is_late)


def test_a_review_waits_on_the_reviewer_in_their_zone(stage: Stage):
    item = stage.item()
    ask_for_review(stage, item, "manila_lead")

    (review,) = [row for row in lines(stage, item) if row.step is NextStep.REVIEW]
    assert review.due is not None
    assert (review.names, review.due.zone, review.since) == (("Kai Kaagapay",), "Asia/Manila", stage.now)
    assert kinds(stage, "manila_lead") == ["content_review"]


def test_the_lift_waits_on_the_clock(stage: Stage):
    item = stage.item(secrecy=SECRECY)

    lift = lines(stage, item)[-1]

    assert (lift.step, lift.at, lift.zone, lift.people) == (NextStep.LIFT, LIFT.at, "Asia/Manila", ())


def test_nothing_waits_on_somebody_who_may_not_read_it(stage: Stage):
    item = stage.ask(stage.item(secrecy=SECRECY), stage.port)
    assert kinds(stage, "port_lead") == ["content_sign"]

    assert (kinds(stage, "far_lead"), kinds(stage, "coordinator")) == ([], [])
    item.deleted_at = stage.now
    assert kinds(stage, "port_lead") == []


def test_what_is_late_stands_first(stage: Stage):
    stage.ask(stage.item(), stage.port)
    stage.ask(stage.item(text=ItemText(title="Late", body="Words")), stage.port, due=date(2027, 6, 30))

    rows = on(stage, "port_lead")

    assert [(row.title, row.due.urgency) for row in rows if row.due] == [
        ("Late", Urgency.OVERDUE),
        (ITEM_TEXT.title, Urgency.LATER),
    ]


def test_three_items_cost_as_many_queries_as_one(stage: Stage):
    def queries() -> int:
        seen: list[str] = []
        connection = stage.session.connection()

        def count(_conn, _cursor, statement, *_rest) -> None:
            seen.append(statement)

        stage.session.expire_all()
        event.listen(connection, "before_cursor_execute", count)
        on(stage, "port_lead")
        event.remove(connection, "before_cursor_execute", count)
        return len(seen)

    stage.ask(stage.item(), stage.port)
    one = queries()
    for _ in range(2):
        stage.ask(stage.item(), stage.port, stage.kaagapay)

    assert queries() == one


def test_whoever_something_waits_on_is_told_of_it_whatever_its_state_and_owner(stage: Stage):
    for state, owner, is_held in product(UNPUBLISHED, ("owner", "lead", None), (False, True)):
        item = stage.ask(stage.item(secrecy=SECRECY if is_held else None), stage.port)
        ask_for_review(stage, item, "port_editor")
        item.owner_id, item.state = stage.id(owner) if owner else None, state
        item.guard.held = is_held
    stage.session.flush()
    found = [seen_of(row) for row in stage.session.execute(select_seen())]
    waiting = [row for row in overview_of(stage.session, found, stage.now).waiting if row.step is not NextStep.LIFT]

    for who in ("owner", "editor", "lead", "port_lead", "port_editor", "far_lead"):
        expected = sorted((row.item_id, row.kind) for row in waiting if stage.id(who) in row.people)
        assert sorted((row.id, row.kind) for row in on(stage, who)) == expected
        assert bool(expected) is (who not in {"editor", "far_lead"})
