"""Items, their parties and their text, with plain defaults, for tests."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.services.guards import Embargo, GuardDraft, create_guard
from scheduler.campaigns.models import Campaign, CampaignOrganisation
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Answer, Item, SignOff
from scheduler.content.permissions import roles
from scheduler.content.queries.unguarded import current_version
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.calendar_entries import entry_of_item
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from tests.coalition import Team

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DAY = date(2027, 7, 30)
ITEM_TEXT = ItemText(title="Say no to trafficking", body="No one is for sale. Read the bill and call your senator.")
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))


def plan(where: Team, **changes: object) -> ItemPlan:
    values: dict[str, object] = {
        "kind": Kind.POST,
        "organisation_id": where.id,
        "owner_id": where.editor.id,
        "when": AllDay(DAY, DAY),
        "channels": ("x", "bluesky"),
    }
    return ItemPlan(**(values | changes))  # type: ignore[arg-type]


def item(
    session: Session,
    where: Team,
    now: datetime,
    *,
    text: ItemText = ITEM_TEXT,
    embargo: Embargo | None = None,
    embargo_group: Iterable[Person] = (),
    **changes: object,
) -> Item:
    people = frozenset(person.id for person in embargo_group)
    secrecy = EmbargoSettings(embargo, "Joint statement", embargo_group_people=people) if embargo else None
    by_editor = ChangeContext((), where.editor.id, now)
    return create_item(
        session, text, plan(where, **changes), secrecy=secrecy, form_id=secrets.token_hex(18), context=by_editor
    )


def entry_of(session: Session, row: Item) -> Entry:
    """Return the entry of an item that has a day."""
    found = entry_of_item(session, row)
    assert found is not None
    return found


def campaign(session: Session, lead: Team, *others: Team) -> Campaign:
    guard = create_guard(session, GuardDraft(Audience.COALITION))
    row = Campaign(
        public_id=secrets.token_urlsafe(9),
        title="World Day Against Trafficking 2027",
        first_day=DAY,
        last_day=DAY,
        organisation_id=lead.id,
        owner_id=lead.lead.id,
        guard_id=guard.id,
        created_at=LONG_AGO,
    )
    row.participations = [CampaignOrganisation(organisation_id=each.id, joined_at=LONG_AGO) for each in (lead, *others)]
    session.add(row)
    session.flush()
    return row


def by(session: Session, person: Person, row: Item) -> ItemRoles:
    return roles(actor_roles(session, person.id), row)


def sign(session: Session, row: Item, where: Team, now: datetime, answer: Answer = Answer.YES) -> SignOff:
    """Record a lead's answer to the text as it is now."""
    version = current_version(session, row)
    answer_row = SignOff(item_id=row.id, version_number=version.number, text_hash=version.text_hash)
    answer_row.organisation_id, answer_row.person_id, answer_row.as_role = where.id, where.lead.id, "lead"
    answer_row.answer, answer_row.at = answer, now
    session.add(answer_row)
    session.flush()
    return answer_row


def longer(text: ItemText = ITEM_TEXT) -> ItemText:
    return replace(text, body=f"{text.body}\n\nShare this today.")
