"""One person for every role of the table of roles and acts, and something of each kind that they could act on."""

import secrets
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.accounts.domain.acts import Role
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.tasks import TaskDraft, add_task
from scheduler.content.domain.item_text import Attachment
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item, ItemComment, ReviewRequest
from scheduler.content.services.comments import add_comment
from scheduler.content.services.reviews import ReviewDraft, ask_for_reviews
from scheduler.db import AppSession
from scheduler.events.models import Event
from scheduler.events.services.events import EventDraft, create_event
from scheduler.observances.models import Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from tests import factories
from tests.content.stage import DAY, ITEM_TEXT, SECRECY, Stage, build_stage
from tests.factories import external_calendar, saved_view
from tests.leaks.pictures import lost_picture
from tests.logins import again, logged_in
from tests.observances.catalogues import DAY as WORLD_DAY
from tests.observances.catalogues import csv_of

Roles = dict[str, frozenset[Role]]


def roles(**names_of: str) -> Roles:
    """Return who has which roles, given as words; everybody else has none."""
    return {who: frozenset(Role(name) for name in names.split()) for who, names in names_of.items()}


TO_BAY = roles(owner="editor", editor="editor", lead="lead", member="member", coordinator="coordinator")
TO_ITEM = TO_BAY | roles(
    owner="editor owner", port_lead="signatory", port_editor="deputy", reviewer="reviewer", author="author"
)
TO_CAMPAIGN = roles(
    owner="editor participant",
    editor="editor participant",
    lead="lead participant",
    member="member",
    port_lead="participant",
    port_editor="participant",
    manila_lead="participant",
    manager="manager participant",
    coordinator="coordinator",
)
TO_GIVEN_TASK = TO_CAMPAIGN | roles(port_lead="participant task_lead", assignee="assignee")
TO_FREE_TASK = TO_CAMPAIGN | roles(port_lead="participant task_lead task_editor", port_editor="participant task_editor")
ANYWHERE = TO_BAY | roles(
    port_lead="lead",
    port_editor="editor",
    manila_lead="lead",
    far_lead="lead",
    manager="editor",
    steward="editor",
    assignee="member",
    reviewer="member",
    author="member",
)
TO_OBSERVANCE = ANYWHERE | roles(steward="editor steward")
EVERYBODY = tuple(ANYWHERE)


@dataclass
class World:
    """Bay owns and leads, Port signs and takes part with Kaagapay, Far and its people only read."""

    app: Flask
    stage: Stage
    campaign: Campaign
    abroad: Campaign
    event: Event
    catalogued: Observance
    own: Observance
    playbook: str

    @property
    def session(self) -> AppSession:
        session = self.stage.session
        assert isinstance(session, AppSession)
        return session

    def get(self, who: str, path: str) -> int:
        return self._client(who).get(path).status_code

    def post(self, who: str, path: str, **data: Any) -> int:
        return self._client(who).post(path, data={"form_id": str(uuid.uuid4()), **data}).status_code

    def saves_press(self, who: str) -> bool:
        """Try to save what Bay keeps ready for the press: nothing, as before, so that all find the same."""
        return self.post(who, f"/organisations/{self.stage.bay.id}/press", revision="0") == 303

    def role_page(self) -> str:
        """Return where the role of Bay's editor is changed."""
        query = select(Membership.id).where(Membership.person_id == self.stage.id("editor"))
        return f"/people/memberships/{self.session.scalar(query)}/role"

    def view_page(self) -> str:
        """Return where a saved view of Bay is renamed."""
        view = saved_view(self.session, organisation_id=self.stage.bay.id)
        self.session.commit()
        return f"/calendar/views/{view.address}/edit"

    def external_page(self, *, of_coalition: bool = False) -> str:
        """Return where an external calendar of Bay, or of the coalition, is edited."""
        whose = None if of_coalition else self.stage.bay.id
        row = external_calendar(self.session, organisation_id=whose)
        self.session.commit()
        return f"/calendar/external/{row.address}/edit"

    def saves_channels(self, who: str) -> bool:
        """Try to save in which zones the readers of Bay's channels live: nothing, as before."""
        return self.post(who, f"/organisations/{self.stage.bay.id}/channels", revision="1") == 303

    def _client(self, who: str) -> FlaskClient:
        return logged_in(self.app, again(self.session, self.stage.people[who]))

    def item(self, state: State = State.DRAFT, *, joint: bool = False, **changes: Any) -> Item:
        """Return an item of Bay that everybody reads; Port is asked to sign a joint one."""
        item = self.stage.item(**changes)
        if joint:
            self.stage.ask(item, self.stage.port)
        item.state = state
        self.session.commit()
        return item

    def secret(self) -> Item:
        """Return an item of Bay under embargo."""
        return self.item(secrecy=SECRECY)

    def consent_page(self) -> str:
        """Return the page on which the consent for a picture of an item of Bay is withdrawn."""
        sha256 = secrets.token_hex(32)
        item = self.stage.item(text=replace(ITEM_TEXT, attachments=(Attachment("a.jpg", sha256),)))
        owner, now = self.stage.people["owner"], self.stage.now
        row = lost_picture(self.session, item, "a", held_by=owner, now=now, sha256=sha256)
        self.session.commit()
        return self.path(item, f"/pictures/{row.address}/withdraw-consent")

    def comment(self, item: Item) -> ItemComment:
        context = self.stage.context("author")
        return add_comment(self.session, item, "Fine", form_id=str(uuid.uuid4()), context=context).comment

    def review(self, item: Item, asked_by: str = "owner") -> ReviewRequest:
        draft, context = ReviewDraft(frozenset({self.stage.id("reviewer")}), "Look"), self.stage.context("owner")
        by = self.stage.by("owner", item)
        (row,) = ask_for_reviews(self.session, item, draft, form_id=str(uuid.uuid4()), by=by, context=context)
        row.asked_by = self.stage.id(asked_by)
        self.session.flush()
        return row

    def task(self, assignee: str | None = None) -> Task:
        """Return a task for Port: somebody's, or nobody's yet."""
        person = self.stage.id(assignee) if assignee else None
        draft = TaskDraft(
            title="Write", due_on=DAY - timedelta(days=9), organisation_id=self.stage.port.id, assignee_id=person
        )
        context = self.stage.context("lead")
        task = add_task(self.session, self.campaign, draft, form_id=str(uuid.uuid4()), context=context)
        self.session.commit()
        return task

    def path(self, thing: Item | Campaign | Event, more: str = "") -> str:
        feature = {Item: "content", Campaign: "campaigns", Event: "events"}[type(thing)]
        return f"/{feature}/{thing.public_id}{more}"


def build_world(app: Flask, session: AppSession, now: datetime) -> World:
    stage = build_stage(session)
    editor, member = MemberRole.EDITOR, MemberRole.MEMBER
    for name, organisation, role in (
        ("manager", stage.kaagapay, editor),
        ("steward", stage.far, editor),
        ("assignee", stage.port, member),
        ("reviewer", stage.far, member),
        ("author", stage.far, member),
    ):
        stage.people[name] = factories.person(session, name.title(), (organisation, role))
    stage.people["port_lead"].away_until = now.date() + timedelta(days=3)
    stage.people["port_lead"].deputy_id = stage.id("port_editor")
    stage.now, stage.listeners = now, app.extensions["scheduler.listeners"]
    campaign = _campaign(stage, stage.bay.id, "manager", stage.port.id, stage.kaagapay.id)
    abroad = _campaign(stage, stage.kaagapay.id, "manila_lead")
    draft = EventDraft(title="Vigil", when=AllDay(DAY, DAY), organisation_id=stage.bay.id, audience=Audience.COALITION)
    event = create_event(session, draft, form_id=str(uuid.uuid4()), context=stage.context("lead"))
    catalogued, own = _observances(stage)
    playbook = factories.playbook(session)[0].address
    session.commit()
    return World(app, stage, campaign, abroad, event, catalogued, own, playbook)


def _campaign(stage: Stage, leading: int, manager: str, *others: int) -> Campaign:
    draft = CampaignDraft(
        title="Count", organisation_id=leading, owner_id=stage.id(manager), first_day=DAY, last_day=DAY
    )
    new = NewCampaign(
        draft=draft,
        form_id=str(uuid.uuid4()),
        organisations=frozenset({leading, *others}),
        audience=AudienceDraft(Audience.COALITION),
    )
    return create_campaign(stage.session, new, stage.viewer("coordinator"), stage.context("coordinator"))


def _observances(stage: Stage) -> tuple[Observance, Observance]:
    """Return an observance of the catalogue and one that was entered by hand, both looked after by the steward."""
    context = stage.context("steward")
    own = WORLD_DAY | {"slug": "own-day", "name": "Own Day", "rrule": "FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1"}
    import_catalogue(stage.session, csv_of(WORLD_DAY, own), context)
    rows = stage.session.scalars(select(Observance).order_by(Observance.slug)).all()
    for row in rows:
        register(stage.session, row, context)
    rows[0].in_catalogue = False
    return rows[1], rows[0]
