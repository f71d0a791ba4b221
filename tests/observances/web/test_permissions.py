"""Who may do what, route by route."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import update

from scheduler.accounts.models import Membership
from scheduler.db import AppSession
from scheduler.observances.models import Observance
from tests.observances.catalogues import ANNOUNCED, DAY
from tests.observances.web.conftest import People

As = Callable[[str], FlaskClient]
Catalogue = dict[str, Observance]

DAY_PAGE = f"/observances/{DAY['slug']}"
EDITION = f"{DAY_PAGE}/2027"
ANNOUNCED_PAGE = f"/observances/{ANNOUNCED['slug']}"
# Nobody has said yet when it is.
UNKNOWN = f"{ANNOUNCED_PAGE}/2028"
KINDS = ("anonymous", "stranger", "member", "editor", "lead", "coordinator")
LOG_IN, REFUSED, OPEN, DONE, HIDDEN, TYPED_WRONG = 302, 403, 200, 303, 404, 422

EVERYBODY = dict.fromkeys(KINDS, OPEN)
MEMBERS = {"anonymous": LOG_IN, "stranger": REFUSED, "member": OPEN, "editor": OPEN, "lead": OPEN, "coordinator": OPEN}
EDITORS = MEMBERS | {"member": REFUSED}
# The editor registered it, so looks after it.
KEEPERS = EDITORS | {"lead": REFUSED}
COORDINATORS = {"anonymous": LOG_IN} | dict.fromkeys(KINDS[1:5], HIDDEN) | {"coordinator": OPEN}


def done(who: dict[str, int], status: int = DONE) -> dict[str, int]:
    return {kind: status if answer == OPEN else answer for kind, answer in who.items()}


PAGES = [
    ("/observances", EVERYBODY),
    (DAY_PAGE, EVERYBODY),
    ("/observances/labour-day", done(MEMBERS | {"anonymous": HIDDEN, "stranger": HIDDEN}, OPEN)),
    ("/observances/no-such-day", dict.fromkeys(KINDS, HIDDEN)),
    ("/observances/catalogue", MEMBERS),
    ("/observances/new", EDITORS),
    (f"{EDITION}/edit", EDITORS),
    (f"{EDITION}/dates", KEEPERS),
    (f"{EDITION}/cancel", KEEPERS),
    (f"{EDITION}/move", KEEPERS),
    (f"{UNKNOWN}/dates", EDITORS),
    (f"{UNKNOWN}/cancel", KEEPERS),
    (f"{DAY_PAGE}/edit", done(EDITORS, HIDDEN)),
    (f"{DAY_PAGE}/2031/edit", done(EDITORS, HIDDEN)),
    ("/observances/labour-day/2027/edit", done(EDITORS, HIDDEN)),
    ("/observances/import", COORDINATORS),
    ("/observances/import/1", done(COORDINATORS, HIDDEN)),
]

POSTS = [
    (f"{DAY_PAGE}/follow", done(MEMBERS)),
    (f"{DAY_PAGE}/unfollow", done(MEMBERS)),
    (f"{DAY_PAGE}/register", done(EDITORS)),
    (f"{ANNOUNCED_PAGE}/steward", done(KEEPERS)),
    ("/observances/labour-day/steward", done(EDITORS, HIDDEN)),
    ("/observances/no-such-day/register", done(EDITORS, HIDDEN)),
    ("/observances/catalogue/register-topic", done(EDITORS, 400)),
    ("/observances/new", done(EDITORS, TYPED_WRONG)),
    (f"{EDITION}/edit", done(EDITORS)),
    (f"{EDITION}/dates", done(KEEPERS, TYPED_WRONG)),
    (f"{UNKNOWN}/dates", done(EDITORS, TYPED_WRONG)),
    (f"{EDITION}/cancel", done(KEEPERS, TYPED_WRONG)),
    (f"{EDITION}/restore", done(KEEPERS)),
    (f"{EDITION}/use-rule", done(KEEPERS)),
    (f"{EDITION}/keep-days", done(KEEPERS)),
    ("/observances/import", done(COORDINATORS, TYPED_WRONG)),
    ("/observances/import/1", done(COORDINATORS, HIDDEN)),
    # The last one, as the others need what it takes away; once the editor has done it, nothing is left to refuse.
    (f"{DAY_PAGE}/unregister", done(KEEPERS | {"lead": OPEN})),
]


def test_who_may_open(as_: As, catalogue: Catalogue):
    found = {address: {kind: as_(kind).get(address).status_code for kind in KINDS} for address, _answers in PAGES}

    assert found == dict(PAGES)


def test_who_may_send(as_: As, catalogue: Catalogue):
    # One word: a visitor is sent to log in, and gets no texts back to copy.
    data = {"theme": "Something"}

    found = {
        address: {kind: as_(kind).post(address, data=data).status_code for kind in KINDS} for address, _answers in POSTS
    }

    assert found == dict(POSTS)


def test_a_plain_member_sees_no_button_that_would_be_refused(as_: As, catalogue: Catalogue):
    member = as_("member")
    pages = [member.get(address).text for address in ("/observances", DAY_PAGE, "/observances/catalogue")]

    for refused in ("/register", "/unregister", "/2027/edit", "/observances/new", "/observances/import"):
        assert not any(refused in page for page in pages)


def test_an_editor_who_does_not_look_after_it_sees_no_button_that_would_be_refused(as_: As, catalogue: Catalogue):
    lead, steward = as_("lead"), as_("editor")

    refused_on = [(DAY_PAGE, "/unregister"), (DAY_PAGE, f'href="{EDITION}/move"')]
    for address, refused in (*refused_on, (f"{EDITION}/edit", "/cancel"), (f"{EDITION}/edit", "/dates")):
        assert refused not in lead.get(address).text
        assert refused in steward.get(address).text
    assert f"{UNKNOWN}/dates" in lead.get(ANNOUNCED_PAGE).text
    assert "Take over as steward" not in lead.get(DAY_PAGE).text


def test_where_the_steward_has_left_an_editor_takes_over_and_a_coordinator_decides(
    as_: As, catalogue: Catalogue, people: People, store: AppSession, now: datetime
):
    store.execute(update(Membership).where(Membership.person_id == people.editor.id).values(ended_at=now))
    store.commit()
    assert as_("lead").get(f"{EDITION}/cancel").status_code == REFUSED
    assert as_("coordinator").get(f"{EDITION}/cancel").status_code == OPEN
    assert "Take over as steward" in as_("lead").get(DAY_PAGE).text

    assert as_("lead").post(f"{DAY_PAGE}/steward").status_code == DONE

    assert as_("lead").get(f"{EDITION}/cancel").status_code == OPEN


def test_visitors_see_no_names_of_people(as_: As, catalogue: Catalogue):
    page = as_("anonymous").get(f"/observances/{ANNOUNCED['slug']}").text

    assert "Ana" not in page
    assert "Check for date from" not in page
    assert "date not announced yet" in page


def test_addresses_with_hidden_characters_are_no_pages(as_: As, catalogue: Catalogue):
    editor = as_("editor")

    for address in ("/observances/a%00b", "/observances/a%00b/2027/edit", f"{DAY_PAGE}/20%00/edit"):
        assert editor.get(address).status_code == HIDDEN
