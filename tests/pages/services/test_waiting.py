"""What waits for one person across features, and what of it is for nobody else's eyes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from scheduler.accounts.models import Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import GuardDraft, create_guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.windows import entries_for_each
from scheduler.campaigns.domain.todo import Urgency, WaitingRow
from scheduler.campaigns.models import Campaign, Task
from scheduler.db import AppSession
from scheduler.observances.queries.observances import observances_by_slug, registered_observances
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from scheduler.pages.domain.todo_groups import Horizon
from scheduler.pages.month import Reader
from scheduler.pages.my_todo import WaitingList, dates_wanted, waiting_for
from tests.coalition import Team, team
from tests.content import builders
from tests.content.builders import LIFT
from tests.observances.catalogues import ANNOUNCED, csv_of


@dataclass
class Plan:
    """A campaign of two organisations, and whoever looks at their own list."""

    session: AppSession
    bay: Team
    harbour: Team
    campaign: Campaign
    now: datetime

    def task(self, title: str, due_in: int | None = None, who: Person | None = None, **changes: object) -> Task:
        day = self.now.date() + timedelta(days=due_in) if due_in is not None else None
        row = Task(campaign_id=self.campaign.id, title=title, due_on=day, organisation_id=self.bay.id)
        row.assignee_id, row.created_at = who.id if who else None, self.now
        for name, value in changes.items():
            setattr(row, name, value)
        self.session.add(row)
        self.session.flush()
        return row

    def list_of(self, person: Person) -> WaitingList:
        viewer = viewer_of(actor_roles(self.session, person.id))
        reader = Reader(viewer, person.zone, self.now)
        dated, *_others = entries_for_each(self.session, viewer, [dates_wanted(person.id)])
        return waiting_for(self.session, reader, person.id, dated)

    def titles(self, person: Person) -> list[str]:
        return [row.title for row in now_of(self.list_of(person))]


def now_of(found: WaitingList) -> list[WaitingRow]:
    return [row for group in found.groups if group.horizon is not Horizon.LATER for row in group.shown]


def later_of(found: WaitingList) -> list[WaitingRow]:
    return [row for group in found.groups if group.horizon is Horizon.LATER for row in group.folded]


@pytest.fixture
def plan(session: AppSession, now: datetime) -> Plan:
    bay, harbour = team(session), team(session, "Harbour Trust")
    return Plan(session, bay, harbour, builders.campaign(session, bay, harbour), now)


def test_own_tasks_wait_the_most_urgent_first(plan: Plan) -> None:
    for title, due_in in (("Someday", None), ("Today", 0), ("Late", -3), ("Soon", 6)):
        plan.task(title, due_in, plan.bay.member)

    assert plan.titles(plan.bay.member) == ["Late", "Today", "Soon", "Someday"]
    assert plan.titles(plan.harbour.member) == []


def test_what_has_over_a_week_stands_apart(plan: Plan) -> None:
    plan.task("Far", 8, plan.bay.member)

    found = plan.list_of(plan.bay.member)

    assert ([row.title for row in now_of(found)], [row.title for row in later_of(found)]) == ([], ["Far"])


def test_task_lasts_until_its_day_has_ended_where_its_doer_is(plan: Plan) -> None:
    plan.task("Call", -1, plan.bay.member)
    plan.now = plan.now.replace(hour=5)
    plan.bay.member.zone = "Pacific/Honolulu"
    plan.session.flush()

    due = now_of(plan.list_of(plan.bay.member))[0].due

    assert due is not None
    assert due.urgency is Urgency.TODAY


def test_task_that_nobody_does_waits_for_the_editors_of_its_organisation(plan: Plan) -> None:
    plan.task("Orphan", 1)

    assert plan.titles(plan.bay.editor) == ["Orphan"]
    assert now_of(plan.list_of(plan.bay.editor))[0].needs_somebody
    assert plan.titles(plan.bay.member) == []
    assert plan.titles(plan.harbour.editor) == []


@pytest.mark.parametrize("end", ["done_at", "deleted_at"])
def test_finished_task_waits_no_more(plan: Plan, end: str) -> None:
    plan.task("Done", 0, plan.bay.member, **{end: plan.now})

    assert plan.titles(plan.bay.member) == []


@pytest.mark.parametrize("end", ["cancelled_at", "deleted_at"])
def test_tasks_of_an_ended_campaign_wait_no_more(plan: Plan, end: str) -> None:
    plan.task("Pointless", 0, plan.bay.member)
    setattr(plan.campaign, end, plan.now)
    plan.session.flush()

    assert plan.titles(plan.bay.member) == []


def test_task_behind_a_guard_is_not_told_to_an_outsider(plan: Plan) -> None:
    guard = create_guard(
        plan.session, GuardDraft(Audience.COALITION, embargo=LIFT, embargo_group_organisations=[plan.bay.id])
    )
    plan.campaign.guard_id = guard.id
    plan.task("Secret", 0, plan.harbour.editor)
    plan.task("Ours", 0, plan.bay.editor)

    assert plan.titles(plan.harbour.editor) == []
    assert plan.titles(plan.bay.editor) == ["Ours"]


def test_own_item_waits_for_its_owner(plan: Plan) -> None:
    builders.item(plan.session, plan.bay, plan.now)

    found = plan.list_of(plan.bay.editor)

    assert [(row.kind, row.title) for row in (*now_of(found), *later_of(found))] == [
        ("content_ask", builders.ITEM_TEXT.title)
    ]
    assert plan.list_of(plan.harbour.editor) == WaitingList(())


def test_date_to_ask_for_waits_for_the_steward_from_its_day_on(plan: Plan) -> None:
    context = ChangeContext((), plan.harbour.lead.id, plan.now)
    import_catalogue(plan.session, csv_of(ANNOUNCED), context)
    register(plan.session, observances_by_slug(plan.session, [ANNOUNCED["slug"]])[ANNOUNCED["slug"]], context)
    edition = next(row for row in registered_observances(plan.session)[0].editions if row.starts_on is None)
    assert edition.ask_on is not None

    plan.now = plan.now.replace(year=edition.ask_on.year, month=edition.ask_on.month, day=edition.ask_on.day)

    assert [row.kind for row in now_of(plan.list_of(plan.harbour.lead))] == ["date_wanted"]
    assert plan.titles(plan.bay.lead) == []
    plan.now -= timedelta(days=2)
    assert plan.titles(plan.harbour.lead) == []


@pytest.mark.parametrize(("count", "shown", "apart"), [(3, 4, 0), (4, 1, 4)])
def test_many_dates_to_ask_for_do_not_bury_what_is_to_be_done(plan: Plan, count: int, shown: int, apart: int) -> None:
    plan.task("Call", 1, plan.bay.lead)
    context = ChangeContext((), plan.bay.lead.id, plan.now)
    # Each has one edition without a date, to be asked for by now.
    announced = [ANNOUNCED | {"slug": f"day-{number}", "name": f"Day {number}"} for number in range(count)]
    import_catalogue(plan.session, csv_of(*announced), context)
    for observance in observances_by_slug(plan.session, [row["slug"] for row in announced]).values():
        register(plan.session, observance, context)
    missing = [row for each in registered_observances(plan.session) for row in each.editions if row.starts_on is None]
    asked = min(row.ask_on for row in missing if row.ask_on is not None)
    plan.now = plan.now.replace(year=asked.year, month=asked.month, day=asked.day)

    found = plan.list_of(plan.bay.lead)

    assert ("Call" in [row.title for row in now_of(found)], len(now_of(found)), len(found.dates)) == (
        True,
        shown,
        apart,
    )
    assert {row.kind for row in found.dates} <= {"date_wanted"}


def test_what_stands_still_until_somebody_decides_does_not_wait_for_its_week(plan: Plan) -> None:
    item = builders.item(plan.session, plan.bay, plan.now)
    item.owner_id = None
    plan.session.flush()

    found = plan.list_of(plan.bay.lead)

    assert [row.kind for row in now_of(found)] == ["content_own"]
    assert [row.kind for row in later_of(found)] == ["content_ask"]
