"""Two coalitions that are alike but for what is under embargo: in the quiet one little, in the busy one a lot."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from flask import Flask
from sqlalchemy import select

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person, PersonVisit
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.memberships import Ending, end_membership
from scheduler.accounts.services.organisations import finish_set_up, name_coalition
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.campaigns import series_of
from scheduler.campaigns.queries.join_requests import open_requests
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.joining import ask_to_join
from scheduler.campaigns.services.tasks import TaskDraft, add_task
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.passages import PassageDraft
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item, ItemComment
from scheduler.content.permissions import roles
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.comments import add_comment
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.content.services.reviews import ReviewDraft, ask_for_reviews
from scheduler.db import AppSession, db
from scheduler.events.services.events import EventDraft, create_event
from scheduler.facts.models import Fact
from scheduler.facts.services.facts import FactDraft, add_fact, change_fact, draft_of
from scheduler.feeds.reading import address_path
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.guidance.models import CheckRule, Level
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.services.bills import BillDraft, add_bill
from scheduler.legislation.services.milestones import MilestoneDraft, add_milestone
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from tests import factories
from tests.fakes import FakeClock
from tests.leaks.fate import Chance
from tests.observances.catalogues import DAY as WORLD_DAY
from tests.observances.catalogues import csv_of

DAY = date(2027, 7, 30)
AT = datetime.fromisoformat("2027-07-30T01:00:00+00:00")
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", AT)
OUTSIDERS = ("visitor", "fay", "mo", "pia", "cora", "rem")
"""A visitor; a lead elsewhere; members of the organisations that own and sign; a coordinator; somebody removed."""


def form_id(label: str) -> str:
    """Return what a form of that name carries, the same in both worlds."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, label))


@dataclass
class Pair:
    """One of the two worlds while it is built, each step with the same chance as in the other one."""

    app: Flask
    clock: FakeClock
    fate: Chance
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    feeds: dict[str, list[str]] = field(default_factory=dict)
    addresses: dict[str, dict[str, str]] = field(default_factory=dict)

    @contextmanager
    def step(self, label: str, who: str = "lena", after: timedelta = timedelta()) -> Iterator["Step"]:
        """Do something in somebody's name, so long after the first day began."""
        self.fate.begin(label)
        start = self.clock.moment
        self.clock.advance(after)
        with self.app.app_context():
            session = cast("AppSession", db.session)
            yield Step(self, session, who, self.clock.moment)
            session.commit()
        self.clock.moment = start


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody who acts, at a moment."""

    pair: Pair
    session: AppSession
    who: str
    now: datetime

    @property
    def context(self) -> ChangeContext:
        return ChangeContext(self.pair.app.extensions["scheduler.listeners"], self.id(self.who), self.now)

    def id(self, name: str) -> int:
        return self.pair.people[name].id

    def of(self, name: str) -> int:
        return self.pair.organisations[name].id

    def item(self, label: str) -> Item:
        public_id = self.pair.addresses["content"][label]
        return self.session.scalars(select(Item).where(Item.public_id == public_id)).one()

    def campaign(self, label: str) -> Campaign:
        public_id = self.pair.addresses["campaigns"][label]
        return self.session.scalars(select(Campaign).where(Campaign.public_id == public_id)).one()

    def by(self, item: Item) -> ItemRoles:
        return roles(actor_roles(self.session, self.id(self.who)), item)

    def start(self, label: str, audience: AudienceDraft, *organisations: str, **draft: Any) -> Campaign:
        values: dict[str, Any] = {"title": label, "organisation_id": self.of("bay"), "owner_id": self.id(self.who)}
        new = NewCampaign(
            draft=CampaignDraft(**(values | draft)),
            form_id=form_id(label),
            organisations=frozenset(self.of(name) for name in organisations),
            audience=audience,
        )
        viewer = viewer_of(actor_roles(self.session, self.id(self.who)))
        campaign = create_campaign(self.session, new, viewer, self.context)
        self.pair.addresses.setdefault("campaigns", {})[label] = campaign.public_id
        return campaign

    def task(self, campaign: Campaign, title: str, **draft: Any) -> str:
        wanted = TaskDraft(title=title, **({"due_on": DAY - timedelta(days=3)} | draft))
        return add_task(self.session, campaign, wanted, form_id=form_id(title), context=self.context).address

    def plan(self, label: str, text: ItemText, secrecy: EmbargoSettings | None = None, **changes: Any) -> Item:
        values: dict[str, Any] = {
            "kind": Kind.POST,
            "organisation_id": self.of("bay"),
            "owner_id": self.id(self.who),
            "when": Timed(LIFT.local, LIFT.zone, at=AT),
            "sharing": Sharing(ShareScope.COALITION),
        }
        wanted = ItemPlan(**(values | changes))
        item = create_item(self.session, text, wanted, secrecy=secrecy, form_id=form_id(label), context=self.context)
        self.pair.addresses.setdefault("content", {})[label] = item.public_id
        return item

    def comment(self, item: Item, body: str) -> str:
        return add_comment(self.session, item, body, form_id=form_id(body), context=self.context).comment.address

    def suggest(self, item: Item, passage: str, replacement: str) -> ItemComment:
        on, context = PassageDraft(passage, replacement=replacement), self.context
        return add_comment(self.session, item, "", form_id=form_id(replacement), context=context, on=on).comment

    def ask(self, item: Item, *reviewers: str, note: str, **draft: Any) -> str:
        asked = ReviewDraft(frozenset(self.id(name) for name in reviewers), note, **draft)
        by, context = self.by(item), self.context
        rows = ask_for_reviews(self.session, item, asked, form_id=form_id(note), by=by, context=context)
        return rows[0].address


def gather(pair: Pair) -> None:
    """Seat the people: Lena leads Bay, Edi edits there; Otto leads Port; the outsiders are in `OUTSIDERS`."""
    pair.fate.begin("people")
    with pair.app.app_context():
        session, now = cast("AppSession", db.session), pair.clock.moment
        cora = factories.person(session, "Cora Chair", coordinator=True)
        name_coalition(session, "Our coalition", "Asia/Manila")
        session.add(CheckRule(slug="pictures", level=Level.REQUIRED))
        finish_set_up(session, cora.id, now)
        found = {name: factories.organisation(session, name.title()) for name in ("bay", "port", "far", "spare")}
        lead, editor, member = MemberRole.LEAD, MemberRole.EDITOR, MemberRole.MEMBER
        pair.people = {
            "lena": factories.person(session, "Lena Lead", (found["bay"], lead)),
            "edi": factories.person(session, "Edi Editor", (found["bay"], editor)),
            "mo": factories.person(session, "Mo Member", (found["bay"], member)),
            "otto": factories.person(session, "Otto Port", (found["port"], lead)),
            "pia": factories.person(session, "Pia Port", (found["port"], member)),
            "fay": factories.person(session, "Fay Far", (found["far"], lead)),
            "rem": factories.person(session, "Rem Far", (found["far"], editor)),
            "sam": factories.person(session, "Sam Spare", (found["spare"], editor)),
            "cora": cora,
        }
        end_membership(session, pair.people["rem"].memberships[0], Ending(cora.id, ()), now)
        session.commit()
        for row in (*found.values(), *pair.people.values()):
            session.refresh(row)
            session.expunge(row)
        pair.organisations = found


def before(pair: Pair) -> None:
    """What is there before anything is embargoed, and open to the whole coalition."""
    with pair.step("catalogue") as hand:
        import_catalogue(hand.session, csv_of(WORLD_DAY), hand.context)
        observance = hand.session.scalars(select(Observance)).one()
        register(hand.session, observance, hand.context)
        for who in ("fay", "mo", "cora"):
            follow(hand.session, hand.id(who), f"observance:{observance.id}", hand.now)
            follow(hand.session, hand.id(who), "topic:trafficking", hand.now)
    with pair.step("bill") as hand:
        bill = BillDraft("EU", "2022/0155", "Regulation")
        added = add_bill(hand.session, bill, actor_id=hand.id("lena"), now=hand.now, form_id=form_id("bill"))
        hearing = MilestoneDraft(kind=MilestoneKind.HEARING, day=DAY, source_url="https://example.org/hearing")
        add_milestone(hand.session, added, hearing, form_id=form_id("milestone"), context=hand.context)
        event = EventDraft(
            title="Vigil", when=AllDay(DAY, DAY), organisation_id=hand.of("bay"), audience=Audience.PUBLIC
        )
        create_event(hand.session, event, form_id=form_id("event"), context=hand.context)
    with pair.step("open") as hand:
        edition = hand.session.scalars(select(Edition).where(Edition.period == "2027")).one()
        campaign = hand.start("Open", AudienceDraft(Audience.COALITION), "far", edition_id=edition.id)
        hand.task(campaign, "Far writes", assignee_id=hand.id("fay"))
        item = hand.plan("Open post", ItemText(title="Open post", body="Read me"), campaign_id=campaign.id)
        hand.comment(item, "Nice @Fay")
        hand.ask(item, "fay", "mo", note="Please look", due_on=DAY - timedelta(days=2))
    subscribed(pair)


def subscribed(pair: Pair) -> None:
    """When everybody was here last, and the feeds that they have."""
    with pair.step("feeds") as hand:
        key = pair.app.config["SECRET_KEY"]
        for who, person in pair.people.items():
            hand.session.add(PersonVisit(person_id=person.id, last_at=hand.now))
            for scope in ({}, {"concerning": [str(person.id)]}, {"kind": ["task", "deadline"]}):
                mine = FeedDraft(who, scope, person_id=person.id)
                feed = make_feed(hand.session, mine, key, actor_id=person.id, now=hand.now)
                suffixes = ("ics",) if scope else ("ics", "csv", "json")
                pair.feeds.setdefault(who, []).extend(address_path(key, feed, suffix) for suffix in suffixes)
        for name in ("bay", "port", "far"):
            staff = FeedDraft("Staff", {}, organisation_id=hand.of(name))
            feed = make_feed(hand.session, staff, key, actor_id=hand.id("lena"), now=hand.now)
            pair.feeds.setdefault({"bay": "mo", "port": "pia", "far": "fay"}[name], []).append(address_path(key, feed))


def known_fact(pair: Pair) -> None:
    """A fact that every member knows, and that what is under embargo may use."""
    with pair.step("fact") as hand:
        said = FactDraft(statement="1,470 victims", source_name="ILO", source_date="2022", owner_id=hand.id("lena"))
        add_fact(hand.session, said, form_id=form_id("fact"), context=hand.context)


def after(pair: Pair) -> None:
    """What is added to the open things afterwards: whatever its rows are called must not tell what came between."""
    with pair.step("later", after=timedelta(days=3)) as hand:
        campaign, item = hand.campaign("Open"), hand.item("Open post")
        tasks = hand.task(campaign, "Far writes more", assignee_id=hand.id("fay"))
        hand.task(campaign, "Anybody")
        hand.comment(item, "Later")
        reviews = hand.ask(item, "cora", note="And you", due_on=DAY - timedelta(days=1))
        hand.plan("Later post", ItemText(title="Later post", body="More"), campaign_id=campaign.id)
    with pair.step("by fay", "fay", after=timedelta(days=3)) as hand:
        comments = hand.comment(hand.item("Open post"), "By Fay")
        hand.plan("Fay's post", ItemText(title="Fay's post"), organisation_id=hand.of("far"))
    with pair.step("fact changes", "fay", after=timedelta(days=3)) as hand:
        fact = hand.session.scalars(select(Fact)).one()
        said = replace(draft_of(fact), source_name="UN")
        change_fact(hand.session, fact, said, revision=1, context=hand.context)
    with pair.step("spare asks", "sam", after=timedelta(days=3)) as hand:
        campaign = hand.campaign("Open")
        ask_to_join(hand.session, campaign, hand.of("spare"), hand.id("sam"), hand.context)
        (request,) = open_requests(hand.session, campaign.id)
        requests = request.address
    with pair.step("kit", after=timedelta(days=3)) as hand:
        # Of what is under embargo in both worlds, which only its time may tell.
        key, related = pair.app.config["SECRET_KEY"], hand.item("Related item")
        _kit, _link, token = factories.kit(hand.session, hand.campaign("Open").id, key, related.id)
        pair.feeds["visitor"] = [f"/kit/{token}", f"/kit/{token}/kit.zip"]
    pair.addresses["rows"] = {"tasks": tasks, "reviews": reviews, "comments": comments, "requests": requests}


Hidden = Callable[[Pair], None]


def build(pair: Pair, hidden: Hidden) -> None:
    """Build a world around what is hidden in it."""
    gather(pair)
    before(pair)
    known_fact(pair)
    hidden(pair)
    after(pair)


def followed(hand: Step, campaign: Campaign) -> None:
    """Let an outsider follow a campaign that is not under embargo yet."""
    follow(hand.session, hand.id("fay"), series_of(campaign.id), hand.now)
