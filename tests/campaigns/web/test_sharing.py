from typing import Any

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from scheduler.accounts.models import MemberRole, Membership
from scheduler.agenda.models import Guard
from scheduler.audit.models import AuditRow
from scheduler.outbox.models import Message
from tests.campaigns.web.visits import Visits
from tests.plugins.kept import KeptBeginnings

LATER = {"embargo-day": "2027-07-30", "embargo-time": "09:00", "embargo-zone": "Asia/Manila"}
SAFE = "Joint action in July"


def share(visits: Visits, path: str, who: str = "ana", **changes: object) -> TestResponse:
    revision = str(visits.stored_campaign(path).revision)
    values = {"audience": "coalition", "placeholder_title": SAFE, "revision": revision, **LATER}
    return visits.post(who, f"{path}/audience", **(values | changes))


@pytest.fixture
def embargoed(visits: Visits, kept_beginnings: KeptBeginnings) -> str:
    return kept_beginnings.begin("a campaign under embargo", visits.store, lambda: put_under_embargo(visits))


def put_under_embargo(visits: Visits) -> str:
    path = visits.campaign()
    assert share(visits, path, embargo_group_organisations=[str(visits.coalition.harbour.id)]).status_code == 303
    visits.task(path, "Secret task")
    return path


def guard(visits: Visits, path: str) -> Guard:
    campaign = visits.stored_campaign(path)
    found = visits.store.get_one(Guard, campaign.guard_id, populate_existing=True)
    visits.store.commit()
    return found


def test_outside_the_embargo_group_there_is_only_the_placeholder(visits: Visits, embargoed: str) -> None:
    for who in ("cleo", "dora", "coordinator"):
        page = visits.get(who, embargoed)
        assert page.status_code == 200
        for word in ("Break the chain", "Secret task", "Lantern", "Harbour Light took"):
            assert word not in page.text.replace("Lantern Bay</p>", ""), (who, word)
        assert SAFE in page.text
        assert "09:00" in page.text
        listed = visits.get(who, "/campaigns").text
        assert SAFE in listed
        assert "Break the chain" not in listed
        assert SAFE not in visits.get(who, "/campaigns?whose=mine").text
    for who in ("ana", "ben"):
        assert "Secret task" in visits.get(who, embargoed).text


def test_who_is_outside_the_embargo_group_touches_no_task(visits: Visits, embargoed: str) -> None:
    for who in ("cleo", "dora", "coordinator"):
        assert visits.post(who, f"{embargoed}/tasks/new", title="X", due_on="2027-07-01").status_code == 404
        assert visits.get(who, f"{embargoed}/edit").status_code == 404
        assert visits.get(who, f"{embargoed}/audience").status_code == 404


def test_opening_text_under_embargo_is_put_on_record_once_an_hour(visits: Visits, embargoed: str) -> None:
    for _ in range(2):
        visits.get("ben", embargoed)
    visits.get("cleo", embargoed)

    query = select(AuditRow.actor_id).where(AuditRow.act == "campaign.opened")
    opened = visits.store.scalars(query.where(AuditRow.actor_id != visits.coalition.ana.id)).all()
    visits.store.commit()
    assert opened == [visits.coalition.ben.id]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"embargo-day": "2027-07-01"}, "This time has passed"),
        ({"embargo-zone": "Moon"}, "No time zone has this name"),
        ({"embargo-time": ""}, "Enter the time as well"),
        ({"placeholder_title": "a\r\nb"}, "One line only"),
        ({"audience": "public"}, "Not a valid choice"),
        ({"embargo_group_people": ["99"]}, "no longer available"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_set(visits: Visits, changes: dict[str, Any], message: str) -> None:
    path = visits.campaign()

    answer = share(visits, path, **changes)

    assert answer.status_code == 422
    assert message.lower() in answer.text.lower()
    assert guard(visits, path).embargo_at is None


def test_whoever_would_not_see_it_any_more_is_told_and_nothing_is_saved(visits: Visits) -> None:
    path = visits.campaign(audience="coalition")
    coordinator_only = {"embargo-day": "", "embargo-time": "", "audience": "organisations"}

    answer = share(visits, path, who="coordinator", **coordinator_only)

    assert answer.status_code == 422
    assert "You would lose access to the campaign yourself" in answer.text
    assert guard(visits, path).audience == "coalition"


def test_a_stale_audience_is_refused(visits: Visits) -> None:
    path = visits.campaign()

    answer = share(visits, path, revision="0")

    assert answer.status_code == 409
    assert guard(visits, path).audience == "organisations"


def test_a_coordinator_holds_and_releases_unread_and_lifts_only_after_saying_why(
    visits: Visits, embargoed: str
) -> None:
    assert visits.post("coordinator", f"{embargoed}/hold").status_code == 303
    assert guard(visits, embargoed).held is True
    assert "On hold" in visits.get("dora", embargoed).text

    assert visits.post("coordinator", f"{embargoed}/release").status_code == 303
    assert guard(visits, embargoed).held is False

    unread = visits.post("coordinator", f"{embargoed}/advance")
    assert (unread.status_code, unread.location) == (303, f"{embargoed}/open")
    assert guard(visits, embargoed).revealed_at is None
    visits.post("coordinator", f"{embargoed}/open", reason="The paper prints it tonight")
    assert visits.post("coordinator", f"{embargoed}/advance").status_code == 303
    assert "Break the chain" in visits.get("dora", embargoed).text
    for person in (visits.coalition.ana, visits.coalition.ben):
        sent = visits.store.scalars(select(Message.kind).where(Message.person_id == person.id)).all()
        visits.store.commit()
        assert sorted(set(sent) - {"assigned"}) == ["advanced", "emergency_access_taken", "held", "released"]


def test_after_the_lift_no_embargo_is_set(visits: Visits, embargoed: str) -> None:
    visits.post("ana", f"{embargoed}/advance")

    answer = share(visits, embargoed, **{"embargo-day": "2027-08-30"})

    assert answer.status_code == 422
    assert "it can no longer be set or moved" in answer.text
    held = visits.post("ana", f"{embargoed}/hold")
    assert "The embargo has lifted" in visits.get("ana", held.location).text
    assert guard(visits, embargoed).held is False


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"placeholder_title": "break THE chain!"}, "The placeholder contains the whole title"),
        ({"placeholder_title": "A chain in July"}, "Also in the real title or its hashtags: chain"),
    ],
)
def test_a_safe_title_that_gives_the_title_away_is_refused(
    visits: Visits, changes: dict[str, Any], message: str
) -> None:
    path = visits.campaign()

    answer = share(visits, path, **changes)
    assert (answer.status_code, message in answer.text) == (422, True)
    assert guard(visits, path).embargo_at is None
    accepted = share(visits, path, reveals_nothing="y", **changes)
    assert accepted.status_code == (422 if "whole" in message else 303)


def test_a_title_that_would_be_given_away_later_is_refused_until_it_is_accepted(visits: Visits, embargoed: str) -> None:
    def rename(title: str, **more: str) -> TestResponse:
        revision = str(visits.stored_campaign(embargoed).revision)
        plan = {"around": "own", "first_day": "2027-07-30", "organisation_id": str(visits.coalition.lantern.id)}
        plan |= {"owner_id": str(visits.coalition.ana.id), "revision": revision, "title": title}
        return visits.post("ana", f"{embargoed}/edit", **plan, **more)

    whole = rename("Joint action in July", reveals_nothing="y")
    assert (whole.status_code, "which is this title" in whole.text) == (422, True)
    part = rename("Chain of action")
    assert (part.status_code, "which also contains: action" in part.text) == (422, True)
    assert visits.stored_campaign(embargoed).title == "Break the chain"
    assert rename("Chain of action", reveals_nothing="y").status_code == 303
    assert rename("The chain of action").status_code == 303


def test_an_editor_of_the_leading_organisation_neither_lifts_nor_removes_nor_ends_it_earlier(
    visits: Visits, embargoed: str
) -> None:
    session, lantern = visits.store, visits.coalition.lantern.id
    session.execute(update(Membership).where(Membership.organisation_id == lantern).values(role=MemberRole.EDITOR))
    session.commit()

    for act in ("hold", "release", "advance"):
        assert visits.post("ana", f"{embargoed}/{act}").status_code == 403
    for moment in ({"embargo-day": "", "embargo-time": ""}, {"embargo-time": "08:59"}):
        answer = share(visits, embargoed, **moment)
        assert (answer.status_code, "Keep the time, or choose a later one" in answer.text) == (422, True)
    assert share(visits, embargoed, **{"embargo-time": "09:01"}).status_code == 303
    plan = {"around": "own", "first_day": "2027-07-30", "organisation_id": str(visits.coalition.harbour.id)}
    plan |= {"owner_id": str(visits.coalition.ana.id), "title": "Break the chain"}
    given = visits.post("ana", f"{embargoed}/edit", **plan, revision=str(visits.stored_campaign(embargoed).revision))
    assert (given.status_code, "only someone who may lift it" in given.text) == (422, True)


@pytest.mark.parametrize("act", ["hold", "release", "advance", "open"])
@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("cleo", 404), ("dora", 404), ("ben", 403)])
def test_nobody_else_touches_the_embargo(visits: Visits, embargoed: str, act: str, who: str, status: int) -> None:
    expected = 404 if act == "open" and status != 302 else status

    assert visits.post(who, f"{embargoed}/{act}").status_code == expected
    assert guard(visits, embargoed).revealed_at is None


def test_emergency_access_takes_a_reason_and_notifies_the_embargo_group(visits: Visits, embargoed: str) -> None:
    assert visits.get("coordinator", f"{embargoed}/open").status_code == 200
    assert visits.post("coordinator", f"{embargoed}/open", reason=" ").status_code == 422
    assert "Secret task" not in visits.get("coordinator", embargoed).text
    assert visits.post("coordinator", f"{embargoed}/open", reason="It leaked on a forum").status_code == 303

    assert "It leaked on a forum" in visits.get("ben", f"{embargoed}/people").text
    assert "It leaked on a forum" not in visits.get("dora", f"{embargoed}/people").text
    assert "Secret task" in visits.get("coordinator", embargoed).text
    query = select(Message.person_id).where(Message.kind == "emergency_access_taken").order_by(Message.person_id)
    sent = visits.store.scalars(query).all()
    visits.store.commit()
    assert sent == [visits.coalition.ana.id, visits.coalition.ben.id]


@pytest.mark.parametrize(
    ("who", "status", "is_in"),
    [
        ("ana", 303, True),
        ("ben", 403, False),
        ("cleo", 403, False),
        ("dora", 303, False),
        ("coordinator", 303, True),
        ("visitor", 302, False),
    ],
)
def test_who_brings_an_organisation_in(visits: Visits, who: str, status: int, is_in: bool) -> None:
    path = visits.campaign(audience="coalition")
    outside = visits.coalition.outside.id

    assert visits.post(who, f"{path}/organisations", organisation_id=str(outside)).status_code == status
    assert (outside in visits.stored_campaign(path).organisation_ids) is is_in


@pytest.mark.parametrize("value", ["", "x", "99", "9999999999999"])
def test_an_organisation_that_is_none_is_not_brought_in(visits: Visits, value: str) -> None:
    path = visits.campaign()

    assert visits.post("ana", f"{path}/organisations", organisation_id=value).status_code in {400, 403}


@pytest.mark.parametrize(("who", "status"), [("ana", 303), ("ben", 303), ("cleo", 403), ("dora", 404)])
def test_a_lead_takes_the_own_organisation_out_and_the_leading_editors_any(
    visits: Visits, who: str, status: int
) -> None:
    path, harbour = visits.campaign(), visits.coalition.harbour.id

    assert visits.post(who, f"{path}/organisations/{harbour}/leave").status_code == status
    assert (harbour in visits.stored_campaign(path).organisation_ids) is (status != 303)


def test_the_organisation_that_leads_stays(visits: Visits) -> None:
    path = visits.campaign()

    assert visits.post("ana", f"{path}/organisations/{visits.coalition.lantern.id}/leave").status_code == 403


def test_following_and_no_longer(visits: Visits) -> None:
    path = visits.campaign()

    assert visits.post("cleo", f"{path}/follow").status_code == 303
    assert "Stop following" in visits.get("cleo", path).text
    assert visits.post("cleo", f"{path}/unfollow").status_code == 303
    assert "Stop following" not in visits.get("cleo", path).text
    assert visits.post("dora", f"{path}/follow").status_code == 404


def test_a_lift_from_a_page_made_before_a_hold_lets_nothing_out(visits: Visits, embargoed: str) -> None:
    lift = f"{embargoed}/advance?seen=free"
    assert f'action="{lift}"' in visits.get("ana", f"{embargoed}/people").text
    visits.post("coordinator", f"{embargoed}/hold")

    visits.post("ana", lift)

    row = guard(visits, embargoed)
    assert (row.held, row.revealed_at) == (True, None)
    assert "Nothing was lifted" in visits.get("ana", embargoed).text
    visits.post("ana", f"{embargoed}/advance?seen=held")
    assert guard(visits, embargoed).revealed_at is not None
