"""What people write to those concerned by a campaign, and who gets it."""

import re
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.mailings.models import Mailing
from scheduler.outbox.models import Message
from scheduler.outbox.rendering import Letter, NotSent
from tests.kits.web.desk import Desk
from tests.written import answer_of

TYPED = {"subject": "Last call", "text": "Please post at 09:00.\n\nThank you!", "group": ["owners"]}


class MessageDesk(Desk):
    """A campaign of Lantern Bay on 30 July, its lead, and whom they write to."""

    def preview(self, who: str = "lead", **changes: Any) -> TestResponse:
        return self.post("/messages/new", who, **(TYPED | changes))

    def send(self, who: str = "lead", **changes: Any) -> TestResponse:
        """Look at the preview, and send what it shows."""
        page = self.preview(who, **changes)
        assert page.status_code == 200, page.text
        return self.post("/messages/new", who, **(TYPED | changes), shown=fingerprint(page), send="1")

    def sent(self, **changes: Any) -> str:
        """Send a message and return the address of its page."""
        answer = self.send(**changes)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"])

    def messages(self) -> list[Mailing]:
        session = self.house.stage.session
        found = list(session.scalars(select(Mailing).order_by(Mailing.id)))
        session.commit()
        return found

    def notified(self, kind: NotificationKind = NotificationKind.CAMPAIGN_MESSAGE) -> list[str]:
        found = self.house.stage.notified(kind)
        self.house.stage.session.commit()
        return found

    def mail(self, who: str, kind: NotificationKind = NotificationKind.CAMPAIGN_MESSAGE) -> Letter | NotSent:
        """Return what the worker writes now of the newest message to somebody."""
        stage = self.house.stage
        query = select(Message).where(Message.kind == kind, Message.person_id == stage.id(who))
        message = stage.session.scalars(query.order_by(Message.id.desc())).first()
        assert message is not None
        with self.house.app.app_context():
            found = answer_of(stage.session, message, self.clock.moment)
        stage.session.commit()
        return found

    def letter(self, who: str) -> Letter:
        found = self.mail(who)
        assert isinstance(found, Letter), found
        return found

    def of_port(self, title: str = "Of Port", **changes: Any) -> str:
        """Plan an item of Old Port for the day, which its editor owns."""
        stage = self.house.stage
        own: dict[str, Any] = {
            "organisation_id": stage.port.id,
            "owner_id": stage.id("port_editor"),
            "writer": "port_editor",
        }
        return self.item(title, **(own | changes))


def fingerprint(page: TestResponse) -> str:
    found = re.search(r'name="shown"[^>]*value="(\w+)"', page.text)
    assert found, page.text
    return found[1]
