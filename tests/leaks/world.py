"""A coalition with one embargoed campaign and item, a marker word in every text that belongs to them."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.organisations import finish_set_up, name_coalition
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.jobs import lift_due
from scheduler.agenda.models import EmergencyAccess, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import Timed
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.models import Campaign, CampaignOrganisation, CampaignUndo, JoinRequest, Task
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.tasks import TaskDraft, add_task
from scheduler.clock import Clock
from scheduler.content.domain.item_text import Attachment, ItemText, Variant
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.passages import PassageDraft
from scheduler.content.domain.quotes import Quote
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.models import (
    CheckOverride,
    CommentPassage,
    Item,
    ItemBill,
    ItemChannel,
    ItemComment,
    ItemFact,
    ItemOpening,
    ItemSignatory,
    ItemUndo,
    ItemVersion,
    ReviewRequest,
    SignOff,
)
from scheduler.content.permissions import roles
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.comments import add_comment
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.content.services.reviews import ReviewDraft, ask_for_reviews
from scheduler.content.services.signoffs import Asking, SignOffDraft, ask_for_signoffs, give_signoff
from scheduler.db import Base, db
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.services.bills import BillDraft, find_or_create
from scheduler.legislation.services.milestones import MilestoneDraft, add_milestone
from tests import factories
from tests.leaks.checks import overridden_check
from tests.leaks.columns import COPIES, NOT_TEXT, text_columns
from tests.leaks.facts import use_fact
from tests.leaks.of_campaigns import OF_CAMPAIGNS, kit_and_message
from tests.leaks.pictures import PICTURE_HASH, PICTURE_TABLES, given_again, lost_picture
from tests.leaks.press import PRESS_TABLES, agree_to_quote, pitch
from tests.leaks.sent import sent_copy
from tests.leaks.suggestions import declined

DAY = date(2027, 7, 30)
AT = datetime(2027, 7, 30, 1, 0, tzinfo=UTC)
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", AT)
SAFE_ITEM, SAFE_CAMPAIGN = "Joint statement", "Summer plan"

GUARDED: tuple[type[Base], ...] = (
    CheckOverride,
    Campaign,
    CampaignOrganisation,
    CampaignUndo,
    EmergencyAccess,
    JoinRequest,
    Task,
    Item,
    ItemBill,
    ItemChannel,
    ItemComment,
    CommentPassage,
    ItemFact,
    ItemOpening,
    ItemSignatory,
    ItemUndo,
    ItemVersion,
    *OF_CAMPAIGNS,
    *PICTURE_TABLES,
    *PRESS_TABLES,
    ReviewRequest,
    SignOff,
)
"""Every table whose rows belong to a guarded thing."""


@dataclass
class World:
    """The embargoed things, who looks at them, and the marker of each place."""

    app: Flask
    people: dict[str, Person]
    organisations: dict[str, Organisation]
    campaign_id: str = ""
    item_id: str = ""
    addresses: dict[str, str] = field(default_factory=dict)
    markers: dict[str, str] = field(default_factory=dict)

    def mark(self, place: str) -> str:
        """Return the marker word of a place; no two are alike, and none stands in another."""
        return self.markers.setdefault(place, f"zq{len(self.markers):03d}xv")

    def found_in(self, text: str) -> list[str]:
        """Return the places whose markers stand in a text, whatever the case."""
        folded = text.casefold()
        return [place for place, marker in self.markers.items() if marker in folded]


def build_world(app: Flask, now: datetime) -> World:
    session = db.session
    coordinator = factories.person(session, "Cora Chair", coordinator=True)
    name_coalition(session, "Our coalition", "Asia/Manila")
    finish_set_up(session, coordinator.id, now)
    organisations = {name: factories.organisation(session, name) for name in ("Bay", "Port", "Far", "Spare")}
    lead, member = MemberRole.LEAD, MemberRole.MEMBER
    people = {
        "insider": factories.person(session, "Lena Lead", (organisations["Bay"], lead)),
        "signer": factories.person(session, "Otto Port", (organisations["Port"], lead)),
        "colleague": factories.person(session, "Mo Member", (organisations["Bay"], member)),
        "outsider": factories.person(session, "Fay Far", (organisations["Far"], lead)),
        "coordinator": coordinator,
        "spare": factories.person(session, "Sam Spare", (organisations["Spare"], member)),
    }
    world = World(app, people, organisations)
    book, slot = factories.playbook(session, now)
    world.addresses |= {"playbooks": book.address, "slot": slot.address}
    writer = Writer(world, session, now)
    campaign = writer.campaign()
    item = writer.item(campaign)
    key, signer = app.config["SECRET_KEY"], people["signer"].id
    world.addresses |= kit_and_message(session, campaign, key, item.id, signer, now)
    world.campaign_id, world.item_id = campaign.public_id, item.public_id
    writer.mark_the_rest()
    session.commit()
    writer.publish_again(item)
    session.commit()
    for row in (*people.values(), *organisations.values()):
        session.refresh(row)
        session.expunge(row)
    session.rollback()
    return world


@dataclass
class Writer:
    """Makes the embargoed things through the services, as Lena."""

    world: World
    session: Session
    now: datetime

    @property
    def context(self) -> ChangeContext:
        return ChangeContext(
            self.world.app.extensions["scheduler.listeners"], self.world.people["insider"].id, self.now
        )

    def campaign(self) -> Campaign:
        bay, port = (self.world.organisations[name].id for name in ("Bay", "Port"))
        lena = self.world.people["insider"]
        embargo_group = frozenset({bay, port})
        audience = AudienceDraft(Audience.COALITION, frozenset(), LIFT, embargo_group, frozenset(), SAFE_CAMPAIGN)
        draft = CampaignDraft(
            title=self.world.mark("campaign.title"),
            goal=self.world.mark("campaign.goal"),
            organisation_id=bay,
            owner_id=lena.id,
            first_day=DAY,
            last_day=DAY,
        )
        new = NewCampaign(draft=draft, form_id=str(uuid.uuid4()), organisations=embargo_group, audience=audience)
        campaign = create_campaign(self.session, new, viewer_of(actor_roles(self.session, lena.id)), self.context)
        task = TaskDraft(title=self.world.mark("task.title"), note=self.world.mark("task.note"), due_on=DAY)
        made = add_task(self.session, campaign, task, form_id=str(uuid.uuid4()), context=self.context)
        self.world.addresses["tasks"] = made.address
        return campaign

    def text(self) -> ItemText:
        mark = self.world.mark
        return ItemText(
            title=mark("words.title"),
            body=mark("words.body"),
            byline=mark("words.byline"),
            byline_role=mark("words.byline_role"),
            hashtags=(mark("words.hashtags"),),
            call_to_action=mark("words.call_to_action"),
            content_warning=mark("words.content_warning"),
            disclaimer=mark("words.disclaimer"),
            subhead=mark("words.subhead"),
            dateline=mark("words.dateline"),
            editors_note=mark("words.editors_note"),
            call_to_action_link=f"https://example.org/{mark('words.call_to_action_link')}",
            notes_to_editors=mark("words.notes_to_editors"),
            boilerplate=mark("words.boilerplate"),
            media_contact=mark("words.media_contact"),
            first_published=mark("words.first_published"),
            captions=mark("words.captions"),
            length=mark("words.length"),
            photo_credit=mark("words.photo_credit"),
            alt_text=mark("words.alt_text"),
            variants=(Variant("x", "en", mark("words.variants")),),
            quotes=(Quote(mark("words.quotes"), "Ana"),),
            attachments=(Attachment(f"{mark('words.attachments')}.jpg", PICTURE_HASH),),
        )

    def bill(self) -> int:
        """Add the bill that the item cites, with a milestone; neither is a secret."""
        bill = find_or_create(self.session, BillDraft("EU", "2022/0155", "Regulation"), actor_id=None, now=self.now)
        draft = MilestoneDraft(kind=MilestoneKind.HEARING, day=DAY, source_url="https://example.org/hearing")
        add_milestone(self.session, bill, draft, form_id=str(uuid.uuid4()), context=self.context)
        return bill.id

    def item(self, campaign: Campaign) -> Item:
        bay, port = (self.world.organisations[name].id for name in ("Bay", "Port"))
        lena, otto = (self.world.people[who] for who in ("insider", "signer"))
        plan = ItemPlan(
            kind=Kind.OP_ED,
            organisation_id=bay,
            owner_id=lena.id,
            when=Timed(LIFT.local, LIFT.zone, at=AT),
            campaign_id=campaign.id,
            channels=("website", "x"),
            outlet=self.world.mark("item.outlet"),
            outside_link=f"https://example.org/{self.world.mark('item.outside_link')}",
            public_when_published=True,
            sharing=Sharing(ShareScope.COALITION),
            bills=frozenset({self.bill()}),
        )
        secrecy = EmbargoSettings(LIFT, SAFE_ITEM, frozenset({bay, port}))
        item = create_item(
            self.session, self.text(), plan, secrecy=secrecy, form_id=str(uuid.uuid4()), context=self.context
        )
        by = roles(actor_roles(self.session, lena.id), item)
        asking = Asking(frozenset({port}), date(2027, 7, 20))
        ask_for_signoffs(self.session, item, asking, revision=item.revision, by=by, context=self.context)
        signed = current_version(self.session, item).text_hash
        draft = SignOffDraft(port, is_yes=True, text_hash=signed, comment=self.world.mark("sign_off.comment"))
        otto_says = ChangeContext(self.context.listeners, otto.id, self.now)
        give_signoff(self.session, item, draft, form_id=str(uuid.uuid4()), context=otto_says)
        review = ReviewDraft(frozenset({otto.id}), self.world.mark("review_request.note"))
        (request,) = ask_for_reviews(self.session, item, review, form_id=str(uuid.uuid4()), by=by, context=self.context)
        form_id, said = str(uuid.uuid4()), self.world.mark("item_comment.body")
        remark = add_comment(self.session, item, said, form_id=form_id, context=self.context)
        on = PassageDraft(self.world.markers["words.body"], replacement=self.world.mark("comment_passage.replacement"))
        declined(self.session, item, on, self.world.mark("comment_passage.reason"), by, self.context)
        agree_to_quote(self.session, item, by, self.context)
        self.world.addresses["pitches"] = pitch(self.session, item, by, self.context)
        picture = lost_picture(self.session, item, self.world.markers["words.attachments"], held_by=otto, now=self.now)
        given_again(self.session, picture)
        self.world.addresses["facts"] = use_fact(self.session, item, self.world.markers["words.body"], by, self.context)
        why = self.world.mark("check_override.reason")
        self.world.addresses["check"] = overridden_check(self.session, item, why, by, self.context)
        self.world.addresses["sent"] = sent_copy(self.session, item, by, self.context)
        self.world.addresses |= {"reviews": request.address, "comments": remark.comment.address}
        self.world.addresses |= {"pictures": picture.address}
        return item

    def mark_the_rest(self) -> None:
        """Put a marker into every text column of the guarded tables that has none yet."""
        signer, reason = self.world.people["signer"], self.world.mark("emergency_access.reason")
        for guard_id in self.session.scalars(select(Guard.id).where(Guard.embargo_at.is_not(None))).all():
            access = EmergencyAccess(guard_id=guard_id, person_id=signer.id, reason=reason, at=self.now)
            self.session.add(access)
        self.session.flush()
        for model in GUARDED:
            table = Base.metadata.tables[model.__tablename__]
            for name in text_columns(table):
                place = f"{table.name}.{name}"
                if name in NOT_TEXT or place in COPIES or place in self.world.markers:
                    continue
                self.session.execute(update(table).values({name: self.world.mark(place)}))

    def publish_again(self, item: Item) -> None:
        writers = self.world.app.extensions["scheduler.writers"]
        writers["content"](self.session, [item.id], self.context)
        writers["campaign"](self.session, self.session.scalars(select(Campaign.id)).all(), self.context)


def lift_all(world: World, clock: Clock) -> None:
    """Run the lift job and see that nothing is kept back any more."""
    writers, listeners = (world.app.extensions[f"scheduler.{name}"] for name in ("writers", "listeners"))
    with world.app.app_context():
        lift_due(db.sessionmaker, clock, writers, listeners)
        kept_back = select(Guard.id).where(Guard.embargo_at.is_not(None), Guard.revealed_at.is_(None))
        if db.session.scalars(kept_back).all():
            raise AssertionError("something is kept back still")
