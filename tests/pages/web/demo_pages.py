"""The demo coalition with everything that there is a page for, and who looks at it."""

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.reset_links import new_reset_token
from scheduler.accounts.services.invitations import InvitationDraft, invite, issue_token
from scheduler.campaigns.models import Campaign, Task
from scheduler.chat.models import ChatRoom
from scheduler.content.models import Item, ReleaseImport, ReviewRequest, SentCopy, SpreadsheetImport
from scheduler.content.picture_models import Picture
from scheduler.content.press_models import Pitch
from scheduler.db import AppSession
from scheduler.events.models import Event
from scheduler.facts.models import Fact
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.kits.domain.tokens import token_of as kit_token
from scheduler.kits.models import Kit, KitItem, KitLink
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.observances.models import Edition
from scheduler.playbooks.models import Playbook, PlaybookSlot
from scheduler.reminders.domain.unsubscribing import Scope, token_of
from tests import factories
from tests.logins import logged_in
from tests.observances.catalogues import DAY, csv_of
from tests.pictures.samples import jpeg, png
from tests.plugins.demo import Seed
from tests.reminders.links import link_token
from tests.word_files.documents import release

STARTS = ("/", "/calendar", "/search?q=day", "/subscribe", "/login", "/reset")
OPEN_ALL = "document.querySelectorAll('details:not(.menu)').forEach(one => { one.open = true })"

ROLES = {
    "lead": "Lena Ortiz",
    "coordinator": "Cora Whitfield",
    "lead in an embargo group": "Maya Villanueva",
    "lead who has published": "Odile Marchand",
    "lead who reviews": "Priya Nair",
    "editor": "Theo Brandt",
    "member": "Jun Dela Rosa",
    "visitor": None,
}


@dataclass(frozen=True)
class Demo:
    """The demo coalition: who is in it by name, and what fills the addresses of its pages."""

    app: Flask
    people: dict[str, Person]
    fill: dict[str, list[object]]

    def client(self, role: str) -> FlaskClient:
        name = ROLES[role]
        return self.app.test_client() if name is None else logged_in(self.app, self.people[name])


def build_demo(app: Flask, store: AppSession, seed: Seed, now: datetime) -> Demo:
    """The demo, and what only comes of trying it out: an import, an observance of one's own, feeds, letters."""
    seed(app)
    people = {person.name: person for person in store.scalars(select(Person))}
    store.commit()
    made = Demo(app, people, {})
    table = csv_of(DAY | {"slug": "harbour-day", "name": "Harbour Day"})
    made.client("coordinator").post("/observances/import", data={"file": (io.BytesIO(table), "catalogue.csv")})
    own = _own_observance(made.client("lead"))
    items = list(store.scalars(select(Item.public_id).order_by(Item.id)))
    store.commit()
    _add_pictures(made.client("lead"), items)
    _pitch(made.client("lead"), items)
    _campaign_of_last_year(made.client("lead"), store)
    _import_rows(made.client("lead"))
    _guide(made.client("coordinator"))
    _upload_releases(made.client("lead"))
    _send_to_the_press(made.client("lead"), items)
    made.fill.update(_addresses(store, people, app.config["SECRET_KEY"], now))
    made.fill["slug"] = ["world-day-against-trafficking-in-persons", own]
    store.commit()
    return made


def _add_pictures(client: FlaskClient, items: list[str]) -> None:
    """Add pictures to the first item that takes some: one whole, one without words, whose consent is over."""
    sent: dict[str, object] = {"alt_text": "A harbour", "credit": "Nia Okafor", "shown": "nobody", "focus": "50-50"}
    for public_id in items:
        path = f"/content/{public_id}/pictures"
        if client.post(f"{path}/new", data=sent | {"file": (io.BytesIO(jpeg()), "harbour.jpg")}).status_code == 303:
            break
    bare = {"shown": "agreed", "people": "Amara O.", "consent_scope": "This campaign", "focus": "17-17"}
    client.post(f"{path}/new", data=bare | {"file": (io.BytesIO(png()), "صورة طويلة جدا من الميناء.png")})
    found = re.findall(rf'href="({path}/[\w-]+)"', client.get(path).text)
    client.post(f"{found[-1]}/withdraw-consent", data={"reason": "She asked"})


def _guide(client: FlaskClient) -> None:
    """Require what a picture has not, avoid a term, and list a helpline that nobody has checked for long."""
    rules = client.get("/content/checks").text
    levels = dict.fromkeys(re.findall(r'<select[^>]*name="(\w+)"', rules), "advice") | {"pictures": "required"}
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', rules)
    client.post("/content/checks", data=levels | {"revision": revision[1] if revision else ""})
    client.post("/terms/new", data={"language": "de", "phrases": "Fischersfrau", "prefer": "Frau eines Fischers"})
    typed = {"country": "PH", "name": "Actionline", "contact": "1343", "source": "Its web page"}
    client.post("/helplines/new", data=typed | {"checked_on": "2026-01-05"})


def _pitch(client: FlaskClient, items: list[str]) -> None:
    """Offer the first item that is offered to outlets to two of them."""
    for public_id in items:
        path = f"/content/{public_id}/pitches/new"
        typed = {"outlet": "The Harbour Courier", "pitched_on": "2027-07-02", "answer": "declined"}
        if client.post(path, data=typed | {"link": "https://example.org/courier"}).status_code == 303:
            ends = {"exclusive-day": "2027-07-30", "exclusive-time": "09:00", "exclusive-zone": "Asia/Manila"}
            client.post(path, data={"outlet": "صحيفة الميناء", "answer": "none"} | ends)
            break


def _import_rows(client: FlaskClient) -> None:
    """Upload a plan with good and bad rows, and say what its columns hold."""
    table = "Title,Date,Time,Type,Notes\nVigil,5/8/2027,9:00 EST,Post,Light a candle\n"
    table += "مسيرة,2027-08-09,,Leaflet,\n,soon,,,\n"
    columns = client.post("/content/import", data={"file": (io.BytesIO(table.encode()), "plan.csv")}).location
    own = re.search(r'name="organisation_id"[^>]*>\s*<option[^>]*value="(\d+)"', client.get(columns).text)
    said = {f"column_{name}": str(number) for number, name in enumerate(("title", "day", "time", "kind", "copy"))}
    said |= {"zone": "UTC", "organisation_id": own[1] if own else "", "kind": "post", "campaign_id": "0"}
    client.post(columns, data=said | {"with_whom": "coalition", "revision": "1"})


def _upload_releases(client: FlaskClient) -> None:
    """Upload a release whose embargo is clear, one whose is not, and a file that cannot be read."""
    clear = (
        ("EMBARGOED UNTIL 09:00 UTC, 30 July 2027", "Normal"),
        ("Platforms fall silent", "Title"),
        ("Text", "Normal"),
    )
    doubtful = (
        ("PRESS RELEASE", "Normal"),
        ("EMBARGOED UNTIL MONDAY", "Normal"),
        ("صمت المنصات", "Title"),
        ("Text", "Normal"),
    )
    names = {"a.docx": release(*clear), "b" * 100 + ".docx": release(*doubtful), "c.docx": b"PK"}
    files = [(io.BytesIO(content), name) for name, content in names.items()]
    client.post("/content/import/releases", data={"files": files})


def _own_observance(client: FlaskClient) -> str:
    """Enter an observance of one's own; return the last part of its address."""
    typed = {"name": "Hafentag", "topics": "other", "scope": "international", "country": "", "first_year": ""}
    typed |= {"month": "5", "day": "3", "leap_day": "march_1", "duration_days": "1"}
    preview = client.post("/observances/new?kind=fixed_date", data=typed | {"preview": "1"}).text
    found = re.search(r'name="previewed" type="hidden" value="(\w+)"', preview)
    assert found is not None
    saved = client.post("/observances/new?kind=fixed_date", data=typed | {"save": "1", "previewed": found[1]})
    return saved.location.rsplit("/", 1)[1].split("#")[0]


def _send_to_the_press(client: FlaskClient, items: list[str]) -> None:
    """Record who was sent a release, remove a wrong entry, and change the copy since."""
    release = next(path for one in items if client.get(f"{(path := f'/content/{one}')}/sent/new").status_code == 200)
    for recipient in ("The Ledger", "Zeitung der Hafenarbeiterinnenundhafenarbeitergewerkschaft", "Nobody"):
        client.post(f"{release}/sent/new", data={"recipient": recipient, "version_number": "1"})
    removals = re.findall(rf'action="({release}/sent/[\w-]+/remove)"', client.get(f"{release}/details").text)
    client.post(removals[-1])


def _campaign_of_last_year(client: FlaskClient, store: AppSession) -> None:
    """Plan a campaign that is over by now, so that it can be copied."""
    place = store.scalar(select(Organisation.id).where(Organisation.short_name == "Open Bridge"))
    store.commit()
    typed = {"title": "Count what you find, 2026", "around": "own", "first_day": "2026-07-30"}
    path = client.post("/campaigns/new", data=typed | {"organisation_id": str(place), "audience": "coalition"}).location
    client.post(f"{path}/tasks/new", data={"title": "Ask who takes part", "due_on": "2026-07-01"})


def _addresses(store: AppSession, people: dict[str, Person], secret_key: str, now: datetime) -> dict[str, list[object]]:
    jun = people["Jun Dela Rosa"]
    feeds = [
        make_feed(store, FeedDraft("Feed", {}, person_id=person.id), secret_key, actor_id=person.id, now=now)
        for person in people.values()
    ]
    organisations = list(store.scalars(select(Organisation.id)))
    return {
        "invite token": [_invitation_token(store, organisations[0], secret_key, now)],
        "reset token": [new_reset_token(jun, datetime.now(UTC), secret_key)],
        "reminder token": [link_token(store, secret_key, now)],
        "unsubscribe token": [token_of(secret_key, Scope(jun.id, "reminder", "task_due"))],
        "content public_id": [*store.scalars(select(Item.public_id).order_by(Item.id))],
        "content address": _import_addresses(store),
        "content address public_id": _content_addresses(store),
        "events public_id": [*store.scalars(select(Event.public_id).order_by(Event.id))],
        "campaigns public_id": [*store.scalars(select(Campaign.public_id).order_by(Campaign.id))],
        "campaigns address": [
            *store.scalars(select(Task.public_id).where(Task.done_at.is_(None)).order_by(Task.id).limit(1)),
            "awareness-day",
            *store.scalars(select(Kit.public_id)),
            _campaign_message(store),
        ],
        "observances address period slug": [_edition_message(store)],
        "playbooks address": [*store.scalars(select(Playbook.public_id))],
        **_kit_addresses(store, secret_key),
        "slot": [*store.scalars(select(PlaybookSlot.public_id).limit(1))],
        "source": [*store.scalars(select(Campaign.public_id).where(Campaign.last_day < date(2027, 1, 1)))],
        "organisation_id": [*organisations],
        "organisations ident": organisations[-1:],
        "organisations address ident": [
            *map(tuple, store.execute(select(ChatRoom.public_id, ChatRoom.organisation_id)))
        ],
        "people ident": [jun.id],
        "feed_id": [feed.id for feed in feeds],
        "bill_id": [*store.scalars(select(Bill.id).limit(1))],
        "milestone_id": [
            *store.scalars(select(BillMilestone.id).where(BillMilestone.taken_back_at.is_(None)).limit(1))
        ],
        "fact_id": [*store.scalars(select(Fact.id).where(Fact.retired_at.is_(None)).order_by(Fact.id).limit(1))],
        **{name: [1] for name in ("number", "term_id", "helpline_id", "upload_id")},
        "content slug": ["pictures"],
        "day": ["2027-07-30"],
        "period": ["2027"],
        "plot": ["channels"],
        "who": ["public"],
        "whom": ["public"],
    }


def _invitation_token(store: AppSession, organisation_id: int, secret_key: str, now: datetime) -> str:
    draft = InvitationDraft(email="nia@nia.example", organisation_id=organisation_id, role=MemberRole.EDITOR)
    return issue_token(store, invite(store, draft, None, now), secret_key)


def _content_addresses(store: AppSession) -> list[object]:
    """Return what pages call the rows beside items, each with its item."""
    models = (ReviewRequest, Picture, Pitch, SentCopy)
    return [
        (address, public_id)
        for model in models
        for address, public_id in store.execute(
            select(model.public_id, Item.public_id).join(Item, Item.id == model.item_id).order_by(model.id)
        )
    ]


def _campaign_message(store: AppSession) -> str:
    campaign = store.scalars(select(Campaign).order_by(Campaign.id).limit(1)).one()
    return factories.mailing(store, campaign, campaign.owner_id, *store.scalars(select(Person.id))).address


def _edition_message(store: AppSession) -> tuple[str, str, str]:
    query = select(Edition).where(Edition.period == "2027").options(joinedload(Edition.observance))
    edition = store.scalars(query.order_by(Edition.id).limit(1)).one()
    people = list(store.scalars(select(Person.id)))
    return factories.mailing(store, edition, people[0], *people).address, edition.period, edition.observance.slug


def _import_addresses(store: AppSession) -> list[object]:
    models = (SpreadsheetImport, ReleaseImport)
    return [address for model in models for address in store.scalars(select(model.public_id))]


def _kit_addresses(store: AppSession, secret_key: str) -> dict[str, list[object]]:
    """Give the kit of the demo something that is open, and return what leads to it."""
    link = store.scalars(select(KitLink).order_by(KitLink.id).limit(1)).one()
    newsletter = store.scalars(select(Item).where(Item.kind == "newsletter")).one()
    store.add(KitItem(kit_id=link.kit_id, item_id=newsletter.id, audience="organisations", added_at=link.made_at))
    token = kit_token(secret_key, link.id, link.nonce)
    return {"kit token": [token], "link": [link.address]}


def enter(page: Page, client: FlaskClient, url: str) -> None:
    """Give a browser somebody's session."""
    cookie = client.get_cookie("session")
    if cookie is not None:
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": url}])
