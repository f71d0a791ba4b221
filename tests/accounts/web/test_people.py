"""The pages about people."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Invitation, Membership, Person
from scheduler.accounts.services.invitations import InvitationDraft, invite
from scheduler.db import AppSession, db
from scheduler.outbox.models import Message
from tests import factories
from tests.coalition import Town
from tests.fakes import FakeClock
from tests.logins import again, logged_in


def invited(store: AppSession) -> list[tuple[str, int | None, str, bool]]:
    rows = store.scalars(select(Invitation).order_by(Invitation.id)).all()
    store.commit()
    return [(row.email, row.organisation_id, row.role, row.makes_coordinator) for row in rows]


@pytest.mark.parametrize(
    ("email", "says"),
    [
        ("ana\u200b@bay.example", "Remove the hidden character U+200B ZERO WIDTH SPACE after “ana”"),
        ("\u200eana@bay.example", "Remove the hidden character U+200E LEFT-TO-RIGHT MARK at the start"),
        ("ana@bay.exam\u00adple", "Remove the hidden character U+00AD SOFT HYPHEN after “ana@bay.exam”"),
        ("Анна\u00a0ana@bay.example", "Remove the hidden character U+00A0 NO-BREAK SPACE after “Анна”"),
        ("ana@bay.example\u2028", "remove the line break U+2028 LINE SEPARATOR after “ana@bay.example”"),
        ("ana @bay.example", "Enter an email address like name@example.org."),
    ],
)
def test_an_invited_address_says_which_character_cannot_be_seen(
    app: Flask, store: AppSession, town: Town, email: str, says: str
):
    form = {"email": email, "place": str(town.bay.id), "role": "member"}

    answer = town.client(app, "lead").post("/people/invite", data=form)

    assert answer.status_code == 422
    assert says in answer.text
    assert email.strip() in answer.text
    assert invited(store) == []


def test_member_sees_names_and_no_addresses(app: Flask, town: Town):
    page = town.client(app, "member").get("/people").text

    assert "Otto Port" in page
    assert "Lena Lead" in page
    assert "@people.test" not in page


def test_lead_sees_addresses_of_the_own_organisation_only(app: Flask, town: Town):
    page = town.client(app, "lead").get("/people").text

    assert town.people["editor"].email in page
    assert town.people["other_lead"].email not in page


def test_everybody_sees_who_coordinates(app: Flask, town: Town):
    assert "Cora Chair" in town.client(app, "member").get("/people").text


def test_organisation_that_one_comes_from_is_chosen_already(app: Flask, town: Town):
    page = town.client(app, "coordinator").get(f"/people/invite?place={town.port.id}").text

    assert f'<option selected value="{town.port.id}">Old Port</option>' in page


def test_lead_invites_into_the_own_organisation(app: Flask, store: AppSession, town: Town):
    form = {"email": "Nia@Bay.Example", "place": str(town.bay.id), "role": "lead"}

    answer = town.client(app, "lead").post("/people/invite", data=form)

    assert answer.status_code == 303
    assert invited(store) == [("nia@bay.example", town.bay.id, "lead", False)]
    [message] = store.scalars(select(Message))
    assert (message.kind, list(message.payload)) == ("account.invitation", ["invitation_id"])


@pytest.mark.parametrize("place", ["other", "coalition", "", "4711", "x\x00"])
def test_lead_cannot_invite_elsewhere(app: Flask, store: AppSession, town: Town, place: str):
    form = {"email": "nia@bay.example", "role": "member", "place": str(town.port.id) if place == "other" else place}

    answer = town.client(app, "lead").post("/people/invite", data=form)

    assert answer.status_code == 422
    assert invited(store) == []


def test_coordinator_invites_a_coordinator(app: Flask, store: AppSession, town: Town):
    form = {"email": "nia@bay.example", "place": "coalition", "role": "member"}

    town.client(app, "coordinator").post("/people/invite", data=form)

    assert invited(store) == [("nia@bay.example", None, "member", True)]


@pytest.mark.parametrize("email", ["", "nia", "nia@bay.example\r\nBcc: x@y.example", "nia@bay.example, bo@bay.example"])
def test_bad_address_is_refused(app: Flask, store: AppSession, town: Town, email: str):
    form = {"email": email, "place": str(town.bay.id), "role": "member"}

    assert town.client(app, "lead").post("/people/invite", data=form).status_code == 422
    assert invited(store) == []


def test_unknown_role_is_refused(app: Flask, store: AppSession, town: Town):
    form = {"email": "nia@bay.example", "place": str(town.bay.id), "role": "emperor"}

    assert town.client(app, "lead").post("/people/invite", data=form).status_code == 422


def test_form_sent_twice_invites_once(app: Flask, store: AppSession, town: Town):
    form = {"email": "nia@bay.example", "place": str(town.bay.id), "role": "member"}
    form["form_id"] = "01234567-89ab-4def-8123-456789abcdef"
    client = town.client(app, "lead")

    answers = [client.post("/people/invite", data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert len(invited(store)) == 1


@pytest.mark.parametrize("who", ["editor", "pending"])
def test_inviting_again_says_what_to_do(app: Flask, store: AppSession, town: Town, now, who: str):
    email = f"{who}@bay.example"
    if who == "editor":
        town.people["editor"].email = email
    else:
        invite(store, InvitationDraft(email=email, organisation_id=town.bay.id), None, now)
    store.commit()

    answer = town.client(app, "lead").post(
        "/people/invite", data={"email": email, "place": str(town.bay.id), "role": "member"}
    )

    assert answer.status_code == 422
    assert ("already a member" if who == "editor" else "open invitation") in answer.text


def test_invitation_is_sent_again_with_fourteen_more_days(
    app: Flask, store: AppSession, town: Town, now, clock: FakeClock
):
    made = invite(store, InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id), None, now)
    store.commit()
    clock.advance(timedelta(days=20))

    answer = town.client(app, "lead").post(f"/people/invitations/{made.id}/send-again")

    assert answer.status_code == 303
    assert again(store, made).expires_at == clock.now() + timedelta(days=14)
    assert len(store.scalars(select(Message)).all()) == 2


@pytest.mark.parametrize(
    ("action", "message"), [("send-again", "accepted or revoked in the meantime"), ("revoke", "already been accepted")]
)
def test_accepted_invitation_is_left_alone(app: Flask, store: AppSession, town: Town, now, action: str, message: str):
    made = invite(store, InvitationDraft(email="nia@bay.example", organisation_id=town.bay.id), None, now)
    made.used_at = now
    store.commit()

    answer = town.client(app, "lead").post(f"/people/invitations/{made.id}/{action}", follow_redirects=True)

    assert message in answer.text
    assert again(store, made).revoked_at is None


def test_role_is_changed_and_numbered_for_feeds(app: Flask, store: AppSession, town: Town):
    membership = town.membership("member")

    town.client(app, "lead").post(f"/people/memberships/{membership.id}/role", data={"role": "editor", "revision": "1"})

    before = membership.version
    again(store, membership)
    assert membership.role == "editor"
    assert (membership.version or 0) > (before or 0)


def test_stale_role_change_is_shown_and_not_made(app: Flask, store: AppSession, town: Town):
    membership = town.membership("member")
    client, path = town.client(app, "lead"), f"/people/memberships/{membership.id}/role"
    client.post(path, data={"role": "editor", "revision": "1"})

    late = client.post(path, data={"role": "lead", "revision": "1"})

    assert late.status_code == 409
    assert again(store, membership).role == "editor"


def test_only_lead_steps_down_after_a_warning(app: Flask, store: AppSession, town: Town):
    membership = town.membership("lead")
    client, path = town.client(app, "lead"), f"/people/memberships/{membership.id}/role"

    warned = client.post(path, data={"role": "member", "revision": "1"})
    assert warned.status_code == 409
    assert "the only lead" in warned.text
    assert again(store, membership).role == "lead"

    client.post(path, data={"role": "member", "revision": "1", "even_last_lead": "yes"})
    assert again(store, membership).role == "member"


def test_only_lead_is_removed_after_a_warning(app: Flask, store: AppSession, town: Town):
    membership = town.membership("lead")
    client, path = town.client(app, "coordinator"), f"/people/memberships/{membership.id}/remove"

    assert "only lead" in client.get(path).text
    assert client.post(path).status_code == 409
    assert again(store, membership).ended_at is None

    assert client.post(path, data={"even_last_lead": "yes"}).status_code == 303
    assert again(store, membership).ended_at is not None


def test_member_leaves_and_is_out_at_once(app: Flask, store: AppSession, town: Town):
    client = town.client(app, "member")

    client.post(f"/people/memberships/{town.membership('member').id}/remove")

    assert client.get("/people").status_code == 403
    assert client.get("/account").status_code == 200


def test_last_coordinator_stays(app: Flask, store: AppSession, town: Town):
    client, cora = town.client(app, "coordinator"), town.people["coordinator"]

    for action in ("coordinator", "anonymise"):
        answer = client.post(f"/people/{cora.id}/{action}", follow_redirects=True)
        assert "last coordinator" in answer.text

    assert client.get("/people/accounts").status_code == 200


def test_second_coordinator_lets_the_first_go(app: Flask, store: AppSession, town: Town):
    client = town.client(app, "coordinator")

    client.post(f"/people/{town.people['lead'].id}/coordinator")
    client.post(f"/people/{town.people['coordinator'].id}/coordinator")

    assert client.get("/people/accounts").status_code == 404
    assert town.client(app, "lead").get("/people/accounts").status_code == 200


def test_anonymised_person_is_out_and_nameless(app: Flask, store: AppSession, town: Town):
    editor = town.people["editor"]
    session_of_editor = town.client(app, "editor")

    town.client(app, "coordinator").post(f"/people/{editor.id}/anonymise")

    assert session_of_editor.get("/account").status_code == 302
    page = town.client(app, "coordinator").get("/people/accounts").text
    assert "Edi Editor" not in page
    assert again(store, editor).name == "Former member"


def test_list_takes_no_more_queries_for_more_people(app: Flask, store: AppSession):
    chair = factories.person(store, "Chair", coordinator=True)
    store.commit()
    client = logged_in(app, chair)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            place = factories.organisation(store, f"Place {store.query(Membership).count()}")
            factories.person(store, "Somebody", (place, MemberRole.LEAD))
            factories.person(store, "Somebody else", (place, MemberRole.EDITOR))
        store.commit()
        counts.append(queries_of(app, client))

    assert counts[0] == counts[1]


def queries_of(app: Flask, client) -> int:
    statements: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listener := lambda *args: statements.append(args[2]))
    assert client.get("/people").status_code == 200
    event.remove(engine, "before_cursor_execute", listener)
    return len(statements)


def test_names_of_markup_are_text(app: Flask, store: AppSession, town: Town):
    person = store.get_one(Person, town.people["member"].id)
    person.name = "<img src=x onerror=alert(1)>"
    store.commit()

    page = town.client(app, "coordinator").get("/people").text

    assert "<img src=x" not in page
