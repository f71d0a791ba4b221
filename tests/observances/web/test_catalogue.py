"""Finding observances in the catalogue and registering them."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import event, select

from scheduler.agenda.services.changes import ChangeContext
from scheduler.db import AppSession, db
from scheduler.observances.models import Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register_topics
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

As = Callable[[str], FlaskClient]
Catalogue = dict[str, Observance]


ALL = {"World Day against Trafficking", "Safer Internet Day", "Labour Day"}
FOUND = {
    "": ALL,
    "q=internet+SAFER": {"Safer Internet Day"},
    "q=%E2%80%9Csafer-internet%E2%80%9D": {"Safer Internet Day"},
    "q=s%C3%A1fer+%EF%BC%A4ay": {"Safer Internet Day"},
    "q=La%CC%81bour": {"Labour Day"},
    "q=unodc": {"World Day against Trafficking", "Labour Day"},
    "q=%25": set(),
    "q=%00": ALL,
    "topic=labour": {"Labour Day"},
    "topic=gardening": ALL,
    "scope=national": set(),
    "country=PH&q=x": set(),
    "page=99": set(),
}


def test_filters(as_: As, catalogue: Catalogue):
    member = as_("member")

    pages = {query: member.get(f"/observances/catalogue?{query}").text for query in FOUND}

    assert {query: {name for name in ALL if f">{name}<" in page} for query, page in pages.items()} == FOUND


def test_one_click_registers_and_leads_back(as_: As, store: AppSession, catalogue: Catalogue):
    data = {"next": "/observances/catalogue?topic=labour"}

    answer = as_("editor").post("/observances/labour-day/register", data=data)

    assert (answer.status_code, answer.location) == (303, "/observances/catalogue?topic=labour")
    assert is_registered(store, "labour-day")


def test_a_button_leads_to_no_other_site(as_: As, catalogue: Catalogue):
    answer = as_("editor").post("/observances/labour-day/register", data={"next": "https://elsewhere.example"})

    assert answer.location == "/observances/labour-day"


def test_a_topic_is_registered_at_once(as_: As, store: AppSession, catalogue: Catalogue):
    editor = as_("editor")
    assert "Register the one about “Labour”" in editor.get("/observances/catalogue?topic=labour").text

    answer = editor.post("/observances/catalogue/register-topic", data={"topic": "labour"}, follow_redirects=True)

    assert "1 observance registered." in answer.text
    assert is_registered(store, "labour-day")


def test_unregister_takes_it_out_of_the_year_and_from_visitors(as_: As, store: AppSession, catalogue: Catalogue):
    as_("editor").post(f"/observances/{ANNOUNCED['slug']}/unregister")

    assert not is_registered(store, ANNOUNCED["slug"])
    assert "Safer Internet Day" not in as_("anonymous").get("/observances?year=2027").text
    assert as_("anonymous").get(f"/observances/{ANNOUNCED['slug']}").status_code == 404
    page = as_("member").get(f"/observances/{ANNOUNCED['slug']}").text
    assert "Not registered" in page
    assert "Tue 9 Feb 2027" not in page


def test_the_pages_ask_the_database_as_often_for_many_as_for_few(
    as_: As, store: AppSession, catalogue: Catalogue, now: datetime
):
    member = as_("member")
    few = {address: queries(member, address) for address in ("/observances?year=2027", "/observances/catalogue")}

    more = [DAY | {"slug": f"day-{number}", "name": f"Day {number}", "topics": "labour"} for number in range(10)]
    import_catalogue(store, csv_of(*more), ChangeContext((), None, now))
    register_topics(store, ["labour"], None, now)
    store.commit()

    assert {address: queries(member, address) for address in few} == few
    assert "Day 9" in member.get("/observances?year=2027").text


def queries(client: FlaskClient, address: str) -> int:
    seen: list[str] = []
    with client.application.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    assert client.get(address).status_code == 200
    return len(seen)


def is_registered(store: AppSession, slug: str) -> bool:
    query = select(Observance.registered_at).where(Observance.slug == slug)
    found = store.scalar(query) is not None
    store.commit()
    return found


def test_names_of_the_catalogue_are_escaped(as_: As, store: AppSession, catalogue: Catalogue):
    row = catalogue[DAY["slug"]]
    row.name = "<script>alert(1)</script>"
    store.commit()

    for address in ("/observances?year=2027", "/observances/catalogue", f"/observances/{DAY['slug']}"):
        assert "<script>alert" not in as_("member").get(address).text
