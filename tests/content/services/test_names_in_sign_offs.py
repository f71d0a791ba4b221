"""A sign-off keeps what everybody was called when it was given."""

from dataclasses import replace

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.memberships import Offer, grant
from scheduler.accounts.services.organisations import Changing, OrganisationDraft, change_organisation, has_signed
from scheduler.accounts.services.people import AccountDraft, anonymise, update_account
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.models import Item
from scheduler.content.presenters.signoff import ShownAnswer, signoff_panel
from scheduler.content.queries.items import readable_item
from scheduler.content.services.listener import ContentListener
from tests.content.stage import NOW, Stage


def rename_person(stage: Stage, who: str, name: str) -> None:
    person = stage.people[who]
    update_account(stage.session, person, AccountDraft(name, person.zone), person.revision, NOW)


def rename_organisation(stage: Stage, row: Organisation, name: str) -> None:
    draft = OrganisationDraft(name, row.zone)
    change_organisation(stage.session, row, draft, Changing(stage.id("coordinator"), row.revision), NOW)


def shown_answer(stage: Stage, item: Item, organisation: Organisation) -> ShownAnswer:
    owner = actor_roles(stage.session, stage.id("owner"))
    seen = readable_item(stage.session, viewer_of(owner), item.public_id)
    assert seen is not None
    page = signoff_panel(stage.session, owner, seen, NOW)
    [line] = [line for line in page.lines if line.organisation_id == organisation.id]
    assert line.answer is not None
    return line.answer


def test_names_stand_as_they_were_with_those_of_today_beside_them(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "port_lead", stage.port)

    before = shown_answer(stage, item, stage.port)
    rename_person(stage, "port_lead", "Lena Lead")
    rename_organisation(stage, stage.port, "New Harbour")
    after = shown_answer(stage, item, stage.port)

    assert (before.person, before.person_now, before.organisation, before.organisation_now) == (
        "Otto Port, Old Port",
        "",
        "Old Port",
        "",
    )
    assert after == replace(before, person_now="Lena Lead", organisation_now="New Harbour")


def test_another_organisation_later_changes_nothing_of_what_was_signed(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "port_lead", stage.port)

    grant(stage.session, stage.id("port_lead"), Offer(stage.far.id, MemberRole.LEAD), None, NOW)

    assert shown_answer(stage, item, stage.port).person == "Otto Port, Old Port"


def test_deputy_signs_for_a_lead_who_keeps_the_name_of_that_day(stage: Stage):
    lead, deputy = stage.people["port_lead"], stage.people["port_editor"]
    lead.away_until, lead.deputy_id = NOW.date(), deputy.id
    stage.session.flush()
    item = stage.ask(stage.item(), stage.port)

    stage.say(item, "port_editor", stage.port)
    rename_person(stage, "port_lead", "Somebody Else")

    assert shown_answer(stage, item, stage.port).on_behalf_of == "Otto Port"


def test_anonymised_signer_has_no_name_left(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    row = stage.say(item, "port_lead", stage.port)

    anonymise(stage.session, stage.people["port_lead"], (ContentListener(),), None, NOW)
    stage.session.expire(row)

    assert (row.person_name, row.person_places, row.organisation_name) == ("Former member", "", "Old Port")
    found = shown_answer(stage, item, stage.port)
    assert (found.person, found.person_now) == ("Former member", "")


def test_rows_without_names_show_those_of_today(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    row = stage.say(item, "port_lead", stage.port)
    row.person_name = row.person_places = row.organisation_name = None
    stage.session.flush()

    found = shown_answer(stage, item, stage.port)

    assert (found.person, found.organisation, found.organisation_now) == ("Otto Port, Old Port", "Old Port", "")


def test_organisation_has_signed_once_it_has_answered(stage: Stage):
    listeners = (ContentListener(),)
    item = stage.ask(stage.item(), stage.port)

    assert not has_signed(stage.session, stage.port.id, listeners)
    stage.say(item, "port_lead", stage.port, "no", comment="The number is wrong")
    assert has_signed(stage.session, stage.port.id, listeners)
    assert not has_signed(stage.session, stage.far.id, listeners)
