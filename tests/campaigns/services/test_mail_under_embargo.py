"""Mail about a campaign under embargo names no organisation: neither in its own words nor beside anybody's name."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.bulk import Picked, shift_tasks
from scheduler.campaigns.services.embargo import place_campaign_on_hold
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.outbox.models import Message
from scheduler.outbox.rendering import Letter
from tests.campaigns.conftest import AddTask, Coalition, StartCampaign
from tests.campaigns.services.test_embargo import LIFT, SAFE
from tests.written import answer_of, first_line, letter

ContextAs = Callable[[Person | None], ChangeContext]


@pytest.fixture(autouse=True)
def templates(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def secret(coalition: Coalition, start: StartCampaign) -> Campaign:
    """A campaign on days of its own, under embargo, which Ana and Harbour's editors may read."""
    group = frozenset({coalition.harbour.id})
    return start(
        AudienceDraft(Audience.COALITION, embargo=LIFT, embargo_group_organisations=group, placeholder_title=SAFE)
    )


def letters(session: Session, now: datetime) -> dict[str, Letter]:
    """Return the letters that are waiting, the newest of each kind to each reader."""
    written = {f"{one.kind} {one.person_id}": answer_of(session, one, now) for one in session.scalars(select(Message))}
    return {which: found for which, found in written.items() if isinstance(found, Letter)}


def test_no_mail_about_a_campaign_under_embargo_names_an_organisation(
    session: Session, coalition: Coalition, secret: Campaign, add: AddTask, context_as: ContextAs, now: datetime
) -> None:
    task = add(secret, assignee_id=coalition.ben.id, organisation_id=coalition.harbour.id)
    shift_tasks(session, secret, [Picked(task.id, task.revision)], 2, context_as(coalition.ana))
    place_campaign_on_hold(
        session, secret, who=actor_roles(session, coalition.ana.id), context=context_as(coalition.ana)
    )
    found = letters(session, now)
    coalition.ben.memberships[0].ended_at = now
    session.flush()
    CampaignListener().membership_ended(session, coalition.ben.id, coalition.harbour.id, None, now)
    CampaignListener().organisation_closed(session, coalition.harbour.id, None, now)
    found |= letters(session, now)

    kinds = {which.split()[0] for which in found}
    assert kinds >= {
        NotificationKind.ASSIGNED,
        NotificationKind.MOVED,
        NotificationKind.HELD,
        NotificationKind.NEEDS_SOMEBODY,
    }
    forms = "\n".join(form for one in found.values() for form in (one.subject, one.text, one.html))
    assert SAFE in forms
    assert [row.name for row in (coalition.lantern, coalition.harbour) if row.name in forms] == []


def test_whoever_gave_a_task_or_left_is_named_alone(
    session: Session, coalition: Coalition, secret: Campaign, add: AddTask, now: datetime
) -> None:
    add(secret, assignee_id=coalition.ben.id, organisation_id=coalition.harbour.id)
    assigned = first_line(letter(session, NotificationKind.ASSIGNED, coalition.ben.id, now))
    assert assigned == "Ana assigned this task to you."

    coalition.ben.memberships[0].ended_at = now
    session.flush()
    CampaignListener().membership_ended(session, coalition.ben.id, coalition.harbour.id, None, now)
    left = first_line(letter(session, NotificationKind.NEEDS_SOMEBODY, coalition.ana.id, now))
    assert left == "Ben no longer participates: 1 open task is unassigned."
