"""Whose a task is: who edits, finishes, deletes and gives away tasks of others, one by one and many at once."""

import pytest

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership
from tests.campaigns.web.visits import Visits
from tests.factories import LONG_AGO


@pytest.fixture
def path(visits: Visits) -> str:
    return visits.campaign(audience="coalition")


def for_harbour(visits: Visits, path: str, title: str = "Write the post", **changes: str) -> str:
    return visits.task(path, title, organisation_id=str(visits.coalition.harbour.id), **changes)


def make_editor(visits: Visits, who: str) -> None:
    """Make somebody editor at Lantern, which leads the campaign."""
    person, lantern = getattr(visits.coalition, who), visits.coalition.lantern
    row = Membership(person_id=person.id, organisation_id=lantern.id, role=MemberRole.EDITOR, started_at=LONG_AGO)
    visits.store.add(row)
    visits.store.commit()


ACTS = ("done", "reopen", "edit", "delete")


def do(visits: Visits, who: str, path: str, task: str, act: str) -> int:
    if act == "edit":
        row = visits.stored(task)
        plan = {"title": "Changed", "due_on": "2027-07-16", "revision": str(row.revision), "note": row.note}
        whose = {"organisation_id": str(row.organisation_id), "assignee_id": str(row.assignee_id or "")}
        return visits.post(who, f"{path}/tasks/{task}/edit", **plan, **whose).status_code
    return visits.post(who, f"{path}/tasks/{task}/{act}").status_code


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("ana", 303), ("ben", 303), ("cleo", 303), ("coordinator", 303), ("dora", 403), ("visitor", 302)],
)
def test_the_assignee_their_lead_and_the_heads_of_the_campaign_change_a_task(
    visits: Visits, path: str, act: str, who: str, status: int
) -> None:
    task = for_harbour(visits, path, assignee_id=str(visits.coalition.cleo.id))

    assert do(visits, who, path, task, act) == status


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("cleo", 403), ("dora", 403)])
def test_nobody_changes_a_task_of_another_organisation(
    visits: Visits, path: str, act: str, who: str, status: int
) -> None:
    task = visits.task(path, assignee_id=str(visits.coalition.ana.id))
    before = visits.stored(task).revision

    assert do(visits, who, path, task, act) == status
    assert visits.stored(task).revision == before
    page = visits.get(who, path).text + visits.get(who, f"{path}/work").text
    assert f"/tasks/{task}/edit" not in page
    assert f'value="{task}.' not in page


def test_an_editor_of_the_organisation_takes_up_what_nobody_has_and_no_task_of_a_colleague(
    visits: Visits, path: str
) -> None:
    make_editor(visits, "dora")
    free = visits.task(path, "Free")
    hers = visits.task(path, "Hers", assignee_id=str(visits.coalition.ana.id))

    assert do(visits, "dora", path, hers, "edit") == 403
    assert do(visits, "dora", path, free, "edit") == 303


def test_of_many_those_of_others_stay(visits: Visits, path: str) -> None:
    own, other = for_harbour(visits, path, "Ours"), visits.task(path, "Theirs")
    picked = [f"{own}.1", f"{other}.1"]

    for act in ({"act": "shift", "days": "3"}, {"act": "done"}, {"act": "delete"}):
        visits.post("ben", f"{path}/tasks/bulk", task=[f"{own}.{visits.stored(own).revision}", picked[1]], **act)
        assert visits.stored(other).revision == 1

    assert visits.stored(own).deleted_at is not None
    assert "You cannot change these in that way, so they stay as they are: “Theirs”" in visits.get("ben", path).text


def test_whoever_has_no_say_over_the_campaign_gives_tasks_to_their_own_alone(visits: Visits, path: str) -> None:
    own, ana, cleo = for_harbour(visits, path), str(visits.coalition.ana.id), str(visits.coalition.cleo.id)
    plan = {"title": "X", "due_on": "2027-07-16", "organisation_id": str(visits.coalition.harbour.id), "revision": "1"}

    assert "Ana" not in visits.get("ben", f"{path}/tasks/{own}/edit").text.split("<form")[-1]
    assert visits.post("ben", f"{path}/tasks/{own}/edit", **plan, assignee_id=ana).status_code == 422
    bulk = {"task": [f"{own}.1"], "act": "assign"}
    assert visits.post("ben", f"{path}/tasks/bulk", **bulk, assignee_id=ana).status_code == 422
    lantern = {"organisation_id": str(visits.coalition.lantern.id)}
    assert visits.post("ben", f"{path}/tasks/{own}/edit", **(plan | lantern)).status_code == 422
    assert visits.stored(own).assignee_id is None

    assert visits.post("ben", f"{path}/tasks/bulk", **bulk, assignee_id=cleo).status_code == 303
    assert visits.stored(own).assignee_id == visits.coalition.cleo.id


def test_a_task_that_says_nobody_is_for_the_own_organisation_of_who_adds_it(visits: Visits, path: str) -> None:
    assert visits.stored(visits.task(path, who="ben")).organisation_id == visits.coalition.harbour.id
    assert visits.stored(visits.task(path, who="ana")).organisation_id == visits.coalition.lantern.id


def test_what_was_done_to_a_task_is_not_taken_back_by_who_lost_it(visits: Visits, path: str) -> None:
    own = for_harbour(visits, path, assignee_id=str(visits.coalition.ben.id))
    visits.post("ben", f"{path}/tasks/bulk", task=[f"{own}.1"], act="shift", days="3")
    undo = f"{path}/undo/{visits.last_undo()}"
    visits.post("ana", f"{path}/organisations/{visits.coalition.harbour.id}/leave")

    assert visits.post("ben", undo).status_code == 403
    assert str(visits.stored(own).due_on) == "2027-07-19"
