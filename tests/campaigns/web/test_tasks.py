import re
import uuid
from datetime import UTC, datetime

import pytest

from tests.campaigns.web.visits import Visits
from tests.fakes import FakeClock


def picks(visits: Visits, *tasks: str) -> list[str]:
    return [f"{task}.{visits.stored(task).revision}" for task in tasks]


@pytest.mark.parametrize(
    ("who", "plans", "changes"),
    [
        ("visitor", 302, 302),
        ("ana", 303, 303),
        ("ben", 303, 403),
        ("cleo", 403, 403),
        ("dora", 404, 404),
        ("coordinator", 404, 404),
    ],
)
def test_editors_in_it_plan_tasks_and_change_those_of_their_own_organisation(
    visits: Visits, who: str, plans: int, changes: int
) -> None:
    path = visits.campaign()
    task = visits.task(path)

    assert visits.post(who, f"{path}/tasks/new", title="One", due_on="2027-07-01").status_code == plans
    assert visits.get(who, f"{path}/tasks/{task}/edit").status_code == (200 if changes == 303 else changes)
    answer = visits.post(who, f"{path}/tasks/bulk", task=picks(visits, task), act="done")
    assert answer.status_code == plans
    assert (visits.stored(task).done_at is not None) is (changes == 303)
    assert visits.post(who, f"{path}/tasks/{task}/delete").status_code == changes
    assert (visits.stored(task).deleted_at is not None) is (changes == 303)


def test_the_quick_line_needs_title_and_day_alone(visits: Visits) -> None:
    path = visits.campaign()

    task = visits.stored(visits.task(path, "Write the post"))

    assert (task.title, str(task.due_on), task.offset_days, task.assignee_id) == (
        "Write the post",
        "2027-07-16",
        -14,
        None,
    )
    page = visits.get("cleo", path).text
    assert "Unassigned" in page
    assert "Fri 16 Jul 2027" in page
    assert "New York, UTC−4" in page


def test_the_same_line_sent_twice_adds_one_task(visits: Visits) -> None:
    path, form_id = visits.campaign(), str(uuid.uuid4())

    assert visits.task(path, form_id=form_id) == visits.task(path, form_id=form_id)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Required"),
        ({"due_on": ""}, "Enter the due date"),
        ({"due_on": "soon"}, "Enter the day as"),
        ({"assignee_id": "99"}, "Not a valid choice"),
        ({"assignee_id": "x"}, "Choice"),
        ({"organisation_id": "99"}, "Not a valid choice"),
    ],
)
def test_bad_input_is_refused_and_kept(visits: Visits, changes: dict[str, str], message: str) -> None:
    path = visits.campaign()
    values = {"title": "Write the post", "due_on": "2027-07-16", "note": "In Tagalog too"} | changes

    answer = visits.post("ana", f"{path}/tasks/new", **values)

    assert answer.status_code == 422
    assert message in answer.text
    assert "In Tagalog too" in answer.text


def test_an_outsider_is_no_choice(visits: Visits) -> None:
    path, dora = visits.campaign(), str(visits.coalition.dora.id)

    answer = visits.post("ana", f"{path}/tasks/new", title="X", due_on="2027-07-16", assignee_id=dora)

    assert answer.status_code == 422


def test_the_assignee_marks_as_done_and_others_who_are_no_editors_do_not(visits: Visits) -> None:
    path, cleo = visits.campaign(), str(visits.coalition.cleo.id)
    hers, other = visits.task(path, assignee_id=cleo), visits.task(path, "Other")

    assert visits.post("cleo", f"{path}/tasks/{other}/done").status_code == 403
    assert visits.post("cleo", f"{path}/tasks/{hers}/done").status_code == 303
    assert visits.stored(hers).done_by_id == visits.coalition.cleo.id
    assert visits.post("cleo", f"{path}/tasks/{hers}/reopen").status_code == 303
    assert visits.stored(hers).done_at is None
    assert visits.post("dora", f"{path}/tasks/{hers}/done").status_code == 404


def test_a_task_of_another_campaign_is_404(visits: Visits) -> None:
    path, other = visits.campaign(), visits.campaign(title="Other")
    task = visits.task(other)

    assert visits.get("ana", f"{path}/tasks/{task}/edit").status_code == 404
    assert visits.post("ana", f"{path}/tasks/{task}/done").status_code == 404


def test_a_stale_edit_shows_both_texts(visits: Visits) -> None:
    path = visits.campaign()
    task = visits.task(path)
    values = {"due_on": "2027-07-16", "revision": "1", "organisation_id": str(visits.coalition.lantern.id)}
    edit = f"{path}/tasks/{task}/edit"
    assert visits.post("ana", edit, title="Theirs", **values).status_code == 303

    late = visits.post("ana", edit, title="Mine", **values)

    assert late.status_code == 409
    for text in ("Theirs", "Mine", 'name="revision" type="hidden" value="2"'):
        assert text in late.text


def test_many_tasks_move_and_undo_takes_it_back_for_its_doer_alone(visits: Visits) -> None:
    path = visits.campaign()
    one, two = visits.task(path, "One"), visits.task(path, "Two")

    answer = visits.post("ana", f"{path}/tasks/bulk", task=picks(visits, one, two), act="shift", days="3")
    assert answer.status_code == 303
    assert [str(visits.stored(task).due_on) for task in (one, two)] == ["2027-07-19", "2027-07-19"]

    undo = f"{path}/undo/{visits.last_undo()}"
    assert undo in visits.get("ana", f"{path}/work").text
    assert undo not in visits.get("ben", f"{path}/work").text
    assert visits.post("ben", undo).status_code == 404
    visits.post("ana", f"{path}/tasks/{two}/done")
    assert visits.post("ana", undo).status_code == 303
    assert [str(visits.stored(task).due_on) for task in (one, two)] == ["2027-07-16", "2027-07-19"]
    page = visits.get("ana", path).text
    assert "1 task restored to what it was" in page
    assert "Someone else changed these in the meantime, so they stay as they are: “Two”" in page
    assert visits.post("ana", undo).status_code == 303
    assert "This has already been undone" in visits.get("ana", path).text


@pytest.mark.parametrize("days", ["", "0", "many", "9999"])
def test_a_move_without_a_number_asks_for_it_and_keeps_the_picks(visits: Visits, days: str) -> None:
    path = visits.campaign()
    task = visits.task(path)

    answer = visits.post("ana", f"{path}/tasks/bulk", task=picks(visits, task), act="shift", days=days)

    assert answer.status_code == 422
    assert f'name="task" value="{task}.1"' in answer.text
    assert 'class="field-error"' in answer.text
    assert visits.stored(task).revision == 1


@pytest.mark.parametrize("picked", [[], ["x"], ["1.2.3"], ["-1.1"], ["9999999999.1"]])
def test_nothing_picked_changes_nothing(visits: Visits, picked: list[str]) -> None:
    path = visits.campaign()
    visits.task(path)

    assert visits.post("ana", f"{path}/tasks/bulk", task=picked, act="delete").status_code == 303
    assert "Select at least one task first" in visits.get("ana", path).text


def test_many_are_given_to_somebody_and_deleted_and_brought_back(visits: Visits) -> None:
    path, cleo = visits.campaign(), visits.coalition.cleo.id
    one, two = visits.task(path, "One"), visits.task(path, "Two")

    visits.post("ana", f"{path}/tasks/bulk", task=picks(visits, one, two), act="assign", assignee_id=str(cleo))
    assert [visits.stored(task).assignee_id for task in (one, two)] == [cleo, cleo]

    visits.post("ana", f"{path}/tasks/bulk", task=picks(visits, one, two), act="delete")
    assert "2 deleted tasks can be restored" in visits.get("ana", f"{path}/work").text
    assert "deleted tasks" not in visits.get("coordinator", f"{path}/work").text
    assert visits.post("ana", f"{path}/tasks/{one}/done").status_code == 404
    assert visits.post("ana", f"{path}/tasks/{one}/undelete").status_code == 303
    assert visits.stored(one).deleted_at is None


def test_overdue_stands_first_by_where_its_day_ended(visits: Visits) -> None:
    path = visits.campaign()
    visits.task(path, "Later", due_on="2027-07-02")
    # At noon UTC on 1 July the 30th of June is over everywhere; in Manila the 1st has only begun to end.
    visits.task(path, "Late", due_on="2027-06-28")

    page = visits.get("ana", f"{path}/work").text

    titles = re.findall(r'<th scope="row">\s*<a[^>]*>([^<]+)</a>', page)
    assert titles == ["Late", "Later"]
    assert "3 days overdue" in page
    assert "Tomorrow" in page


def test_counts_of_the_list_are_of_open_tasks(visits: Visits) -> None:
    path = visits.campaign()
    visits.task(path, due_on="2027-06-28")
    visits.post("ana", f"{path}/tasks/{visits.task(path)}/done")
    visits.task(path)

    page = visits.get("cleo", "/campaigns").text

    assert "1 overdue" in page
    assert "2 open" in page


def test_days_are_counted_on_the_readers_own_calendar(visits: Visits, clock: FakeClock) -> None:
    path, cleo = visits.campaign(), visits.coalition.cleo
    visits.task(path, due_on="2027-07-16", assignee_id=str(cleo.id), organisation_id=str(visits.coalition.harbour.id))
    # Half past eight on Wednesday evening in New York, on Thursday morning in Manila.
    clock.advance(datetime(2027, 7, 15, 0, 30, tzinfo=UTC) - clock.now())

    assert "In 2 days" in visits.get("ana", path).text
    in_manila = visits.get("ben", path).text
    assert "Tomorrow" in in_manila
    assert "In 2 days" not in in_manila
