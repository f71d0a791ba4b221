"""A campaign of three organisations with tasks and content, and who looks at its page."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.reschedule import set_days
from scheduler.campaigns.services.tasks import TaskDraft, add_task
from scheduler.content.models import Item
from tests.content.stage import DAY, Stage
from tests.logins import logged_in


@dataclass
class CampaignScene:
    """The stage of content with a campaign on it, led by Lantern Bay, in which Old Port takes part."""

    app: Flask
    stage: Stage
    campaign: Campaign

    @property
    def path(self) -> str:
        return f"/campaigns/{self.campaign.public_id}"

    def client(self, who: str) -> FlaskClient:
        self.stage.session.commit()
        return self.app.test_client() if who == "visitor" else logged_in(self.app, self.stage.people[who])

    def get(self, who: str, tab: str = "") -> TestResponse:
        return self.client(who).get(f"{self.path}{tab}")

    def page(self, who: str, tab: str = "") -> str:
        answer = self.get(who, tab)
        assert answer.status_code == 200
        return answer.text

    def post(self, who: str, path: str, **data: Any) -> TestResponse:
        return self.client(who).post(path, data={"form_id": str(uuid.uuid4()), **data})

    def task(self, title: str, due_on: date = DAY - timedelta(days=14), who: str = "owner") -> None:
        draft = TaskDraft(title=title, due_on=due_on, assignee_id=self.stage.id(who), moves_along=True)
        context = self.stage.context("lead")
        add_task(self.stage.session, self.campaign, draft, form_id=str(uuid.uuid4()), context=context)

    def item(self, **changes: Any) -> Item:
        return self.stage.item(campaign_id=self.campaign.id, **changes)

    def move(self, days: int) -> None:
        """Move the campaign an hour later."""
        self.stage.now += timedelta(hours=1)
        day = self.campaign.first_day
        assert day is not None
        later = day + timedelta(days=days)
        set_days(self.stage.session, self.campaign, later, later, self.stage.context("lead"))

    def days(self) -> list[date | None]:
        """Return the days of the campaign's items as they are in the database."""
        query = select(Item.publish_on).where(Item.campaign_id == self.campaign.id).order_by(Item.id)
        found = list(self.stage.session.scalars(query))
        self.stage.session.commit()
        return found


def build_scene(app: Flask, stage: Stage, audience: Audience = Audience.COALITION) -> CampaignScene:
    draft = CampaignDraft(
        title="Count what you find",
        organisation_id=stage.bay.id,
        owner_id=stage.id("lead"),
        first_day=DAY,
        last_day=DAY,
    )
    new = NewCampaign(
        draft=draft,
        form_id=str(uuid.uuid4()),
        organisations=frozenset({stage.bay.id, stage.port.id}),
        audience=AudienceDraft(audience),
    )
    viewer = viewer_of(actor_roles(stage.session, stage.id("lead")))
    campaign = create_campaign(stage.session, new, viewer, stage.context("lead"))
    return CampaignScene(app, stage, campaign)
