"""The demo's campaign around 30 July: tasks, content in every stage of its life, an embargo, an event."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.tasks import TaskDraft, add_task, finish_task
from scheduler.chat.domain.rooms import DEFAULT_HOUR, Rhythm, Topic
from scheduler.chat.services.rooms import RoomDraft, add_room, pause_room
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.passages import PassageDraft
from scheduler.content.domain.press_texts import PressPart
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import Action, ItemRoles
from scheduler.content.models import Item
from scheduler.content.permissions import roles
from scheduler.content.queries.press_texts import press_details
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.comments import add_comment
from scheduler.content.services.fact_links import FactLinkDraft, link_fact
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.content.services.press_texts import PressChange, save_press_details
from scheduler.content.services.reviews import ReviewDraft, ask_for_reviews
from scheduler.content.services.signoffs import Asking, SignOffDraft, ask_for_signoffs, give_signoff
from scheduler.content.services.transitions import PublishedLink, PublishedLinks, mark_published, move_item
from scheduler.dates.timezones import resolve_local_time
from scheduler.demo.external_calendar import show_external_calendar
from scheduler.demo.people import Cast
from scheduler.demo.texts import ASKING, NEWSLETTER, NO_FIGURE, OP_ED, POST, PRESS_SAVES, RELEASE, FactTexts
from scheduler.events.services.events import EventDraft, create_event
from scheduler.facts.services.facts import FactDraft, add_fact
from scheduler.kits.services.kits import KitDraft, make_kit
from scheduler.kits.services.offers import offers_for
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.services.bills import BillDraft, find_or_create
from scheduler.legislation.services.milestones import MilestoneDraft, add_milestone, take_back
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.registration import register_topics
from scheduler.playbooks.services.own_playbooks import PlaybookDraft, save_playbook, slots_to_save
from scheduler.saved_views.services.keeping import ViewDraft, save_view

SLUG = "world-day-against-trafficking-in-persons"
BILL_PAGE = "https://www.congress.gov/bill/119th-congress/senate-bill/1829"
TOPICS = ("trafficking", "child-protection", "online-safety")
NEW_YORK, MANILA, BRUSSELS = "America/New_York", "Asia/Manila", "Europe/Brussels"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the steps of the plan share."""

    session: Session
    cast: Cast
    now: datetime
    listeners: tuple[ChangeListener, ...]
    secret_key: str

    def context(self, who: str) -> ChangeContext:
        """Return a change context in somebody's name."""
        return ChangeContext(self.listeners, self.cast.people[who].id, self.now)

    def by(self, who: str, item: Item) -> ItemRoles:
        """Return how somebody stands to an item."""
        return roles(actor_roles(self.session, self.cast.people[who].id), item)

    def organisation(self, key: str) -> int:
        """Return an organisation's id."""
        return self.cast.organisations[key].id


def play(stage: Stage) -> Campaign:
    """Register the topics, plan the day and bring its content to different points of its life."""
    register_topics(stage.session, TOPICS, stage.cast.people["cora"].id, stage.now)
    edition = _next_edition(stage)
    day = edition.starts_on
    if day is None:
        raise ValueError("30 July has no date")
    campaign = _campaign(stage, edition)
    for person in stage.cast.people.values():
        follow(stage.session, person.id, f"observance:{edition.observance_id}", stage.now)
    _press_details(stage)
    _tasks(stage, campaign)
    _post_in_review(stage, campaign, day)
    _release_under_embargo(stage, campaign, day)
    _op_ed_scheduled(stage, campaign, day)
    _newsletter_published(stage, campaign)
    _ideas(stage, campaign, day)
    _event(stage, day)
    _playbook(stage, campaign)
    _kit(stage, campaign)
    _saved_views(stage)
    _chat_room(stage)
    show_external_calendar(stage.session, stage.organisation("bridge"), stage.cast.people["lena"].id, day, stage.now)
    return campaign


def _press_details(stage: Stage) -> None:
    for key, who, *texts in PRESS_SAVES:
        organisation_id = stage.organisation(key)
        revision = press_details(stage.session, organisation_id, "").revision
        change = PressChange(dict(zip(PressPart, texts, strict=True)), "", revision)
        save_press_details(stage.session, organisation_id, change, stage.cast.people[who].id, stage.now)


def _next_edition(stage: Stage) -> Edition:
    query = select(Edition).join(Observance, Observance.id == Edition.observance_id).where(Observance.slug == SLUG)
    coming = query.where(Edition.rule_starts_on > stage.now.date() + timedelta(days=14)).order_by(Edition.period)
    return stage.session.scalars(coming).first() or stage.session.scalars(query.order_by(Edition.period.desc())).one()


def _campaign(stage: Stage, edition: Edition) -> Campaign:
    lena = stage.cast.people["lena"]
    draft = CampaignDraft(
        title="Count what you find",
        goal="One joint release and a wave of posts that ask online services to publish what they find.",
        organisation_id=stage.organisation("bridge"),
        owner_id=lena.id,
        edition_id=edition.id,
    )
    new = NewCampaign(
        draft=draft,
        form_id=str(uuid.uuid4()),
        organisations=frozenset(stage.organisation(key) for key in ("bridge", "sampaguita", "phare", "kite")),
        audience=AudienceDraft(Audience.ORGANISATIONS),
    )
    viewer = viewer_of(actor_roles(stage.session, lena.id))
    return create_campaign(stage.session, new, viewer, stage.context("lena"))


def _tasks(stage: Stage, campaign: Campaign) -> None:
    people, today = stage.cast.people, stage.now.date()
    rows = (
        TaskDraft(title="Agree on the six questions", due_on=today - timedelta(days=3), assignee_id=people["lena"].id),
        TaskDraft(title="Translate the release into French", due_on=_soon(stage, 1), assignee_id=people["odile"].id),
        TaskDraft(
            title="Collect quotes and the consent for each", due_on=_soon(stage, 2), assignee_id=people["maya"].id
        ),
        TaskDraft(title="Find a photo that shows no one", due_on=_soon(stage, 5), assignee_id=people["lena"].id),
        TaskDraft(title="Brief all press officers", offset_days=-3, assignee_id=people["theo"].id),
        TaskDraft(title="Queue the posts", offset_days=-1, assignee_id=people["jun"].id),
        TaskDraft(title="Thank everyone and note what to do better", offset_days=4),
    )
    tasks = [
        add_task(stage.session, campaign, draft, form_id=str(uuid.uuid4()), context=stage.context("lena"))
        for draft in rows
    ]
    finish_task(stage.session, campaign, tasks[0], stage.context("lena"))


def _playbook(stage: Stage, campaign: Campaign) -> None:
    """Save the plan as Theo reads it: what is under embargo is in it under its kind alone."""
    theo = stage.cast.people["theo"]
    slots = slots_to_save(stage.session, viewer_of(actor_roles(stage.session, theo.id)), campaign)
    draft = PlaybookDraft(name="Joint release with a wave of posts", description="As on World Day.")
    form_id, context = str(uuid.uuid4()), stage.context("theo")
    save_playbook(stage.session, campaign, draft, slots, form_id=form_id, context=context)


def _kit(stage: Stage, campaign: Campaign) -> None:
    """Let Lena give what is approved to two partners without accounts."""
    offers = offers_for(stage.session, campaign.id, stage.cast.people["lena"].id)
    draft = KitDraft(
        title="Count what you find: for partners",
        introduction="Thank you for sharing. Please post on the day, and keep to the credits.",
        is_dealt=True,
        expires_on=_soon(stage, 90),
        items=frozenset(seen.item.id for seen in offers.items),
        partners=("Harbour Chaplains", "Teachers for Safety"),
    )
    form_id, context = str(uuid.uuid4()), stage.context("lena")
    make_kit(stage.session, campaign, draft, offers, secret_key=stage.secret_key, form_id=form_id, context=context)


def _soon(stage: Stage, days: int) -> date:
    """Return a day that is near now, so that the demo has something to do whenever it is started."""
    return stage.now.date() + timedelta(days=days)


def _item(stage: Stage, who: str, text: ItemText, plan: ItemPlan, secrecy: EmbargoSettings | None = None) -> Item:
    context = stage.context(who)
    return create_item(stage.session, text, plan, secrecy=secrecy, form_id=str(uuid.uuid4()), context=context)


def _plan(
    stage: Stage, campaign: Campaign, kind: Kind, owner: tuple[str, str], when: Timed | AllDay | None
) -> ItemPlan:
    organisation, person = owner
    return ItemPlan(
        kind=kind,
        organisation_id=stage.organisation(organisation),
        owner_id=stage.cast.people[person].id,
        when=when,
        campaign_id=campaign.id,
        sharing=Sharing(ShareScope.PARTICIPANTS),
    )


def _at(day: date, hour: int, zone: str) -> Timed:
    local = datetime.combine(day, time(hour))
    return Timed(local, zone, at=resolve_local_time(local, zone).instant_utc)


def _sign(stage: Stage, item: Item, organisation: str, who: str, comment: str = "") -> None:
    text_hash = current_version(stage.session, item).signed_hash
    draft = SignOffDraft(stage.organisation(organisation), is_yes=True, text_hash=text_hash, comment=comment)
    give_signoff(stage.session, item, draft, form_id=str(uuid.uuid4()), context=stage.context(who))


def _ask(stage: Stage, item: Item, who: str, signatories: tuple[str, ...], due_on: date) -> None:
    asking = Asking(frozenset(stage.organisation(key) for key in signatories), due_on)
    by, context = stage.by(who, item), stage.context(who)
    ask_for_signoffs(stage.session, item, asking, revision=item.revision, by=by, context=context)


def _post_in_review(stage: Stage, campaign: Campaign, day: date) -> None:
    plan = _plan(stage, campaign, Kind.POST, ("bridge", "theo"), _at(day, 10, NEW_YORK))
    plan = replace(plan, channels=("x", "bluesky", "mastodon", "linkedin"), public_when_published=True)
    item = _item(stage, "theo", POST, plan)
    _say(stage, item, "theo", ASKING)
    _ask(stage, item, "theo", ("sampaguita", "phare"), _soon(stage, 4))
    _sign(stage, item, "sampaguita", "maya", "Good. Short, and it does not describe anybody.")
    people = frozenset({stage.cast.people["priya"].id})
    review = ReviewDraft(people, "Is the tone right for young readers?", _soon(stage, 2))
    by, context = stage.by("theo", item), stage.context("theo")
    ask_for_reviews(stage.session, item, review, form_id=str(uuid.uuid4()), by=by, context=context)
    remark = "@Lena Ortiz shall we say 41 organisations or forty-one?"
    add_comment(stage.session, item, remark, form_id=str(uuid.uuid4()), context=context)
    on, context = PassageDraft("act on it", replacement="act on what they find"), stage.context("priya")
    said = "“It” could be anything here."
    add_comment(stage.session, item, said, form_id=str(uuid.uuid4()), context=context, on=on)
    on = PassageDraft("on its pages")
    add_comment(stage.session, item, "And in messages?", form_id=str(uuid.uuid4()), context=context, on=on)


def _release_under_embargo(stage: Stage, campaign: Campaign, day: date) -> None:
    when = _at(day, 9, MANILA)
    embargo = Embargo(when.local_start, MANILA, resolve_local_time(when.local_start, MANILA).instant_utc)
    embargo_group = frozenset(stage.organisation(key) for key in ("bridge", "sampaguita", "phare"))
    secrecy = EmbargoSettings(embargo, "Joint statement", embargo_group_organisations=embargo_group)
    plan = _plan(stage, campaign, Kind.PRESS_RELEASE, ("bridge", "lena"), when)
    plan = replace(
        plan,
        channels=("press_list", "website"),
        bills=frozenset({_bill(stage).id}),
        sharing=Sharing(ShareScope.COALITION),
        public_when_published=True,
    )
    item = _item(stage, "lena", RELEASE, plan, secrecy)
    _say(stage, item, "lena", NO_FIGURE)
    _ask(stage, item, "lena", ("sampaguita", "phare"), _soon(stage, 6))
    _sign(stage, item, "phare", "odile")


def _bill(stage: Stage) -> Bill:
    """Add a bill with what the official page says of it, and with a count that was mistyped and is retracted."""
    draft = BillDraft(
        "United States", "S. 1829", "STOP CSAM Act", BILL_PAGE, chamber="Senate", sponsors="Sen. Hawley, Sen. Durbin"
    )
    bill = find_or_create(stage.session, draft, actor_id=stage.cast.people["lena"].id, now=stage.now)
    introduced = MilestoneDraft(
        kind=MilestoneKind.INTRODUCED, day=date(2025, 5, 21), place="Senate", source_url=BILL_PAGE
    )
    vote = MilestoneDraft(
        kind=MilestoneKind.COMMITTEE_VOTE,
        day=date(2025, 6, 12),
        votes_for=22,
        votes_against=0,
        place="Committee on the Judiciary",
        source_url=BILL_PAGE,
    )
    context = stage.context("lena")

    def add(draft: MilestoneDraft) -> BillMilestone:
        return add_milestone(stage.session, bill, draft, form_id=str(uuid.uuid4()), context=context)

    add(introduced)
    wrong = add(replace(vote, votes_for=20))
    take_back(stage.session, wrong, "Mistyped: the committee counted 22.", revision=wrong.revision, context=context)
    add(vote)
    return bill


def _say(stage: Stage, item: Item, who: str, fact: FactTexts) -> None:
    """Keep a figure of the copy as a fact, linked where it is said."""
    draft = FactDraft(
        statement=fact.statement,
        source_name=fact.source_name,
        source_url=fact.source_url,
        source_date=str(stage.now.year),
        true_until=stage.now.date() + timedelta(days=365),
        owner_id=stage.cast.people[who].id,
    )
    context = stage.context(who)
    added = add_fact(stage.session, draft, form_id=str(uuid.uuid4()), context=context)
    link_fact(stage.session, item, FactLinkDraft(added.id, fact.passage), by=stage.by(who, item), context=context)


def _op_ed_scheduled(stage: Stage, campaign: Campaign, day: date) -> None:
    plan = _plan(stage, campaign, Kind.OP_ED, ("bridge", "theo"), _at(day, 6, NEW_YORK))
    plan = replace(plan, channels=("website",), outlet="The Harbour Courier", exclusive=_at(day, 6, NEW_YORK))
    item = _item(stage, "theo", OP_ED, plan)
    _ask(stage, item, "theo", (), _soon(stage, 3))
    _sign(stage, item, "bridge", "lena", "Ready to go.")
    move_item(stage.session, item, Action.SCHEDULE, by=stage.by("lena", item), context=stage.context("lena"))


def _newsletter_published(stage: Stage, campaign: Campaign) -> None:
    when = _at(_soon(stage, -1), 8, BRUSSELS)
    plan = _plan(stage, campaign, Kind.NEWSLETTER, ("phare", "odile"), when)
    item = _item(stage, "odile", NEWSLETTER, replace(plan, channels=("newsletter",)))
    _ask(stage, item, "odile", (), _soon(stage, 0))
    # The only lead wrote it, so a coordinator gives the second pair of eyes.
    _sign(stage, item, "phare", "cora")
    outcomes = PublishedLinks(
        {"newsletter": PublishedLink(link="https://example.org/letters/first", at=item.publish_at)}
    )
    by, context = stage.by("odile", item), stage.context("odile")
    mark_published(stage.session, item, outcomes, by=by, context=context)


def _ideas(stage: Stage, campaign: Campaign, day: date) -> None:
    when = AllDay(day, day)
    story = _plan(stage, campaign, Kind.POST, ("kite", "priya"), when)
    _item(stage, "priya", ItemText(title="What young people would ask"), replace(story, channels=("instagram",)))
    statement = _plan(stage, campaign, Kind.STATEMENT, ("sampaguita", "maya"), None)
    _item(stage, "maya", ItemText(title="If the committee votes that morning"), statement)


def _event(stage: Stage, day: date) -> None:
    evening = _at(day, 19, BRUSSELS)
    draft = EventDraft(
        title="An evening of questions",
        when=replace(evening, local_end=evening.local_start + timedelta(hours=2)),
        organisation_id=stage.organisation("phare"),
        audience=Audience.PUBLIC,
        description="Short talks, long answers. Everyone is welcome.",
        place="Town hall, Brussels",
    )
    create_event(stage.session, draft, form_id=str(uuid.uuid4()), context=stage.context("odile"))


def _saved_views(stage: Stage) -> None:
    by_organisation = {"view": "month", "kind": "content", "colours": "organisation"}
    for draft in (
        ViewDraft("Deadlines of Open Bridge", {"view": "list", "kind": "deadline"}, stage.organisation("bridge")),
        ViewDraft("Content by organisation", by_organisation),
    ):
        lena = stage.cast.people["lena"].id
        save_view(stage.session, draft, form_id=str(uuid.uuid4()), actor_id=lena, now=stage.now)


def _chat_room(stage: Stage) -> None:
    """Add a room that is paused, as nobody hears what is posted there."""
    address = "https://chat.openbridge.example/hooks/demo"
    draft = RoomDraft("Campaign team", "mattermost", list(Topic), Rhythm.DAILY, DEFAULT_HOUR, "en", address)
    bridge, lena = stage.organisation("bridge"), stage.cast.people["lena"].id
    room = add_room(stage.session, bridge, draft, form_id=str(uuid.uuid4()), actor_id=lena, now=stage.now)
    pause_room(stage.session, room, stage.now)
