"""Who is asked when a sign-off or review is overdue: others, one circle a day, and it is on record who was."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import history
from scheduler.content.models import Item
from scheduler.content.presenters.history import history_lines
from scheduler.content.queries.open_items import overdue_until
from scheduler.content.services.reviews import ReviewDraft, ask_for_reviews
from scheduler.content.services.unanswered import ask_others
from scheduler.dates.timezones import day_end
from scheduler.outbox.rendering import Letter, NotSent
from tests.content.stage import DUE, SECRECY, Stage
from tests.written import answers

OVERDUE = NotificationKind.UNANSWERED
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Lisbon's day is over later than Manila's and earlier than New York's.
PORTS_DAY = day_end(DUE, "Europe/Lisbon")


@pytest.fixture
def item(stage: Stage) -> Item:
    """Copy that its own organisation has signed off, and Old Port has yet to."""
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "lead", stage.bay)
    return item


def run(stage: Stage, item: Item, at: datetime) -> bool:
    stage.now = at
    return ask_others(stage.session, item.id, stage.context(None))


def acts(stage: Stage, item: Item) -> list[str]:
    wanted = AuditRow.act.in_([AuditAct.CONTENT_SIGN_OFF_OVERDUE, AuditAct.CONTENT_REVIEW_OVERDUE])
    rows = history(stage.session, ("content", item.id), wanted)
    return [line.text for line in reversed(history_lines(stage.session, rows))]


def test_leads_then_deputies_then_the_owner_are_asked_each_once(stage: Stage, item: Item) -> None:
    stage.people["port_lead"].deputy_id = stage.id("port_editor")
    stage.session.flush()

    asked = [run(stage, item, PORTS_DAY + hours * HOUR) for hours in (-1, 0, 1, 24, 25, 48, 72, 96)]

    assert asked == [False, True, False, True, False, True, False, False]
    assert stage.notified(OVERDUE) == ["owner", "port_editor", "port_lead"]
    assert acts(stage, item) == [
        "asked Otto Port (Old Port), because Old Port had not responded by Tue 20 Jul 2027",
        "asked Pia Port (Old Port), because Old Port had not responded by Tue 20 Jul 2027",
        "asked Oda Owner (Lantern Bay), because Old Port had not responded by Tue 20 Jul 2027",
    ]


def test_without_a_deputy_the_owner_is_next(stage: Stage, item: Item) -> None:
    assert [run(stage, item, PORTS_DAY + days * DAY) for days in range(3)] == [True, True, False]
    assert stage.notified(OVERDUE) == ["owner", "port_lead"]


def test_nobody_is_asked_once_there_is_a_response(stage: Stage, item: Item) -> None:
    run(stage, item, PORTS_DAY)
    stage.say(item, "port_lead", stage.port, "no", comment="Name the port")

    assert not run(stage, item, PORTS_DAY + DAY)
    assert answers(stage.session, OVERDUE, stage.id("port_lead"), stage.now) == [NotSent("answered")]


def test_a_later_due_day_begins_anew(stage: Stage, item: Item) -> None:
    run(stage, item, PORTS_DAY)
    item.signoff_due_on = DUE + 2 * DAY
    stage.session.flush()

    assert [run(stage, item, PORTS_DAY + days * DAY) for days in (1, 2)] == [False, True]
    assert stage.notified(OVERDUE) == ["port_lead", "port_lead"]


def test_what_is_overdue_for_weeks_is_left_alone(stage: Stage, item: Item) -> None:
    assert not run(stage, item, PORTS_DAY + 8 * DAY)
    item.deleted_at = stage.now
    assert not run(stage, item, PORTS_DAY)


def test_of_a_review_the_leads_of_the_reviewer_are_asked_first(stage: Stage) -> None:
    item = stage.item()
    draft = ReviewDraft(frozenset({stage.id("port_editor")}), due_on=DUE)
    by, context = stage.by("owner", item), stage.context("owner")
    ask_for_reviews(stage.session, item, draft, form_id="", by=by, context=context)

    asked = [run(stage, item, PORTS_DAY + DAY + days * DAY) for days in range(3)]

    assert asked == [True, True, False]
    assert stage.notified(OVERDUE) == ["owner", "port_lead"]
    assert acts(stage, item)[0] == ("asked Otto Port (Old Port), because a review was not given by Tue 20 Jul 2027")


def test_under_embargo_mail_names_no_organisation_and_strangers_get_none(stage: Stage, app: Flask) -> None:
    item = stage.ask(stage.item(secrecy=SECRECY), stage.port)
    for days in range(3):
        run(stage, item, PORTS_DAY + days * DAY)

    assert set(stage.notified(OVERDUE)) <= {"lead", "owner", "port_lead", "port_editor"}
    with app.app_context():
        found = answers(stage.session, OVERDUE, stage.id("port_lead"), stage.now)
    assert found
    for letter in found:
        assert isinstance(letter, Letter)
        assert "Five of twelve" not in letter.text + letter.subject
        assert "Old Port" not in letter.text


def test_the_worker_looks_at_what_is_due_alone(stage: Stage, item: Item) -> None:
    other = stage.item()

    assert list(overdue_until(stage.session, DUE - DAY, DUE)) == [item.id]
    assert list(overdue_until(stage.session, DUE + DAY, DUE + 2 * DAY)) == []
    assert other.id != item.id
