"""Whoever decides something is named with their organisation, and as they were called when they signed."""

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.services.organisations import Changing, OrganisationDraft, change_organisation
from scheduler.accounts.services.people import AccountDraft, update_account
from tests import factories
from tests.content.stage import NOW, Stage
from tests.content.web.house import House

FORM = {"short_name": "", "zone": "Europe/Lisbon", "website": ""}


def signed(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "port_lead", stage.port)
    return item


def test_renamed_signer_and_organisation_are_shown_as_they_stood(house: House):
    path = house.make(signed)
    stage = house.stage
    update_account(stage.session, stage.people["port_lead"], AccountDraft("Lena Lead", "UTC"), 1, NOW)
    changing = Changing(stage.id("coordinator"), 1)
    change_organisation(stage.session, stage.port, OrganisationDraft("New Harbour", "UTC"), changing, NOW)
    stage.session.commit()

    page = " ".join(house.read("owner", path).split())

    assert "Otto Port, Old Port" in page
    assert "(now called Lena Lead)" in page
    assert "for “Old Port”, now called “New Harbour”" in page


def test_lead_does_not_rename_what_was_signed_under_and_a_coordinator_does(house: House):
    house.make(signed)
    port = house.stage.port
    path, renamed = f"/organisations/{port.id}/edit", FORM | {"name": "New Harbour", "revision": "1"}

    refused = house.post("port_lead", path, **renamed)
    assert refused.status_code == 422
    assert "only a coordinator can change these names now" in refused.text
    assert 'value="New Harbour"' in refused.text
    assert house.post("port_lead", path, **FORM, name="Old Port", revision="1").status_code == 303
    assert house.post("coordinator", path, **renamed).status_code == 303


def test_comments_and_reviews_tell_namesakes_apart(house: House):
    stage = house.stage
    twin = factories.person(stage.session, "Oda Owner", (stage.port, MemberRole.EDITOR))
    stage.people["twin"] = twin
    path = house.make(lambda stage: stage.ask(stage.item(), stage.port))

    for who in ("owner", "twin"):
        house.post(who, f"{path}/comments", body=f"Said by the {who}")
    house.post("owner", f"{path}/reviews/ask", reviewers=str(twin.id), note="", due_on="")
    page = house.read("lead", path)

    for name in ("Oda Owner (Lantern Bay)", "Oda Owner (Old Port)"):
        assert name in page
    assert "requested by Oda Owner (Lantern Bay)" in page


def test_history_names_who_did_it_with_the_organisation(house: House):
    path = house.make(signed)

    page = " ".join(house.read("owner", path).split())

    assert "<strong>Otto Port (Old Port)</strong> signed off version 1 for Old Port" in page


def test_namesakes_are_addressed_by_their_organisation(house: House):
    stage = house.stage
    stage.people["twin"] = factories.person(stage.session, "Oda Owner", (stage.port, MemberRole.EDITOR))
    path = house.make(lambda stage: stage.ask(stage.item(owner_id=stage.id("lead")), stage.port))
    client = house.client("lead")

    both = client.post(f"{path}/comments", data={"body": "@[Oda Owner] look"}, follow_redirects=True)
    one = client.post(f"{path}/comments", data={"body": "@[oda owner (Old Port)] look"}, follow_redirects=True)

    assert "Several people have this name, so no one was notified: @Oda Owner." in both.text
    assert '<strong class="mention">@[oda owner (Old Port)]</strong>' in one.text
    assert stage.notified("mentioned") == ["twin"]
    stage.session.commit()
