"""How each act of the table of roles and acts is tried; each says whether it was let through."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import insert, select, update

from scheduler.accounts.domain.acts import Act
from scheduler.accounts.models import Membership
from scheduler.campaigns.models import Campaign, CampaignOrganisation, JoinRequest
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.signoff import BlockerCode
from scheduler.content.domain.workflow import Action, ActionRefusedError, RefusalCode, State
from scheduler.content.models import Item
from scheduler.content.services.comments import delete_comment
from scheduler.content.services.item_plan import ItemPlan, plan_of
from scheduler.content.services.items import create_item, delete_item, edit_plan
from scheduler.content.services.reviews import Advice, ReviewDraft, ask_for_reviews, give_review, withdraw_review
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.content.services.signoffs import MayNotSignError
from scheduler.content.services.transitions import correct_item, move_item
from scheduler.observances.models import Observance
from tests.content.stage import ITEM_TEXT
from tests.pages.web.role_pages import Try, edition, of_campaign, of_item, page
from tests.pages.web.role_scenes import (
    ANYWHERE,
    TO_BAY,
    TO_CAMPAIGN,
    TO_FREE_TASK,
    TO_GIVEN_TASK,
    TO_ITEM,
    TO_OBSERVANCE,
    Roles,
    World,
)

BY_ROLE = {
    RefusalCode.NOT_YOURS,
    RefusalCode.COORDINATOR_HAS_NO_TEXT,
    RefusalCode.LEAD_OR_OWNER_ONLY,
    RefusalCode.JOINT_TEXT,
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an act is tried, and what everybody is to the thing; whoever may do `within` needs no role of the act's."""

    roles: Roles
    tried: Try
    within: Act | None = None


def done(act: Callable[[World, str], object]) -> Try:
    """Do it through a service, and take it back."""

    def tried(world: World, who: str) -> bool:
        try:
            act(world, who)
        except (NotYoursError, MayNotSignError):
            return False
        except ActionRefusedError as error:
            return not {refusal.code for refusal in error.refusals} & BY_ROLE
        finally:
            world.session.rollback()
        return True

    return tried


def moved(state: State, action: Action) -> Try:
    """Move an item on."""

    def act(world: World, who: str) -> None:
        item = world.item(state)
        move_item(world.session, item, action, by=world.stage.by(who, item), context=world.stage.context(who))

    return done(act)


def plan_item(world: World, who: str) -> Item:
    plan = ItemPlan(kind=Kind.POST, organisation_id=world.stage.bay.id, owner_id=None, when=None)
    return create_item(world.session, ITEM_TEXT, plan, form_id=str(uuid.uuid4()), context=world.stage.context(who))


def write(world: World, who: str) -> None:
    world.stage.write(world.item(), "Other words", who)


def change_plan(world: World, who: str) -> None:
    item = world.item()
    plan = replace(plan_of(world.session, item), outlet="The Paper")
    by, context = world.stage.by(who, item), world.stage.context(who)
    edit_plan(world.session, item, plan, revision=item.revision, by=by, context=context)


def correct(*, joint: bool) -> Callable[[World, str], None]:
    def act(world: World, who: str) -> None:
        item, text = world.item(State.PUBLISHED, joint=joint), replace(ITEM_TEXT, body="Six answered.")
        by, context = world.stage.by(who, item), world.stage.context(who)
        correct_item(world.session, item, text, "Miscounted", revision=item.revision, by=by, context=context)

    return act


def delete(world: World, who: str) -> None:
    item = world.item()
    delete_item(world.session, item, by=world.stage.by(who, item), context=world.stage.context(who))


def ask_review(world: World, who: str) -> None:
    item = world.item()
    draft, by = ReviewDraft(frozenset({world.stage.id("reviewer")}), ""), world.stage.by(who, item)
    ask_for_reviews(world.session, item, draft, form_id=str(uuid.uuid4()), by=by, context=world.stage.context(who))


def give_advice(world: World, who: str) -> None:
    item = world.item()
    request = world.review(item)
    give_review(world.session, item, request, Advice(True, 1, "Yes"), context=world.stage.context(who))


def let_reviewer_off(world: World, who: str) -> None:
    item = world.item()
    request, by = world.review(item, asked_by="author"), world.stage.by(who, item)
    withdraw_review(world.session, item, request, by=by, context=world.stage.context(who))


def drop_comment(world: World, who: str) -> None:
    item = world.item()
    delete_comment(world.session, item, world.comment(item), context=world.stage.context(who))


def sign(world: World, who: str) -> bool:
    """Try for each organisation that is asked."""
    item = world.item(State.IN_REVIEW, joint=True)
    for_bay = done(lambda world, who: world.stage.say(item, who, world.stage.bay))(world, who)
    for_port = done(lambda world, who: world.stage.say(item, who, world.stage.port))(world, who)
    return for_bay or for_port


def check(world: World, who: str) -> bool:
    """Say yes where it is one's turn, to what the owning organisation's only lead wrote."""
    item = world.item(State.IN_REVIEW, joint=True)
    world.stage.write(item, "Written by the only lead", "lead")
    world.session.commit()
    for organisation in (world.stage.bay, world.stage.port):
        try:
            world.stage.say(item, who, organisation)
        except MayNotSignError:
            continue
        blockers = LoadedItem(world.session, item, world.stage.now).status.blockers
        world.session.rollback()
        return BlockerCode.SECOND_PERSON_NEEDED not in {blocker.code for blocker in blockers}
    world.session.rollback()
    return False


def ask_to_join(world: World, who: str) -> bool:
    path = world.path(world.abroad, "/organisations")
    world.post(who, path, organisation_id=str(world.stage.bay.id))
    asked = world.session.scalar(select(JoinRequest))
    for row in (asked, _part(world, world.abroad)):
        if row is not None:
            world.session.delete(row)
    world.session.commit()
    return asked is not None


def leave(world: World, who: str) -> bool:
    """Take Port out of the campaign: its own leads do, and whoever says who shares in it."""
    world.post(who, world.path(world.campaign, f"/organisations/{world.stage.port.id}/leave"))
    gone = _part(world, world.campaign, world.stage.port.id) is None
    if gone:
        port = {"campaign_id": world.campaign.id, "organisation_id": world.stage.port.id, "joined_at": world.stage.now}
        world.session.execute(insert(CampaignOrganisation).values(port))
    world.session.commit()
    return gone


def _part(world: World, campaign: Campaign, organisation_id: int = 0) -> CampaignOrganisation | None:
    wanted = organisation_id or world.stage.bay.id
    query = select(CampaignOrganisation).where(CampaignOrganisation.campaign_id == campaign.id)
    return world.session.scalar(query.where(CampaignOrganisation.organisation_id == wanted))


def change_task(assignee: str | None) -> Try:
    """Finish a task of Port's."""

    def tried(world: World, who: str) -> bool:
        task = world.task(assignee)
        return world.post(who, world.path(world.campaign, f"/tasks/{task.address}/done")) == 303

    return tried


def give_away(world: World, who: str) -> bool:
    """Give a task of Port's that nobody has to somebody at Bay."""
    task, bay = world.task(), world.stage.id("editor")
    data = {"task": f"{task.address}.{task.revision}", "act": "assign", "assignee_id": str(bay)}
    world.post(who, world.path(world.campaign, "/tasks/bulk"), **data)
    world.session.refresh(task)
    return task.assignee_id == bay


def become_steward(*, vacant: bool) -> Try:
    """Take an observance over whose steward is there, or has left."""

    def tried(world: World, who: str) -> bool:
        steward, row = world.stage.id("steward"), world.catalogued
        members = update(Membership).where(Membership.person_id == steward)
        if vacant:
            world.session.execute(members.values(ended_at=world.stage.now))
        world.session.commit()
        world.post(who, f"/observances/{row.slug}/steward")
        world.session.refresh(row)
        taken = row.steward_id == world.stage.id(who) != steward
        world.session.execute(members.values(ended_at=None))
        world.session.execute(update(Observance).where(Observance.id == row.id).values(steward_id=steward))
        world.session.commit()
        return taken

    return tried


ATTEMPTS: Mapping[Act, tuple[Attempt, ...]] = {
    Act.PLAN_ITEM: (Attempt(TO_BAY, done(plan_item)),),
    Act.WRITE: (Attempt(TO_ITEM, done(write)),),
    Act.CHANGE_PLAN: (Attempt(TO_ITEM, done(change_plan)), Attempt(TO_ITEM, of_item("/edit"))),
    Act.SUBMIT: (
        Attempt(TO_ITEM, moved(State.DRAFT, Action.SEND_TO_REVIEW)),
        Attempt(TO_ITEM, moved(State.IN_REVIEW, Action.APPROVE)),
    ),
    Act.SCHEDULE: (Attempt(TO_ITEM, moved(State.APPROVED, Action.SCHEDULE)),),
    Act.PUBLISH: (Attempt(TO_ITEM, moved(State.APPROVED, Action.PUBLISH)),),
    Act.CORRECT: (Attempt(TO_ITEM, done(correct(joint=False))),),
    Act.CORRECT_JOINT: (Attempt(TO_ITEM, done(correct(joint=True))),),
    Act.WITHDRAW: (Attempt(TO_ITEM, moved(State.PUBLISHED, Action.WITHDRAW)),),
    Act.WITHDRAW_CONSENT: (Attempt(TO_ITEM, page(World.consent_page)),),
    Act.CANCEL_ITEM: (Attempt(TO_ITEM, moved(State.DRAFT, Action.CANCEL)),),
    Act.DELETE_ITEM: (Attempt(TO_ITEM, done(delete)),),
    Act.SIGN_OFF: (Attempt(TO_ITEM, sign),),
    Act.SECOND_CHECK: (Attempt(TO_ITEM, check),),
    Act.ASK_REVIEW: (Attempt(TO_ITEM, done(ask_review)),),
    Act.GIVE_REVIEW: (Attempt(TO_ITEM, done(give_advice)),),
    Act.WITHDRAW_REVIEW: (Attempt(TO_ITEM, done(let_reviewer_off)),),
    Act.DELETE_COMMENT: (Attempt(TO_ITEM, done(drop_comment)),),
    Act.SET_EMBARGO: (Attempt(TO_ITEM, of_item("/embargo")),),
    Act.HOLD_EMBARGO: (Attempt(TO_ITEM, of_item("/embargo/hold", secret=True)),),
    Act.EMERGENCY_ACCESS: (Attempt(TO_ITEM, of_item("/embargo/break-glass", secret=True)),),
    Act.START_CAMPAIGN: (Attempt(ANYWHERE, page(lambda _world: "/campaigns/new")),),
    Act.CHANGE_CAMPAIGN: (Attempt(TO_CAMPAIGN, of_campaign("/edit")),),
    Act.CANCEL_CAMPAIGN: (Attempt(TO_CAMPAIGN, of_campaign("/cancel")),),
    Act.SHARE_CAMPAIGN: (Attempt(TO_CAMPAIGN, of_campaign("/audience")),),
    Act.ASK_TO_JOIN: (Attempt(TO_BAY, ask_to_join),),
    Act.MESSAGE_CAMPAIGN: (Attempt(TO_CAMPAIGN, of_campaign("/messages/new")),),
    Act.LEAVE_CAMPAIGN: (Attempt(TO_CAMPAIGN | {"port_lead": TO_BAY["lead"]}, leave, within=Act.SHARE_CAMPAIGN),),
    Act.ADD_TASK: (Attempt(TO_CAMPAIGN, of_campaign("/tasks/new")),),
    Act.CHANGE_TASK: (Attempt(TO_GIVEN_TASK, change_task("assignee")), Attempt(TO_FREE_TASK, change_task(None))),
    Act.GIVE_TO_OTHERS: (Attempt(TO_CAMPAIGN, give_away),),
    Act.ADD_EVENT: (Attempt(ANYWHERE, page(lambda _world: "/events/new")),),
    Act.CHANGE_EVENT: (Attempt(TO_BAY, page(lambda world: world.path(world.event, "/edit"))),),
    Act.KEEP_PLAYBOOKS: (Attempt(ANYWHERE, page(lambda world: f"/playbooks/{world.playbook}/edit")),),
    Act.KEEP_BILLS: (Attempt(ANYWHERE, page(lambda _world: "/bills/new")),),
    Act.KEEP_FACTS: (Attempt(ANYWHERE, page(lambda _world: "/facts/new")),),
    Act.REGISTER_OBSERVANCE: (Attempt(ANYWHERE, page(lambda _world: "/observances/new")),),
    Act.DESCRIBE_EDITION: (Attempt(TO_OBSERVANCE, edition("edit")),),
    Act.CHANGE_OBSERVANCE: (Attempt(TO_OBSERVANCE, page(lambda world: f"/observances/{world.own.slug}/edit")),),
    Act.MOVE_EDITION: (Attempt(TO_OBSERVANCE, edition("dates")),),
    Act.CANCEL_EDITION: (Attempt(TO_OBSERVANCE, edition("cancel")),),
    Act.MESSAGE_EDITION: (Attempt(TO_OBSERVANCE, edition("messages/new")),),
    Act.FILL_STEWARD: (Attempt(ANYWHERE | {"steward": frozenset()}, become_steward(vacant=True)),),
    Act.REPLACE_STEWARD: (Attempt(TO_OBSERVANCE, become_steward(vacant=False)),),
    Act.KEEP_PEOPLE: (Attempt(TO_BAY, page(World.role_page)),),
    Act.CHANGE_ORGANISATION: (Attempt(TO_BAY, page(lambda world: f"/organisations/{world.stage.bay.id}/edit")),),
    Act.CHANGE_PRESS_DETAILS: (Attempt(TO_BAY, World.saves_press),),
    Act.CHANGE_CHANNEL_ZONES: (Attempt(TO_BAY, World.saves_channels),),
    Act.MAKE_STAFF_FEED: (Attempt(TO_BAY, page(lambda world: f"/feeds/new/{world.stage.bay.id}")),),
    Act.KEEP_EXTERNAL_CALENDARS: (Attempt(TO_BAY, page(World.external_page)),),
    Act.KEEP_COALITION_CALENDARS: (Attempt(ANYWHERE, page(lambda world: world.external_page(of_coalition=True))),),
    Act.KEEP_VIEWS: (Attempt(TO_BAY, page(World.view_page)),),
    Act.KEEP_CHAT_ROOMS: (Attempt(TO_BAY, page(lambda world: f"/organisations/{world.stage.bay.id}/chat")),),
    Act.KEEP_COALITION: (Attempt(ANYWHERE, page(lambda _world: "/organisations/new")),),
}
