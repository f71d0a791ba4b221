"""What mail about campaigns and tasks tells: who gave whom what, the old and the new day, and why."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.campaigns.queries.join_requests import open_requests
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.bulk import Picked, assign_tasks, shift_tasks
from scheduler.campaigns.services.campaigns import cancel_campaign, restore_campaign
from scheduler.campaigns.services.joining import accept_request, ask_to_join, decline_request
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.campaigns.services.organisations import add_organisation
from scheduler.campaigns.services.reschedule import set_days
from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.vocabulary import Scope
from scheduler.observances.models import Edition
from scheduler.observances.services import edition_edits
from scheduler.observances.services.calendar_entries import publish_editions
from scheduler.outbox.rendering import NotSent
from tests.campaigns.conftest import AddTask, Coalition, StartCampaign
from tests.factories import LONG_AGO
from tests.written import answers, first_line, letter, together

ContextAs = Callable[[Person | None], ChangeContext]
SHARED = AudienceDraft(Audience.COALITION)


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def mail_to(session: Session, now: datetime) -> Callable[[NotificationKind, Person], tuple[str, str]]:
    def read(kind: NotificationKind, who: Person) -> tuple[str, str]:
        notify_listeners(session)
        found = letter(session, kind, who.id, now)
        return found.subject, first_line(found)

    return read


@pytest.fixture
def in_calendars(session: Session, edition: Edition, context_as: ContextAs) -> Edition:
    edition.observance.registered_at, edition.observance.scope = LONG_AGO, Scope.INTERNATIONAL
    publish_editions(session, [edition], context_as(None))
    return edition


MailTo = Callable[[NotificationKind, Person], tuple[str, str]]


def test_manager_organisation_and_assignee_are_told_what_is_theirs(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs, mail_to: MailTo
) -> None:
    campaign = start(owner_id=coalition.ben.id, organisation_id=coalition.lantern.id)
    assert mail_to(NotificationKind.ASSIGNED, coalition.ben) == (
        "You now manage this campaign: Break the chain",
        "Ana (Lantern Bay) made you the manager of this campaign.",
    )
    add_organisation(session, campaign, coalition.outside.id, context_as(coalition.ana))
    assert mail_to(NotificationKind.ASSIGNED, coalition.dora) == (
        "Your organisation now participates: Break the chain",
        "Ana (Lantern Bay) added Outside Circle to this campaign.",
    )
    add(campaign, "Tagalog übersetzen", assignee_id=coalition.cleo.id, organisation_id=coalition.harbour.id)
    assert mail_to(NotificationKind.ASSIGNED, coalition.cleo) == (
        "Your task: Tagalog übersetzen",
        "Ana (Lantern Bay) assigned this task to you.",
    )
    assert (
        "Due by: Friday 16 July 2027"
        in letter(session, NotificationKind.ASSIGNED, coalition.cleo.id, context_as(None).now).text
    )


def test_many_tasks_are_counted_and_a_shift_says_how_far(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs, mail_to: MailTo
) -> None:
    campaign = start()
    tasks = [add(campaign, title, organisation_id=coalition.harbour.id) for title in ("A", "B", "C")]
    picked = [Picked(task.id, task.revision) for task in tasks]
    assign_tasks(session, campaign, picked, coalition.cleo.id, context_as(coalition.ben))
    assert mail_to(NotificationKind.ASSIGNED, coalition.cleo) == (
        "3 tasks assigned to you: Break the chain",
        "Ben (Harbour Light) assigned you 3 tasks in this campaign.",
    )
    picked = [Picked(task.id, task.revision) for task in tasks]
    shift_tasks(session, campaign, picked, -2, context_as(coalition.ana))
    assert mail_to(NotificationKind.MOVED, coalition.cleo) == (
        "Your tasks have moved: Break the chain",
        "Ana (Lantern Bay) moved your tasks in this campaign: they are now due 2 days earlier.",
    )


@pytest.mark.parametrize("reason", ["La ONU lo ha cambiado.", "Tatil nedeniyle", "主催者の都合"])
def test_a_moved_day_gives_old_and_new_and_the_reason(
    session: Session,
    coalition: Coalition,
    start: StartCampaign,
    in_calendars: Edition,
    context_as: ContextAs,
    mail_to: MailTo,
    reason: str,
) -> None:
    start(edition_id=in_calendars.id, first_day=None, last_day=None, owner_id=coalition.ana.id)
    days = edition_edits.EditionDays(span=DateSpan(date(2027, 8, 2), date(2027, 8, 3)), reason=reason)
    edition_edits.set_days(
        session, in_calendars, days, revision=in_calendars.revision, context=context_as(coalition.coordinator)
    )

    assert mail_to(NotificationKind.MOVED, coalition.ana) == (
        "Date changed: Break the chain",
        "New date: Monday 2 August 2027 – Tuesday 3 August 2027. It was Friday 30 July 2027.",
    )
    text = letter(session, NotificationKind.MOVED, coalition.ana.id, context_as(None).now).text
    assert f"Why:\n> {reason}" in text
    assert "Old date: Friday 30 July 2027" in text


def test_of_several_moves_in_one_mail_the_first_old_and_the_last_new_day_are_told(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs, now: datetime
) -> None:
    campaign = start()
    for number, day in enumerate((date(2027, 8, 2), date(2027, 8, 9))):
        context = replace(context_as(coalition.coordinator), now=now.replace(minute=number))
        set_days(session, campaign, day, day, context)

    found = together(session, {NotificationKind.MOVED}, coalition.ana.id, now)
    assert not isinstance(found, NotSent)
    assert first_line(found) == "New date: Monday 9 August 2027. It was Friday 30 July 2027."
    assert "2 August" not in found.text


def test_nothing_is_told_of_a_day_that_moved_and_came_back(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs, now: datetime
) -> None:
    campaign = start()
    for number, day in enumerate((date(2027, 8, 2), date(2027, 7, 30))):
        context = replace(context_as(coalition.coordinator), now=now.replace(minute=number))
        set_days(session, campaign, day, day, context)

    assert together(session, {NotificationKind.MOVED}, coalition.ana.id, now) == NotSent("moved_back")


def test_a_cancelled_campaign_says_why_and_a_lost_day_is_no_cancellation(
    session: Session,
    coalition: Coalition,
    start: StartCampaign,
    in_calendars: Edition,
    context_as: ContextAs,
    mail_to: MailTo,
) -> None:
    campaign = start(SHARED, edition_id=in_calendars.id, first_day=None, last_day=None)
    edition_edits.cancel_edition(session, in_calendars, "Kein Geld.", context_as(coalition.coordinator))
    assert mail_to(NotificationKind.CANCELLED, coalition.ben)[0] == "Observance cancelled: Break the chain"
    assert (
        "Why:\n> Kein Geld." in letter(session, NotificationKind.CANCELLED, coalition.ben.id, context_as(None).now).text
    )

    edition_edits.restore_edition(session, in_calendars, context_as(coalition.coordinator))
    assert mail_to(NotificationKind.RESTORED, coalition.ben)[0] == "Reinstated: Break the chain"
    assert answers(session, NotificationKind.CANCELLED, coalition.ben.id, context_as(None).now) == [NotSent("restored")]

    later = replace(context_as(coalition.ana), now=context_as(None).now.replace(hour=13))
    cancel_campaign(session, campaign, "Le texte est retiré.", later)
    found = letter(session, NotificationKind.CANCELLED, coalition.ben.id, later.now)
    assert found.subject == "Cancelled: Break the chain"
    assert first_line(found) == "Ana (Lantern Bay) cancelled this campaign and its open tasks."
    assert "> Le texte est retiré." in found.text
    restore_campaign(session, campaign, replace(later, now=later.now.replace(hour=14)))


def test_who_asks_to_take_part_is_named_on_the_way_there_and_back(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs, mail_to: MailTo
) -> None:
    campaign = start(SHARED)
    ask_to_join(session, campaign, coalition.outside.id, coalition.dora.id, context_as(coalition.dora))
    assert mail_to(NotificationKind.JOIN_ASKED, coalition.ana) == (
        "Outside Circle asks to join: Break the chain",
        "Dora (Outside Circle) asks for Outside Circle to join this campaign.",
    )
    [request] = open_requests(session, campaign.id)
    decline_request(session, campaign, request, context_as(coalition.ana))
    assert mail_to(NotificationKind.JOIN_DECLINED, coalition.dora)[1] == (
        "Ana (Lantern Bay) declined the request of Outside Circle to join. Contact them if you disagree."
    )
    ask_to_join(session, campaign, coalition.outside.id, coalition.dora.id, context_as(coalition.dora))
    [request] = open_requests(session, campaign.id)
    accept_request(session, campaign, request, context_as(coalition.ana))
    assert mail_to(NotificationKind.JOIN_ACCEPTED, coalition.dora)[1] == (
        "Ana (Lantern Bay) accepted Outside Circle into the campaign. You can now see what is shared in it."
    )


def test_who_left_and_what_has_closed_is_named(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, now: datetime, mail_to: MailTo
) -> None:
    campaign = start(SHARED)
    add(campaign, assignee_id=coalition.cleo.id, organisation_id=coalition.harbour.id)
    coalition.cleo.memberships[0].ended_at = now
    session.flush()
    CampaignListener().membership_ended(session, coalition.cleo.id, coalition.harbour.id, None, now)
    subject, line = mail_to(NotificationKind.NEEDS_SOMEBODY, coalition.ana)
    assert subject == "Needs an owner: Break the chain"
    assert line.startswith("Cleo")
    assert line.endswith("no longer participates: 1 open task is unassigned.")

    coalition.harbour.closed_at = now
    session.flush()
    CampaignListener().organisation_closed(session, coalition.harbour.id, None, now)
    assert (
        mail_to(NotificationKind.ORGANISATION_CLOSED, coalition.ana)[0] == "Harbour Light has closed: Break the chain"
    )
