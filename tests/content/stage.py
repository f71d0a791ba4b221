"""Three organisations that sign together, their people, and an item between them."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext, ChangeListener, notify_listeners
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item, SignOff
from scheduler.content.permissions import roles
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.item_text import save_text
from scheduler.content.services.items import create_item
from scheduler.content.services.signoffs import Asking, SignOffDraft, ask_for_signoffs, give_signoff
from scheduler.outbox.models import Message
from tests import factories

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)
DAY = date(2027, 7, 30)
DUE = date(2027, 7, 20)
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
ITEM_TEXT = ItemText(
    title="Five of twelve answered", body="We asked twelve platforms. Five answered.", hashtags=("Scorecard",)
)
SECRECY = EmbargoSettings(LIFT, placeholder_title="Joint statement, 30 July")


@dataclass
class Stage:
    """Lantern Bay owns; Old Port and Kaagapay sign; a coordinator, and a stranger of a fourth organisation."""

    session: Session
    bay: Organisation
    port: Organisation
    kaagapay: Organisation
    far: Organisation
    people: dict[str, Person]
    listeners: tuple[ChangeListener, ...] = ()
    now: datetime = NOW

    def id(self, who: str) -> int:
        return self.people[who].id

    def context(self, who: str | None) -> ChangeContext:
        return ChangeContext(self.listeners, self.id(who) if who else None, self.now)

    def by(self, who: str, item: Item) -> ItemRoles:
        return roles(actor_roles(self.session, self.id(who)), item)

    def viewer(self, who: str) -> Viewer:
        return viewer_of(actor_roles(self.session, self.id(who)))

    def item(self, *, secrecy: EmbargoSettings | None = None, writer: str = "editor", **changes: Any) -> Item:
        plan = ItemPlan(
            kind=Kind.STATEMENT,
            organisation_id=self.bay.id,
            owner_id=self.id("owner"),
            when=AllDay(DAY, DAY),
            sharing=Sharing(ShareScope.COALITION),
        )
        text = changes.pop("text", ITEM_TEXT)
        form_id, context = str(uuid.uuid4()), self.context(writer)
        return create_item(
            self.session, text, replace(plan, **changes), secrecy=secrecy, form_id=form_id, context=context
        )

    def ask(self, item: Item, *signatories: Organisation, who: str = "owner", due: date = DUE) -> Item:
        asking = Asking(frozenset(row.id for row in signatories), due)
        by, context = self.by(who, item), self.context(who)
        ask_for_signoffs(self.session, item, asking, revision=item.revision, by=by, context=context)
        return item

    def say(self, item: Item, who: str, organisation: Organisation, answer: str = "yes", **changes: Any) -> SignOff:
        form_id = changes.pop("form_id", str(uuid.uuid4()))
        text_hash = changes.pop("text_hash", current_version(self.session, item).signed_hash)
        draft = SignOffDraft(organisation.id, answer == "yes", text_hash, changes.pop("comment", ""))
        return give_signoff(self.session, item, draft, form_id=form_id, context=self.context(who))

    def write(self, item: Item, body: str, who: str = "editor") -> Item:
        text = replace(ITEM_TEXT, body=body)
        by, context = self.by(who, item), self.context(who)
        save_text(self.session, item, text, revision=item.revision, by=by, context=context)
        return item

    def notified(self, kind: str) -> list[str]:
        """Return the names of whoever has a notice of this kind waiting once the transaction ends, in order."""
        notify_listeners(self.session)
        names = {person.id: name for name, person in self.people.items()}
        query = select(Message.person_id).where(Message.kind == kind)
        return sorted(names[person] for person in self.session.scalars(query) if person is not None)

    def deadlines(self, item: Item) -> dict[str, Entry]:
        """Return the live deadlines of an item by part."""
        query = select(Entry).where(Entry.source_kind == "content", Entry.source_id == item.id, Entry.part != "")
        return {row.part: row for row in self.session.scalars(query.where(Entry.removed_at.is_(None)))}


def build_stage(session: Session) -> Stage:
    bay = factories.organisation(session, "Lantern Bay", zone="America/New_York")
    port = factories.organisation(session, "Old Port", zone="Europe/Lisbon")
    kaagapay = factories.organisation(session, "Kaagapay", zone="Asia/Manila")
    far = factories.organisation(session, "Far Hills")
    lead, editor, member = MemberRole.LEAD, MemberRole.EDITOR, MemberRole.MEMBER
    people = {
        "owner": factories.person(session, "Oda Owner", (bay, editor)),
        "lead": factories.person(session, "Lena Lead", (bay, lead)),
        "editor": factories.person(session, "Edi Editor", (bay, editor)),
        "member": factories.person(session, "Mo Member", (bay, member)),
        "port_lead": factories.person(session, "Otto Port", (port, lead), zone="Europe/Lisbon"),
        "port_editor": factories.person(session, "Pia Port", (port, editor)),
        "manila_lead": factories.person(session, "Kai Kaagapay", (kaagapay, lead), zone="Asia/Manila"),
        "far_lead": factories.person(session, "Fay Far", (far, lead)),
        "coordinator": factories.person(session, "Cora Chair", coordinator=True),
    }
    return Stage(session, bay, port, kaagapay, far, people)
