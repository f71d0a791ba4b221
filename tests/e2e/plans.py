"""What the coalition has planned before a story begins, written through the services."""

import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.tasks import TaskDraft, add_task, finish_task
from scheduler.clock import Clock
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.models import Item
from scheduler.content.permissions import roles
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.content.services.signoffs import Asking, ask_for_signoffs
from scheduler.db import db
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from tests.e2e.cast import Cast
from tests.observances.catalogues import DAY as WORLD_DAY
from tests.observances.catalogues import csv_of

DAY = date(2027, 7, 30)
PARTICIPATING = AudienceDraft()
ITEM_TEXT = ItemText(title="Five of twelve answered", body="We asked twelve platforms.\n\nFive answered.")


@dataclass(frozen=True, slots=True)
class Plans:
    """Writes plans in somebody's name, at the time that the clock shows; each call is a transaction of its own."""

    app: Flask
    cast: Cast
    clock: Clock

    @contextmanager
    def as_(self, who: str) -> Iterator[tuple[Session, ChangeContext]]:
        with self.app.app_context():
            session = db.session
            yield (
                session,
                ChangeContext(self.app.extensions["scheduler.listeners"], self.cast[who].id, self.clock.now()),
            )
            session.commit()

    def register_world_day(self) -> str:
        """Register the World Day of 30 July, and return the address of its page."""
        with self.as_("lena") as (session, context):
            import_catalogue(session, csv_of(WORLD_DAY), context)
            observance = session.scalars(select(Observance)).one()
            register(session, observance, context)
            return f"/observances/{observance.slug}"

    def follow_world_day(self, who: str) -> None:
        with self.as_(who) as (session, context):
            observance = session.scalars(select(Observance)).one()
            follow(session, self.cast[who].id, f"observance:{observance.id}", context.now)

    def start_campaign(self, title: str, *organisations: str, audience: AudienceDraft = PARTICIPATING) -> str:
        """Start Lena's campaign around 30 July 2027 with other organisations, and return its address."""
        with self.as_("lena") as (session, context):
            lena = self.cast["lena"]
            edition = session.scalars(select(Edition).where(Edition.period == "2027")).one()
            draft = CampaignDraft(
                title=title, organisation_id=self.cast.organisation("bay"), owner_id=lena.id, edition_id=edition.id
            )
            new = NewCampaign(
                draft=draft,
                form_id=str(uuid.uuid4()),
                organisations=frozenset(self.cast.organisation(name) for name in organisations),
                audience=audience,
            )
            campaign = create_campaign(session, new, viewer_of(actor_roles(session, lena.id)), context)
            return f"/campaigns/{campaign.public_id}"

    def add_task(self, title: str, days: int, assignee: str | None = None, *, done: bool = False) -> None:
        """Add a task to the only campaign, so many days from its first day."""
        with self.as_("lena") as (session, context):
            campaign = session.scalars(select(Campaign)).one()
            assignee_id = self.cast[assignee].id if assignee else None
            draft = TaskDraft(title=title, offset_days=days, assignee_id=assignee_id)
            task = add_task(session, campaign, draft, form_id=str(uuid.uuid4()), context=context)
            if done:
                finish_task(session, campaign, task, context)

    def campaign_id(self) -> int:
        """Return the only campaign's id."""
        with self.as_("lena") as (session, _context):
            return session.scalars(select(Campaign.id)).one()

    def plan_item(
        self, text: ItemText = ITEM_TEXT, *, secrecy: EmbargoSettings | None = None, who: str = "edi", **changes: Any
    ) -> str:
        """Plan a statement of Lantern Bay that the whole coalition sees, and return its address."""
        values: dict[str, Any] = {
            "kind": Kind.STATEMENT,
            "organisation_id": self.cast.organisation("bay"),
            "owner_id": self.cast["edi"].id,
            "when": AllDay(DAY, DAY),
            "sharing": Sharing(ShareScope.COALITION),
        }
        with self.as_(who) as (session, context):
            planned = ItemPlan(**{**values, **changes})
            item = create_item(session, text, planned, secrecy=secrecy, form_id=str(uuid.uuid4()), context=context)
            return f"/content/{item.public_id}"

    def ask_for_sign_offs(self, item_path: str, organisations: Collection[str], due_on: date) -> None:
        """Ask organisations for their yes, as the item's owner."""
        with self.as_("edi") as (session, context):
            item = session.scalars(select(Item).where(Item.public_id == item_path.rsplit("/", 1)[-1])).one()
            asking = Asking(frozenset(self.cast.organisation(name) for name in organisations), due_on)
            by = roles(actor_roles(session, self.cast["edi"].id), item)
            ask_for_signoffs(session, item, asking, revision=item.revision, by=by, context=context)
