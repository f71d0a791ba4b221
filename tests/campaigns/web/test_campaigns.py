import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership
from scheduler.campaigns.models import Campaign
from tests.campaigns.conftest import make_edition
from tests.campaigns.web.visits import Visits
from tests.factories import LONG_AGO, person
from tests.logins import logged_in

EVERYBODY = ("visitor", "ana", "ben", "cleo", "dora", "coordinator")


def count(visits: Visits) -> int:
    found = visits.store.scalar(select(func.count()).select_from(Campaign)) or 0
    visits.store.commit()
    return found


@pytest.mark.parametrize(
    ("who", "index", "new"),
    [("visitor", 302, 302), ("ana", 200, 200), ("cleo", 200, 403), ("coordinator", 200, 200)],
)
def test_members_see_the_list_and_editors_start(visits: Visits, who: str, index: int, new: int) -> None:
    assert visits.get(who, "/campaigns").status_code == index
    assert visits.get(who, "/campaigns/new").status_code == new


def test_a_title_and_a_day_start_a_campaign_once(visits: Visits) -> None:
    form_id = str(uuid.uuid4())

    first, second = (visits.start(form_id=form_id) for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert count(visits) == 1


def test_from_an_edition_the_day_is_there_already(visits: Visits) -> None:
    edition = make_edition(visits.store, None)
    edition.rule_starts_on = edition.rule_ends_on = None
    visits.store.commit()

    page = visits.get("ana", f"/campaigns/new?edition={edition.id}").text
    assert f'selected value="edition:{edition.id}"' in page
    answer = visits.start(around=f"edition:{edition.id}", first_day="not a day")
    # The link's choice is offered on sending too.
    assert answer.status_code == 422
    path = f"/campaigns/new?edition={edition.id}"
    answer = visits.post(
        "ana",
        path,
        title="Break the chain",
        around=f"edition:{edition.id}",
        organisation_id=str(visits.coalition.lantern.id),
        audience="organisations",
    )
    assert answer.status_code == 303
    shown = visits.get("ana", answer.headers["Location"]).text
    assert "Day Against Trafficking 2027" in shown
    assert "date not announced yet" in shown


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "Required"),
        ({"title": "x\x07"}, "hidden character"),
        ({"first_day": ""}, "Enter the first day"),
        ({"first_day": "30 July"}, "Enter the day as"),
        ({"last_day": "2027-07-29"}, "before the first day"),
        ({"last_day": "2029-07-29"}, "a year at most"),
        ({"around": "edition:99"}, "Not a valid choice"),
        ({"around": "event:1"}, "Not a valid choice"),
        ({"audience": "public"}, "Not a valid choice"),
        ({"organisation_id": "x"}, "Choice"),
    ],
)
def test_bad_input_is_refused_and_kept(visits: Visits, changes: dict[str, str], message: str) -> None:
    answer = visits.start(**({"title": "Break the chain"} | changes))

    assert answer.status_code == 422
    assert message in answer.text
    assert count(visits) == 0


@pytest.mark.parametrize("link", ["edition=x", "edition=99999999999999999999", "event=-1", "edition=1%00"])
def test_a_strange_link_offers_days_of_its_own(visits: Visits, link: str) -> None:
    assert visits.get("ana", f"/campaigns/new?{link}").status_code == 200


def test_an_editor_starts_none_in_the_name_of_another(visits: Visits) -> None:
    assert visits.start("ben").status_code == 422
    assert count(visits) == 0


def test_a_coordinator_is_offered_the_own_organisation_first(app: Flask, visits: Visits) -> None:
    outside = visits.coalition.outside
    lou = person(visits.store, "Lou", (outside, MemberRole.LEAD), coordinator=True)
    visits.store.commit()

    page = logged_in(app, lou).get("/campaigns/new").text

    assert f'<option selected value="{outside.id}">' in page


def test_a_coordinator_who_would_not_see_it_is_told_why(visits: Visits) -> None:
    answer = visits.start("coordinator")
    assert answer.status_code == 422
    assert "could not see it yourself" in answer.text

    assert visits.start("coordinator", audience="coalition").status_code == 303


def test_only_its_organisations_know_of_it(visits: Visits) -> None:
    path = visits.campaign()

    assert {who: visits.get(who, path).status_code for who in EVERYBODY} == {
        "visitor": 302,
        "ana": 200,
        "ben": 200,
        "cleo": 200,
        "dora": 404,
        "coordinator": 404,
    }
    assert "Break the chain" not in visits.get("dora", "/campaigns").text
    assert "Break the chain" in visits.get("cleo", "/campaigns").text


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("organisations", {"visitor": 302, "ana": 200, "ben": 403, "cleo": 403, "dora": 404, "coordinator": 404}),
        ("coalition", {"visitor": 302, "ana": 200, "ben": 403, "cleo": 403, "dora": 403, "coordinator": 200}),
    ],
)
def test_the_leading_editors_and_coordinators_who_see_it_change_it(
    visits: Visits, audience: str, expected: dict[str, int]
) -> None:
    path = visits.campaign(audience=audience)

    for page in ("edit", "audience", "cancel"):
        assert {who: visits.get(who, f"{path}/{page}").status_code for who in EVERYBODY} == expected, page
    for act in ("restore", "delete"):
        for who in ("visitor", "ben", "cleo", "dora"):
            assert visits.post(who, f"{path}/{act}").status_code == expected[who], (act, who)


def edit(visits: Visits, path: str, **changes: str) -> TestResponse:
    campaign = visits.stored_campaign(path)
    values = {
        "title": campaign.title,
        "goal": campaign.goal,
        "around": "own",
        "first_day": "2027-07-30",
        "organisation_id": str(campaign.organisation_id),
        "owner_id": str(campaign.owner_id),
        "revision": str(campaign.revision),
    }
    return visits.post("ana", f"{path}/edit", **(values | changes))


def test_a_new_day_takes_tasks_along(visits: Visits) -> None:
    path = visits.campaign()
    moving, fixed = visits.task(path), visits.task(path, fixed="y")

    assert edit(visits, path, first_day="2027-08-02", goal="A law").status_code == 303

    days = [str(visits.stored(task).due_on) for task in (moving, fixed)]
    assert days == ["2027-07-19", "2027-07-16"]
    assert "A law" in visits.get("ana", path).text
    assert "moved the campaign from Fri 30 Jul 2027 to Mon 2 Aug 2027" in visits.get("ana", f"{path}/activity").text


def test_a_stale_edit_shows_both_texts(visits: Visits) -> None:
    path = visits.campaign()
    revision = str(visits.stored_campaign(path).revision)
    assert edit(visits, path, title="Theirs").status_code == 303

    late = edit(visits, path, title="Mine", revision=revision)

    assert late.status_code == 409
    for text in ("Theirs", "Mine", f'name="revision" type="hidden" value="{int(revision) + 1}"'):
        assert text in late.text
    assert visits.stored_campaign(path).title == "Theirs"


def test_cancel_with_a_reason_and_take_up_again(visits: Visits) -> None:
    path = visits.campaign()
    assert visits.post("ana", f"{path}/cancel", reason=" ").status_code == 422

    assert visits.post("ana", f"{path}/cancel", reason="No money").status_code == 303
    assert "No money" in visits.get("cleo", path).text
    assert "Break the chain" in visits.get("cleo", "/campaigns?show=cancelled").text
    assert "Break the chain" not in visits.get("cleo", "/campaigns").text

    assert visits.post("ana", f"{path}/restore").status_code == 303
    assert "No money" not in visits.get("cleo", path).text


def test_deleted_it_is_gone_and_its_editors_bring_it_back(visits: Visits) -> None:
    path = visits.campaign()

    assert visits.post("ana", f"{path}/delete").status_code == 303

    assert visits.get("ana", path).status_code == 404
    assert "Break the chain" in visits.get("ana", "/campaigns?show=deleted").text
    assert "Break the chain" not in visits.get("ben", "/campaigns?show=deleted").text
    assert visits.get("cleo", "/campaigns?show=deleted").status_code == 404
    assert visits.post("ben", f"{path}/undelete").status_code == 403
    assert visits.post("ana", f"{path}/undelete").status_code == 303
    assert visits.get("cleo", path).status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", True), ("whose=mine", True), ("organisation=x", True), ("show=past", False), ("show=nonsense", True)],
)
def test_the_list_is_filtered(visits: Visits, query: str, shown: bool) -> None:
    visits.campaign()

    assert ("Break the chain" in visits.get("cleo", f"/campaigns?{query}").text) is shown


def test_the_list_by_organisation(visits: Visits) -> None:
    visits.campaign(audience="coalition")

    here, elsewhere = visits.coalition.harbour.id, visits.coalition.outside.id
    assert "Break the chain" in visits.get("dora", f"/campaigns?organisation={here}").text
    assert "Break the chain" not in visits.get("dora", f"/campaigns?organisation={elsewhere}").text
    assert "Break the chain" not in visits.get("dora", "/campaigns?whose=mine").text


@pytest.fixture
def edited(visits: Visits) -> str:
    """A campaign of Ana's, in whose leading organisation Cleo is editor."""
    person, lantern = visits.coalition.cleo, visits.coalition.lantern
    role = MemberRole.EDITOR
    visits.store.add(Membership(person_id=person.id, organisation_id=lantern.id, role=role, started_at=LONG_AGO))
    visits.store.commit()
    return visits.campaign()


def test_an_editor_changes_the_plan_and_neither_its_heads_nor_its_end(visits: Visits, edited: str) -> None:
    form = visits.get("cleo", f"{edited}/edit").text
    assert 'name="title"' in form
    for name in ("organisation_id", "owner_id", "joining"):
        assert f'name="{name}"' not in form
        assert f'name="{name}"' in visits.get("ana", f"{edited}/edit").text
    heads = {"organisation_id": str(visits.coalition.harbour.id), "owner_id": str(visits.coalition.cleo.id)}
    plan = {"title": "New title", "around": "own", "first_day": "2027-07-30", "revision": "2", "joining": "open"}

    assert visits.post("cleo", f"{edited}/edit", **plan, **heads).status_code == 303

    saved = visits.stored_campaign(edited)
    assert (saved.title, saved.owner_id, saved.organisation_id, saved.joining) == (
        "New title",
        visits.coalition.ana.id,
        visits.coalition.lantern.id,
        "ask",
    )
    assert visits.get("cleo", f"{edited}/audience").status_code == 403
    for act in ("cancel", "restore", "delete", "undelete", "audience"):
        expected = 404 if act == "undelete" else 403
        assert visits.post("cleo", f"{edited}/{act}", reason="Rain").status_code == expected, act
    for tab, act in (("", "cancel"), ("", "delete"), ("/people", "audience")):
        assert f"{edited}/{act}" not in visits.get("cleo", edited + tab).text
        assert f"{edited}/{act}" in visits.get("ana", edited + tab).text


def test_the_manager_has_a_say_whatever_their_role_elsewhere(visits: Visits, edited: str) -> None:
    plan = {"title": "Renamed", "around": "own", "first_day": "2027-07-30", "revision": "2", "joining": "ask"}
    heads = {"organisation_id": str(visits.coalition.lantern.id), "owner_id": str(visits.coalition.cleo.id)}
    assert visits.post("ana", f"{edited}/edit", **plan, **heads).status_code == 303

    assert visits.get("cleo", f"{edited}/audience").status_code == 200
    assert visits.post("cleo", f"{edited}/delete").status_code == 303
    assert "Renamed" in visits.get("cleo", "/campaigns?show=deleted").text
    assert visits.post("cleo", f"{edited}/undelete").status_code == 303


def test_a_member_who_is_no_editor_holds_no_campaign_together(visits: Visits) -> None:
    path = visits.campaign()

    form = visits.get("ana", f"{path}/edit").text

    assert f'<option value="{visits.coalition.ben.id}">' in form
    assert f'<option value="{visits.coalition.cleo.id}">' not in form
