"""A campaign of Lantern Bay with items, and the kits that its lead makes of them."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.agenda.jobs import lift_due
from scheduler.campaigns.models import Campaign
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.models import Item
from scheduler.db import db
from scheduler.kits.models import Kit, KitLink
from tests.content.web.house import House
from tests.fakes import FakeClock


@dataclass
class Desk:
    """What the lead of Lantern Bay does, and what partners open."""

    house: House
    clock: FakeClock
    campaign: str = ""
    items: list[str] = field(default_factory=list)

    def start(self) -> "Desk":
        values = {"title": "Break the chain", "around": "own", "first_day": "2027-07-30", "audience": "coalition"}
        answer = self.house.post(
            "lead", "/campaigns/new", **values, organisation_id=str(self.house.stage.bay.id), owner_id=""
        )
        assert answer.status_code == 303, answer.text
        self.campaign = str(answer.headers["Location"])
        return self

    def item(self, title: str, state: str = "approved", **changes: Any) -> str:
        """Plan an item in the campaign, and bring it into a state without the steps to it."""
        session = self.house.stage.session
        public_id = self.campaign.rsplit("/", 1)[1]
        campaign_id = session.scalars(select(Campaign.id).where(Campaign.public_id == public_id)).one()
        text = changes.pop("text", ItemText(title=title, body=f"Text of {title}", hashtags=("EndIt",)))
        plan: dict[str, Any] = {"kind": Kind.POST, "channels": ("x",), "campaign_id": campaign_id} | changes
        path = self.house.make(lambda stage: stage.item(text=text, **plan))
        self.put(path, state=state)
        return path

    def put(self, path: str, **values: Any) -> None:
        row = self.house.item(path)
        for name, value in values.items():
            setattr(row, name, value)
        self.house.stage.session.commit()

    def post(self, rest: str = "/kits/new", who: str = "lead", **changes: Any) -> TestResponse:
        return self.house.post(who, f"{self.campaign}{rest}", **changes)

    def typed(self, *items: str, **changes: Any) -> dict[str, Any]:
        ticked = [path.rsplit("/", 1)[1] for path in items]
        typed = {"title": "Our kit", "introduction": "Welcome", "item": ticked, "sharing": "one"}
        return typed | {"expires_on": "2027-08-30", "partners": "Partner A\n\n Partner  B \nPartner A"} | changes

    def kit(self, *items: str, **changes: Any) -> str:
        """Make a kit and return its address."""
        answer = self.post(**self.typed(*items, **changes))
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])

    def links(self, kit: str) -> list[str]:
        """Return the paths of the links that a kit's page shows."""
        page = self.house.get("lead", kit).text
        return re.findall(r"http://localhost(/kit/[\w-]+)", page)

    def open(self, path: str) -> TestResponse:
        return self.house.app.test_client().get(path)

    def lift(self, at: datetime) -> None:
        self.clock.moment = at
        extensions = self.house.app.extensions
        with self.house.app.app_context():
            lift_due(db.sessionmaker, self.clock, extensions["scheduler.writers"], extensions["scheduler.listeners"])

    def rows(self, model: type[Kit] | type[KitLink] | type[Item]) -> list[Any]:
        session = self.house.stage.session
        found = list(session.scalars(select(model).order_by(model.id), execution_options={"populate_existing": True}))
        session.commit()
        return found
