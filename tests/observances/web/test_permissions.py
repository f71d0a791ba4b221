"""Who may do what, route by route."""

from collections.abc import Callable

from flask.testing import FlaskClient

from scheduler.observances.models import Observance
from tests.observances.catalogues import ANNOUNCED, DAY

As = Callable[[str], FlaskClient]
Catalogue = dict[str, Observance]

DAY_PAGE = f"/observances/{DAY['slug']}"
EDITION = f"{DAY_PAGE}/2027"
KINDS = ("anonymous", "stranger", "member", "editor", "lead", "coordinator")
LOG_IN, REFUSED, OPEN, DONE, HIDDEN, TYPED_WRONG = 302, 403, 200, 303, 404, 422

EVERYBODY = dict.fromkeys(KINDS, OPEN)
MEMBERS = {"anonymous": LOG_IN, "stranger": REFUSED, "member": OPEN, "editor": OPEN, "lead": OPEN, "coordinator": OPEN}
DESK = MEMBERS | {"member": REFUSED}
COORDINATORS = {"anonymous": LOG_IN} | dict.fromkeys(KINDS[1:5], HIDDEN) | {"coordinator": OPEN}


def done(who: dict[str, int], status: int = DONE) -> dict[str, int]:
    return {kind: status if answer == OPEN else answer for kind, answer in who.items()}


PAGES = [
    ("/observances", EVERYBODY),
    (DAY_PAGE, EVERYBODY),
    ("/observances/labour-day", done(MEMBERS | {"anonymous": HIDDEN, "stranger": HIDDEN}, OPEN)),
    ("/observances/no-such-day", dict.fromkeys(KINDS, HIDDEN)),
    ("/observances/catalogue", MEMBERS),
    ("/observances/new", DESK),
    (f"{EDITION}/edit", DESK),
    (f"{EDITION}/dates", DESK),
    (f"{EDITION}/cancel", DESK),
    (f"{DAY_PAGE}/edit", done(DESK, HIDDEN)),
    (f"{DAY_PAGE}/2031/edit", done(DESK, HIDDEN)),
    ("/observances/labour-day/2027/edit", done(DESK, HIDDEN)),
    ("/observances/import", COORDINATORS),
    ("/observances/import/1", done(COORDINATORS, HIDDEN)),
]

POSTS = [
    (f"{DAY_PAGE}/follow", done(MEMBERS)),
    (f"{DAY_PAGE}/unfollow", done(MEMBERS)),
    (f"{DAY_PAGE}/register", done(DESK)),
    (f"{DAY_PAGE}/steward", done(DESK)),
    ("/observances/no-such-day/register", done(DESK, HIDDEN)),
    ("/observances/catalogue/register-topic", done(DESK, 400)),
    ("/observances/new", done(DESK, TYPED_WRONG)),
    (f"{EDITION}/edit", done(DESK)),
    (f"{EDITION}/dates", done(DESK, TYPED_WRONG)),
    (f"{EDITION}/cancel", done(DESK, TYPED_WRONG)),
    (f"{EDITION}/restore", done(DESK)),
    (f"{EDITION}/use-rule", done(DESK)),
    (f"{EDITION}/keep-days", done(DESK)),
    ("/observances/import", done(COORDINATORS, TYPED_WRONG)),
    ("/observances/import/1", done(COORDINATORS, HIDDEN)),
    # The last one, as the others need what it takes away.
    (f"{DAY_PAGE}/unregister", {**DESK, "editor": DONE, "lead": DONE, "coordinator": DONE}),
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


def test_visitors_see_no_names_of_people(as_: As, catalogue: Catalogue):
    page = as_("anonymous").get(f"/observances/{ANNOUNCED['slug']}").text

    assert "Ana" not in page
    assert "To be found out from" not in page
    assert "date not yet announced" in page


def test_addresses_with_hidden_characters_are_no_pages(as_: As, catalogue: Catalogue):
    editor = as_("editor")

    for address in ("/observances/a%00b", "/observances/a%00b/2027/edit", f"{DAY_PAGE}/20%00/edit"):
        assert editor.get(address).status_code == HIDDEN
