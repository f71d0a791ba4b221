"""Who lets other organisations into a campaign, and what is open to those that only ask."""

import pytest
from sqlalchemy import select

from scheduler.campaigns.models import JoinRequest
from tests.campaigns.web.visits import Visits


@pytest.fixture
def path(visits: Visits) -> str:
    return visits.campaign(audience="coalition")


def ask(visits: Visits, path: str) -> str:
    """Let Dora ask for her organisation, and return what pages call the request."""
    answer = visits.post("dora", f"{path}/organisations", organisation_id=str(visits.coalition.outside.id))
    assert answer.status_code == 303
    return stored(visits).address


def stored(visits: Visits) -> JoinRequest:
    query = select(JoinRequest).order_by(JoinRequest.id.desc())
    found = visits.store.scalars(query, execution_options={"populate_existing": True}).first()
    visits.store.commit()
    assert found is not None
    return found


def participates(visits: Visits, path: str) -> bool:
    return visits.coalition.outside.id in visits.stored_campaign(path).organisation_ids


def test_a_lead_asks_and_the_manager_lets_them_in(visits: Visits, path: str) -> None:
    assert "Ask to join" in visits.get("dora", f"{path}/people").text

    address = ask(visits, path)

    page = visits.get("dora", f"{path}/people").text
    assert "Request sent. The campaign manager decides." in page
    assert f"/requests/{address}/withdraw" in page
    assert "/accept" not in page
    assert f"/requests/{address}/accept" in visits.get("ana", f"{path}/people").text
    assert "Outside Circle asks to join" in visits.get("ana", "/").text
    assert "Requests to join" not in visits.get("ben", f"{path}/people").text
    assert not participates(visits, path)

    assert visits.post("ana", f"{path}/requests/{address}/accept").status_code == 303
    assert participates(visits, path)
    assert "asks to join" not in visits.get("ana", "/").text


@pytest.mark.parametrize("act", ["accept", "decline"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("ana", 303), ("coordinator", 303), ("ben", 403), ("cleo", 403), ("dora", 403), ("visitor", 302)],
)
def test_who_answers(visits: Visits, path: str, act: str, who: str, status: int) -> None:
    address = ask(visits, path)

    assert visits.post(who, f"{path}/requests/{address}/{act}").status_code == status
    assert participates(visits, path) is (status == 303 and act == "accept")
    assert (stored(visits).answer is not None) is (status == 303)


@pytest.mark.parametrize(
    ("who", "status"),
    [("dora", 303), ("ana", 403), ("coordinator", 403), ("ben", 403), ("cleo", 403), ("visitor", 302)],
)
def test_who_takes_a_request_back(visits: Visits, path: str, who: str, status: int) -> None:
    address = ask(visits, path)

    assert visits.post(who, f"{path}/requests/{address}/withdraw").status_code == status
    assert (stored(visits).answer == "withdrawn") is (status == 303)


def test_a_request_that_was_taken_back_lets_nobody_in(visits: Visits, path: str) -> None:
    address = ask(visits, path)
    visits.post("dora", f"{path}/requests/{address}/withdraw")

    assert visits.post("ana", f"{path}/requests/{address}/accept").status_code == 303
    assert "Nothing was changed" in visits.get("ana", path).text
    assert not participates(visits, path)


def test_a_request_is_answered_in_its_own_campaign_alone(visits: Visits, path: str) -> None:
    address, other = ask(visits, path), visits.campaign(title="Other")

    for asked in (f"{other}/requests/{address}", f"{path}/requests/nosuch"):
        for act in ("accept", "decline", "withdraw"):
            assert visits.post("ana", f"{asked}/{act}").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("ben", 403), ("cleo", 403), ("visitor", 302)])
def test_nobody_asks_for_an_organisation_that_they_do_not_lead(
    visits: Visits, path: str, who: str, status: int
) -> None:
    organisation = str(visits.coalition.outside.id)

    assert visits.post(who, f"{path}/organisations", organisation_id=organisation).status_code == status
    assert visits.store.scalar(select(JoinRequest.id)) is None


def test_an_open_campaign_is_joined_at_once(visits: Visits, path: str) -> None:
    edit = {"title": "Break the chain", "around": "own", "first_day": "2027-07-30", "revision": "2"}
    heads = {"organisation_id": str(visits.coalition.lantern.id), "owner_id": str(visits.coalition.ana.id)}
    assert visits.post("ana", f"{path}/edit", **edit, **heads, joining="open").status_code == 303
    assert "Ask to join" not in visits.get("dora", f"{path}/people").text

    visits.post("dora", f"{path}/organisations", organisation_id=str(visits.coalition.outside.id))

    assert participates(visits, path)
    assert visits.store.scalar(select(JoinRequest.id)) is None


def test_an_open_campaign_is_closed_again_with_nothing_else_changed(visits: Visits, path: str) -> None:
    edit = {"title": "Break the chain", "around": "own", "first_day": "2027-07-30"}
    edit |= {"organisation_id": str(visits.coalition.lantern.id), "owner_id": str(visits.coalition.ana.id)}
    assert visits.post("ana", f"{path}/edit", **edit, revision="2", joining="open").status_code == 303

    assert visits.post("ana", f"{path}/edit", **edit, revision="3", joining="ask").status_code == 303

    assert "Ask to join" in visits.get("dora", f"{path}/people").text
    ask(visits, path)
    assert not participates(visits, path)
