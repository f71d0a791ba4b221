"""Which page is open to whom."""

import pytest
from flask import Flask

from scheduler.accounts.models import Invitation
from scheduler.accounts.services.invitations import InvitationDraft, invite
from scheduler.db import AppSession
from tests.coalition import ROLES, Town

LOG_IN, TEXTS_BACK, NOT_YOURS, NO_SUCH, SEEN, DONE = 302, 401, 403, 404, 200, 303

# visitor, loner, member, editor, lead of the place, lead of another one, coordinator
READING = {
    "/account": (LOG_IN, SEEN, SEEN, SEEN, SEEN, SEEN, SEEN),
    "/account/log-ins": (LOG_IN, SEEN, SEEN, SEEN, SEEN, SEEN, SEEN),
    "/people": (LOG_IN, NOT_YOURS, SEEN, SEEN, SEEN, SEEN, SEEN),
    "/people/invite": (LOG_IN, NOT_YOURS, NO_SUCH, NO_SUCH, SEEN, SEEN, SEEN),
    "/people/accounts": (LOG_IN, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, SEEN),
    "/people/memberships/{editor}/role": (LOG_IN, NOT_YOURS, NO_SUCH, NO_SUCH, SEEN, NO_SUCH, SEEN),
    "/people/memberships/{editor}/remove": (LOG_IN, NOT_YOURS, NO_SUCH, SEEN, SEEN, NO_SUCH, SEEN),
    "/people/{person}/coordinator": (LOG_IN, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, SEEN),
    "/people/{person}/anonymise": (LOG_IN, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, SEEN),
    "/roles": (LOG_IN, NOT_YOURS, SEEN, SEEN, SEEN, SEEN, SEEN),
    "/organisations": (LOG_IN, NOT_YOURS, SEEN, SEEN, SEEN, SEEN, SEEN),
    "/organisations/{bay}": (LOG_IN, NOT_YOURS, SEEN, SEEN, SEEN, SEEN, SEEN),
    "/organisations/new": (LOG_IN, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, SEEN),
    "/organisations/{bay}/edit": (LOG_IN, NOT_YOURS, NO_SUCH, NO_SUCH, SEEN, NO_SUCH, SEEN),
    "/organisations/{bay}/close": (LOG_IN, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, SEEN),
}
WRITING = {
    "/people/invite": (TEXTS_BACK, NOT_YOURS, NO_SUCH, NO_SUCH, DONE, 422, DONE),
    "/people/invitations/{invitation}/send-again": (TEXTS_BACK, NOT_YOURS, NO_SUCH, NO_SUCH, DONE, NO_SUCH, DONE),
    "/people/invitations/{invitation}/revoke": (TEXTS_BACK, NOT_YOURS, NO_SUCH, NO_SUCH, DONE, NO_SUCH, DONE),
    "/people/memberships/{editor}/role": (TEXTS_BACK, NOT_YOURS, NO_SUCH, NO_SUCH, DONE, NO_SUCH, DONE),
    "/people/memberships/{editor}/remove": (TEXTS_BACK, NOT_YOURS, NO_SUCH, DONE, DONE, NO_SUCH, DONE),
    "/people/{person}/coordinator": (TEXTS_BACK, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, DONE),
    "/people/{person}/anonymise": (TEXTS_BACK, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, DONE),
    "/organisations/new": (TEXTS_BACK, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, DONE),
    "/organisations/{bay}/edit": (TEXTS_BACK, NOT_YOURS, NO_SUCH, NO_SUCH, DONE, NO_SUCH, DONE),
    "/organisations/{bay}/close": (TEXTS_BACK, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, NO_SUCH, DONE),
}

NOWHERE = ("4711", "99999999999999999999999", "-1", "x", "1%00")


@pytest.fixture
def invitation(store: AppSession, town: Town, now) -> Invitation:
    made = invite(store, InvitationDraft(email="new@bay.example", organisation_id=town.bay.id), None, now)
    store.commit()
    return made


def filled(path: str, town: Town, invitation: Invitation) -> str:
    return path.format(
        bay=town.bay.id,
        person=town.people["editor"].id,
        editor=town.membership("editor").id,
        invitation=invitation.id,
    )


@pytest.mark.parametrize("path", READING)
def test_who_sees_a_page(app: Flask, town: Town, invitation: Invitation, path: str):
    seen = {who: town.client(app, who).get(filled(path, town, invitation)).status_code for who in ROLES}

    assert seen == dict(zip(ROLES, READING[path], strict=True))


FIELDS = {"email": "somebody@else.example", "role": "member", "revision": "1", "name": "New Name", "zone": "UTC"}


def status_of(app: Flask, town: Town, path: str, who: str) -> int:
    return town.client(app, who).post(path, data=FIELDS | {"place": str(town.bay.id)}).status_code


@pytest.mark.parametrize("path", WRITING)
def test_who_changes_nothing(app: Flask, town: Town, invitation: Invitation, path: str):
    refused = {who: status for who, status in zip(ROLES, WRITING[path], strict=True) if status != DONE}

    assert {who: status_of(app, town, filled(path, town, invitation), who) for who in refused} == refused


@pytest.mark.parametrize(
    ("path", "who"),
    [(path, who) for path, row in WRITING.items() for who, status in zip(ROLES, row, strict=True) if status == DONE],
)
def test_who_changes_something(app: Flask, town: Town, invitation: Invitation, path: str, who: str):
    assert status_of(app, town, filled(path, town, invitation), who) == DONE


@pytest.mark.parametrize(
    "path",
    [
        "/people/memberships/{}/role",
        "/people/memberships/{}/remove",
        "/people/{}/coordinator",
        "/people/{}/anonymise",
        "/organisations/{}",
        "/organisations/{}/edit",
        "/organisations/{}/close",
    ],
)
def test_what_is_not_there_is_404(app: Flask, town: Town, path: str):
    coordinator = town.client(app, "coordinator")
    found = {ident: coordinator.get(path.format(ident)).status_code for ident in NOWHERE}

    assert found == dict.fromkeys(NOWHERE, 404)


@pytest.mark.parametrize("action", ["send-again", "revoke"])
@pytest.mark.parametrize("ident", ["4711", "99999999999999999999999"])
def test_no_such_invitation_is_404(app: Flask, town: Town, action: str, ident: str):
    assert town.client(app, "coordinator").post(f"/people/invitations/{ident}/{action}").status_code == 404
