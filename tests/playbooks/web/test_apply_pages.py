"""The pages of playbooks: the list, one, and the preview that makes tasks and content in a campaign."""

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from scheduler.campaigns.models import Task
from scheduler.content.models import Item
from tests.campaigns.conftest import make_edition
from tests.campaigns.web.visits import Visits
from tests.playbooks.web.pages import hidden, offered, ticked

AWARENESS = "awareness-day"
EVERYBODY = ("ana", "ben", "cleo", "dora", "coordinator", "visitor")


def count(visits: Visits, model: type[Task] | type[Item]) -> int:
    found = visits.store.scalar(select(func.count()).select_from(model).where(model.deleted_at.is_(None)))
    visits.store.commit()
    return int(found or 0)


def send(visits: Visits, who: str, path: str, page: str, **changes: object) -> TestResponse:
    data: dict[str, object] = {**hidden(page), "line": ticked(page)}
    return visits.clients[who].post(path, data=data | changes)


def test_every_member_reads_the_playbooks_and_nobody_else(visits: Visits) -> None:
    for who in EVERYBODY[:-1]:
        page = visits.get(who, "/playbooks").text
        assert "Awareness day" in page
        assert "Legislative moment" in page
        assert "Report launch" in page
        assert "Choose pictures; write alt text and credits" in visits.get(who, f"/playbooks/{AWARENESS}").text
    for path in ("/playbooks", f"/playbooks/{AWARENESS}"):
        assert visits.get("visitor", path).status_code == 302
    assert visits.get("ana", "/playbooks/no-such").status_code == 404


def test_a_slot_says_when_where_and_for_whom_it_is(visits: Visits) -> None:
    page = visits.get("ana", f"/playbooks/{AWARENESS}").text

    assert "1 day before, 17:00, the organisation&#39;s time zone" in page
    assert "On the first day, 09:00, each channel&#39;s time zone" in page
    assert "Each participating organisation" in page


def test_who_may_plan_applies_and_others_meet_no_page(visits: Visits) -> None:
    path = visits.campaign(joining="open")
    answers = {
        who: [visits.get(who, f"{path}/playbooks{rest}").status_code for rest in ("", f"/{AWARENESS}")]
        for who in EVERYBODY
    }

    assert answers == {
        "ana": [200, 200],
        "ben": [200, 200],
        "cleo": [403, 403],
        "dora": [404, 404],
        "coordinator": [404, 404],
        "visitor": [302, 302],
    }
    for who, status in (("cleo", 403), ("dora", 404), ("coordinator", 404), ("visitor", 302)):
        assert visits.post(who, f"{path}/playbooks/{AWARENESS}", line=["x"]).status_code == status
    assert count(visits, Task) == 0


def test_the_preview_shows_dates_zones_and_what_is_moved(visits: Visits) -> None:
    # 30 July 2027 is a Friday, seven days before it one as well; 18 June, 42 days before, too.
    path = visits.campaign()
    page = visits.get("ana", f"{path}/playbooks/{AWARENESS}").text

    assert "Thu 29 Jul 2027, 17:00" in page
    assert "New York, UTC−4" in page
    assert "1 day before" in page
    assert "No country is set for Harbour Light, Lantern Bay" in page
    # Today is 1 July 2027.
    assert "This date has passed." in page
    assert "lines fall into the past and are not ticked" in page


def test_what_is_ticked_is_made_and_the_page_says_how_much(visits: Visits) -> None:
    path = visits.campaign()
    here = f"{path}/playbooks/{AWARENESS}"
    page = visits.get("ana", here).text
    wanted = ticked(page)[:3]
    answer = send(visits, "ana", here, page, line=wanted)

    assert answer.status_code == 303
    assert answer.location.startswith(path)
    after = visits.get("ana", path).text
    assert "Added:" in after
    assert "applied a playbook" in visits.get("ana", f"{path}/activity").text
    assert count(visits, Task) + count(visits, Item) == 3
    again = visits.get("ana", here).text
    assert set(wanted).isdisjoint(ticked(again))
    assert "Already in this campaign." in again


def test_the_form_sent_twice_makes_everything_once(visits: Visits) -> None:
    path = visits.campaign()
    here = f"{path}/playbooks/{AWARENESS}"
    page = visits.get("ana", here).text

    assert [send(visits, "ana", here, page).status_code for _ in range(2)] == [303, 303]
    assert count(visits, Task) + count(visits, Item) == len(ticked(page))


def test_a_page_that_is_out_of_date_makes_nothing_and_shows_what_holds_now(visits: Visits) -> None:
    path = visits.campaign()
    here = f"{path}/playbooks/{AWARENESS}"
    pages = [visits.get("ana", here).text for _ in range(2)]
    send(visits, "ana", here, pages[0])
    made = count(visits, Task)
    answer = send(visits, "ana", here, pages[1])

    assert answer.status_code == 409
    assert "Something changed since you opened this page" in answer.text
    assert count(visits, Task) == made
    assert set(ticked(pages[1])) == set(ticked(answer.text))


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"line": []}, 422, "Tick at least one."),
        ({"shown": "0" * 32}, 409, "Nothing was added"),
        ({"shown": ""}, 409, "Nothing was added"),
        ({"line": ["brief.99999999999", "\x00", "a" * 10_000]}, 422, "no longer available"),
        ({"form_id": "no such"}, 303, ""),
    ],
)
def test_bad_input_makes_nothing_of_its_own(visits: Visits, change: dict[str, object], status: int, text: str) -> None:
    path = visits.campaign()
    here = f"{path}/playbooks/{AWARENESS}"
    page = visits.get("ana", here).text
    answer = send(visits, "ana", here, page, **change)

    assert answer.status_code == status
    assert text in answer.text
    if "line" in change:
        assert count(visits, Task) == 0


def test_a_cancelled_campaign_takes_nothing(visits: Visits) -> None:
    path = visits.campaign()
    here = f"{path}/playbooks/{AWARENESS}"
    page = visits.get("ana", here).text
    visits.post("ana", f"{path}/cancel", reason="No money")

    assert send(visits, "ana", here, page).status_code == 303
    assert count(visits, Task) == 0
    assert "The campaign is cancelled" in visits.get("ana", path).text
    assert "Add from a playbook" not in visits.get("ana", path).text


def test_a_member_of_another_organisation_taking_part_adds_what_is_theirs(visits: Visits) -> None:
    path = visits.campaign()
    here = f"{path}/playbooks/{AWARENESS}"
    page = visits.get("ben", here).text

    assert "Cannot be added by you" in page
    harbour = visits.coalition.harbour.id
    assert {key.split(".")[1] for key in offered(page)} == {str(harbour)}
    send(visits, "ben", here, page)
    rows = visits.store.scalars(select(Task.organisation_id)).all()
    visits.store.commit()
    assert set(rows) == {harbour}


def test_a_new_campaign_goes_on_to_a_playbook(visits: Visits) -> None:
    chosen = visits.start(then_playbook="1")
    assert chosen.location.endswith("/playbooks")
    assert "Awareness day" in visits.get("ana", chosen.location).text

    shown = visits.get("ana", f"/playbooks/{AWARENESS}").text
    assert f"/campaigns/new?playbook={AWARENESS}" in shown
    values = {"title": "Chain", "around": "own", "first_day": "2027-07-30", "audience": "organisations"}
    values["organisation_id"] = str(visits.coalition.lantern.id)
    started = visits.post("ana", f"/campaigns/new?playbook={AWARENESS}", **values)
    led = visits.get("ana", started.location)
    assert led.status_code == 303
    assert led.location.endswith(f"/playbooks/{AWARENESS}")
    made_up = visits.post("ana", "/campaigns/new?playbook=no-such", **values)
    assert visits.get("ana", made_up.location).status_code == 200


def test_without_a_day_there_are_distances(visits: Visits) -> None:
    path = visits.campaign(around=f"edition:{_undated(visits)}", first_day="")
    page = visits.get("ana", f"{path}/playbooks/{AWARENESS}").text

    assert "Dates follow once it has one." in page
    assert "30 days before" in page
    assert "1 day before, 17:00" in page
    assert send(visits, "ana", f"{path}/playbooks/{AWARENESS}", page).status_code == 303


def _undated(visits: Visits) -> int:
    edition = make_edition(visits.store, None)
    edition.observance.registered_at = edition.observance.created_at
    visits.store.commit()
    return edition.id
