"""The pages of the embargo, and how an item looks to others."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.agenda.models import Guard
from scheduler.content.models import Item
from tests.content.stage import ITEM_TEXT, LIFT, SECRECY, Stage
from tests.content.web.house import EVERYBODY, House

PART_OF_IT = {"owner", "lead", "editor"}
MAY_HOLD = {"lead", "coordinator"}
MOMENT = {"embargo-day": "2027-07-30", "embargo-time": "09:00", "embargo-zone": "Asia/Manila"}


def secret(stage: Stage) -> Item:
    return stage.item(secrecy=SECRECY)


def guard(house: House, path: str) -> Guard:
    ident = house.item(path).guard_id
    query = select(Guard).where(Guard.id == ident).execution_options(populate_existing=True)
    row = house.stage.session.scalars(query).one()
    house.stage.session.commit()
    return row


def form(house: House, path: str, **changes: str) -> dict[str, str]:
    values = {
        **MOMENT,
        "placeholder_title": "Joint statement, 30 July",
        "embargo_group_organisations": str(house.stage.bay.id),
        "with_whom": "coalition",
        "revision": str(house.item(path).revision),
    }
    return values | changes


def chosen_of(page: str) -> list[str]:
    """Return what is ticked of who may know of an item."""
    ticked = [tag for tag in re.findall(r"<input[^>]*>", page) if " checked" in tag and 'name="with_whom"' in tag]
    return re.findall(r'value="(\w+)"', "".join(ticked))


def but(status: int, **others: int) -> dict[str, int]:
    return dict.fromkeys(EVERYBODY, status) | {"visitor": 302} | others


def test_who_may_set_an_embargo(house: House):
    path = house.make(Stage.item)

    assert house.statuses(f"{path}/embargo") == but(403) | dict.fromkeys(PART_OF_IT, 200)
    assert house.post("port_lead", f"{path}/embargo", **form(house, path)).status_code == 403
    answer = house.post("owner", f"{path}/embargo", **form(house, path))

    assert (answer.status_code, answer.location) == (303, f"{path}/details#embargo")
    assert (guard(house, path).embargo_at, guard(house, path).placeholder_title) == (
        LIFT.at,
        "Joint statement, 30 July",
    )
    outside = house.get("far_lead", path).text
    assert ITEM_TEXT.title not in outside
    assert "Joint statement, 30 July" in outside


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"placeholder_title": ""}, "Required"),
        ({"placeholder_title": "Twelve answered"}, "Also in the real title or its hashtags: Twelve, answered"),
        ({"placeholder_title": "Our #Scorecard"}, "#Scorecard"),
        ({"placeholder_title": "two\nlines"}, "One line only"),
        ({"placeholder_title": "five of TWELVE answered!"}, "The placeholder contains the whole title"),
        ({"embargo-day": "2027-06-30"}, "This time has passed"),
        ({"embargo-day": ""}, "Enter the date as well"),
        ({"embargo-zone": "Mars/Base"}, "No time zone has this name"),
        (
            {"embargo-day": "2027-10-31", "embargo-time": "02:30", "embargo-zone": "Europe/Lisbon"},
            "go back and show 02:30 twice",
        ),
        ({"with_whom": "people"}, "Choose the people with access"),
        ({"with_whom": "everybody"}, "Not a valid choice"),
        ({"embargo_group_organisations": "x"}, "no longer available"),
    ],
)
def test_what_is_wrong_stands_beside_the_field(house: House, changes, text):
    path = house.make(Stage.item)
    if changes.get("embargo-time") == "02:30":
        changes = changes | {"embargo-time": "01:30"}
        text = "go back and show 01:30 twice"

    answer = house.post("owner", f"{path}/embargo", **form(house, path, **changes))

    assert (answer.status_code, text in answer.text) == (422, True)
    assert guard(house, path).embargo_at is None


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ("taking_part", "Shared with the organisations participating in the campaign:"),
        ("own", "Visible only to its organisation and the signatories:"),
    ],
)
def test_the_choice_who_may_know_is_shown_as_it_was_made(house: House, chosen: str, message: str):
    parties = frozenset({house.stage.port.id, house.stage.kaagapay.id, house.stage.far.id})
    path = house.make(lambda stage: stage.item(signatories=parties))
    assert house.post("owner", f"{path}/embargo", **form(house, path, with_whom=chosen)).status_code == 303

    shown = house.get("owner", f"{path}/embargo").text
    planned = house.get("owner", f"{path}/edit").text

    assert [chosen_of(page) for page in (shown, planned)] == [[chosen]] * 2
    assert message in house.get("owner", f"{path}/details").text


def test_a_telling_title_may_be_kept_on_purpose(house: House):
    path = house.make(Stage.item)

    data = form(house, path, placeholder_title="Twelve answered", reveals_nothing="y")

    assert house.post("owner", f"{path}/embargo", **data).status_code == 303


def test_a_stale_embargo_shows_both_and_an_embargo_group_without_oneself_is_refused(house: House):
    path = house.make(Stage.item)

    stale = house.post("owner", f"{path}/embargo", **form(house, path, revision="0"))
    assert (stale.status_code, "Saved now" in stale.text, "Joint statement" in stale.text) == (409, True, True)
    outside = form(house, path, embargo_group_organisations=str(house.stage.port.id))
    alone = house.post("editor", f"{path}/embargo", **outside)
    assert (alone.status_code, "You would not be in the embargo group yourself" in alone.text) == (422, True)
    assert guard(house, path).embargo_at is None


def test_removing_says_who_reads_it_at_once(house: House):
    path = house.make(secret)
    address = f"{path}/embargo/remove"

    assert house.statuses(address) == but(403) | {"lead": 200}
    page = house.get("lead", address).text
    assert "can read the copy immediately." in page
    assert "The whole coalition" in page
    assert address not in house.get("owner", path).text
    for who, revision in (("lead", 0), ("owner", house.item(path).revision), ("editor", house.item(path).revision)):
        house.post(who, address, revision=str(revision))
    assert guard(house, path).embargo_at == LIFT.at
    house.post("lead", address, revision=str(house.item(path).revision))

    assert guard(house, path).embargo_at is None
    assert ITEM_TEXT.title in house.get("far_lead", path).text


def test_an_editor_moves_the_lift_to_a_later_moment_only(house: House):
    path = house.make(secret)

    sooner = house.post("owner", f"{path}/embargo", **form(house, path, **{"embargo-time": "08:59"}))
    assert (sooner.status_code, "Keep the time, or choose a later one" in sooner.text) == (422, True)
    assert 'value="08:59"' in sooner.text
    assert guard(house, path).embargo_at == LIFT.at
    assert house.post("owner", f"{path}/embargo", **form(house, path, **{"embargo-time": "09:01"})).status_code == 303
    assert house.post("lead", f"{path}/embargo", **form(house, path, **{"embargo-time": "08:00"})).status_code == 303
    assert guard(house, path).embargo_at == LIFT.at - timedelta(hours=1)


@pytest.mark.parametrize("act", ["hold", "release", "lift"])
def test_who_may_hold_release_and_lift(house: House, act):
    path = house.make(secret)
    address = f"{path}/embargo/{act}"
    coordinator = 303 if act == "lift" else 200

    assert house.statuses(address) == but(403) | {"lead": 200, "coordinator": coordinator}
    assert ITEM_TEXT.title not in house.get("coordinator", address).text
    for who in EVERYBODY:
        if who not in MAY_HOLD:
            assert house.post(who, address).status_code in {302, 403}
    assert (guard(house, path).held, guard(house, path).revealed_at) == (False, None)


def test_a_coordinator_holds_and_releases_unread_and_lifts_only_after_saying_why(house: House):
    path = house.make(secret)
    page = house.get("coordinator", path).text
    assert [f"{path}/embargo/{act}" in page for act in ("hold", "lift", "break-glass", "remove")] == [
        True,
        False,
        True,
        False,
    ]

    house.post("coordinator", f"{path}/embargo/hold")
    assert guard(house, path).held
    assert f"{path}/embargo/release" in house.get("coordinator", path).text
    released = house.post("coordinator", f"{path}/embargo/release")
    assert (released.status_code, released.location) == (303, f"{path}/details#embargo")
    assert not guard(house, path).held
    unread = house.post("coordinator", f"{path}/embargo/lift")
    assert (unread.status_code, unread.location) == (303, f"{path}/embargo/break-glass")
    assert guard(house, path).revealed_at is None
    house.post("coordinator", f"{path}/embargo/break-glass", reason="The paper prints it tonight")
    house.post("coordinator", f"{path}/embargo/lift")
    assert guard(house, path).revealed_at == house.stage.now
    assert ITEM_TEXT.title in house.get("far_lead", path).text
    assert house.post("coordinator", f"{path}/embargo/hold").status_code == 303
    assert not guard(house, path).held


def test_a_lift_from_a_page_that_is_out_of_date_lets_nothing_out(house: House):
    path = house.make(secret)
    page = house.get("lead", f"{path}/embargo/lift").text
    seen = re.search(r'name="seen"[^>]* value="([^"]+)"', page)
    assert seen is not None
    house.post("coordinator", f"{path}/embargo/hold")

    stale = house.post("lead", f"{path}/embargo/lift", seen=seen[1])
    again = re.search(r'name="seen"[^>]* value="([^"]+)"', stale.text)

    assert stale.status_code == 409
    assert "someone has placed the embargo on hold, moved it" in stale.text
    assert "Lifting it ends the hold as well" in stale.text
    assert guard(house, path).revealed_at is None
    assert again is not None
    house.post("lead", f"{path}/embargo/lift", seen=again[1])
    assert guard(house, path).revealed_at == house.stage.now


def test_breaking_the_glass_takes_a_reason_and_is_for_coordinators(house: House):
    path = house.make(secret)
    address = f"{path}/embargo/break-glass"

    assert house.statuses(address) == but(404) | {"coordinator": 200}
    assert house.post("coordinator", address, reason=" ").status_code == 422
    assert ITEM_TEXT.title not in house.get("coordinator", path).text
    assert house.post("coordinator", address, reason="It leaked on a forum").status_code == 303

    assert ITEM_TEXT.title in house.get("coordinator", path).text
    assert "It leaked on a forum" in house.get("owner", f"{path}/details").text
    assert house.post("coordinator", address, reason="Again").status_code == 303
    assert "Again" not in house.read("owner", path)
    assert "It leaked on a forum" not in house.read("far_lead", path)


def test_seen_as_shows_exactly_what_others_get(house: House):
    path = house.make(secret)
    stage = house.stage

    assert house.statuses(f"{path}/as/public") == but(403) | dict.fromkeys(PART_OF_IT, 200)
    assert "They see nothing: not the title, not the time." in house.get("owner", f"{path}/as/public").text
    staff = house.get("owner", f"{path}/as/{stage.far.id}").text
    assert "Staff of Far Hills" in staff
    assert "Sees placeholder" in staff
    assert "Leads and editors" not in staff.split("<main")[1].split("preview-as")[-1]
    own = house.get("owner", f"{path}/as/{stage.bay.id}").text
    assert "Leads and editors of Lantern Bay" in own
    assert "Can read" in own
    assert "Can read" in house.get("owner", f"{path}/as/embargo-group").text
    assert house.get("owner", f"{path}/as/circle").headers["Location"].endswith(f"{path}/as/embargo-group")
    for unknown in ("999999", "x", "-1", "٣"):
        assert house.get("owner", f"{path}/as/{unknown}").status_code == 404


def test_who_opened_the_text_stands_on_the_page(house: House):
    path = house.make(secret)

    for who in ("lead", "lead", "owner"):
        house.get(who, path)
    page = house.get("owner", f"{path}/details").text

    assert "2 people have read the embargoed copy" in page
    assert "2 times" in page


def test_a_title_that_would_be_given_away_is_shown_beside_it_and_the_text_is_kept(house: House):
    path = house.make(secret)
    text = {"title": "Say no", "hashtags": "#JointStatement", "body": "Every word took an hour.", "version": "1"}

    def save(**more: str) -> tuple[int, str]:
        data = {**text, "revision": str(house.item(path).revision), **more}
        answer = house.post("owner", f"{path}/words", **data)
        return answer.status_code, answer.text

    status, page = save()
    assert (status, "which also contains: #JointStatement" in page, "Every word took an hour." in page) == (
        422,
        True,
        True,
    )
    assert 'name="reveals_nothing"' in page
    assert save(title="Joint statement, 30 July", reveals_nothing="y")[0] == 422
    assert save(reveals_nothing="y")[0] == 303
    assert save(body="Another text.")[0] == 303
