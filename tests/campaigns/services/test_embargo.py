"""The embargo of a campaign by the rules of every embargo, also of one that has no day yet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.queries.guards import access_lines
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import MayNotLiftError, PastLiftError, RevealingTitleError
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.lift import each, lift
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft, audience_of
from scheduler.campaigns.services.calendar_entries import republish_campaign, republish_task
from scheduler.campaigns.services.campaigns import CampaignDraft, change_audience, change_campaign
from scheduler.campaigns.services.embargo import (
    advance_campaign,
    give_emergency_access,
    place_campaign_on_hold,
    release_campaign,
)
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.campaigns.services.reschedule import set_days
from scheduler.outbox.models import Message
from tests.campaigns.conftest import Coalition, StartCampaign, make_edition, viewer
from tests.factories import person

WRITERS = {"campaign": each(republish_campaign), "task": each(republish_task)}
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))
SAFE = "Joint action"

ContextAs = Callable[[Person | None], ChangeContext]


@pytest.fixture
def secret(session: Session, coalition: Coalition, start: StartCampaign) -> Campaign:
    """A campaign around an edition whose date is not known, under embargo; Ana and Harbour's editors may read it."""
    embargo_group = frozenset({coalition.harbour.id})
    audience = AudienceDraft(
        Audience.COALITION, embargo=LIFT, embargo_group_organisations=embargo_group, placeholder_title=SAFE
    )
    return start(audience, edition_id=make_edition(session, None).id)


def notified(session: Session, coalition: Coalition, kind: str) -> list[str]:
    names = {coalition.ana.id: "ana", coalition.ben.id: "ben", coalition.coordinator.id: "coordinator"}
    query = select(Message.person_id).where(Message.kind == kind)
    return sorted(names[person] for person in session.scalars(query) if person is not None)


def entry_rows(session: Session, campaign: Campaign) -> list[tuple[str, str, bool]]:
    query = select(Entry).where(Entry.source_kind == "campaign", Entry.source_id == campaign.id)
    rows = session.scalars(query.where(Entry.removed_at.is_(None)).order_by(Entry.part))
    return [(row.part, row.title, row.listed) for row in rows]


def open_it(session: Session, campaign: Campaign, who: Person, context: ChangeContext, form_id: str = "f") -> None:
    by = actor_roles(session, who.id)
    give_emergency_access(session, campaign, "It leaked", form_id=form_id, who=by, context=context)


def test_emergency_access_is_told_to_the_embargo_group_also_while_there_is_no_day(
    session: Session, coalition: Coalition, secret: Campaign, context_as: ContextAs
) -> None:
    kim = coalition.coordinator
    for form_id in ("f", "f", "g"):
        open_it(session, secret, kim, context_as(kim), form_id)

    assert notified(session, coalition, "emergency_access_taken") == ["ana", "ben"]
    assert entry_rows(session, secret) == [("no_day", SAFE, False)]
    lines = access_lines(session, session.get_one(Guard, secret.guard_id))
    assert [(line.person, line.reason) for line in lines] == [("Kim", "It leaked")]


def test_who_is_no_coordinator_any_more_is_out_of_the_embargo_group_again(
    session: Session, coalition: Coalition, secret: Campaign, context_as: ContextAs
) -> None:
    kim = coalition.coordinator
    open_it(session, secret, kim, context_as(kim))
    assert kim.id in audience_of(session.get_one(Guard, secret.guard_id)).embargo_group_people

    CampaignListener().role_lowered(session, kim.id, None, coalition.ana.id, context_as(None).now)

    assert kim.id not in audience_of(session.get_one(Guard, secret.guard_id)).embargo_group_people


def test_who_has_left_the_coalition_is_in_no_embargo_group_of_a_campaign(
    session: Session, coalition: Coalition, secret: Campaign, context_as: ContextAs
) -> None:
    kim = coalition.coordinator
    open_it(session, secret, kim, context_as(kim))
    kim.roles.clear()
    session.flush()

    CampaignListener().membership_ended(session, kim.id, coalition.outside.id, None, context_as(None).now)

    assert kim.id not in audience_of(session.get_one(Guard, secret.guard_id)).embargo_group_people


def test_what_stands_in_for_a_campaign_without_a_day_follows_the_lift_and_goes_with_the_day(
    session: Session, coalition: Coalition, secret: Campaign, context_as: ContextAs
) -> None:
    kim = coalition.coordinator
    open_it(session, secret, kim, context_as(kim))

    assert lift(session, secret.guard_id, WRITERS, replace(context_as(None), now=LIFT.at))
    assert entry_rows(session, secret) == [("no_day", "Break the chain", False)]
    assert notified(session, coalition, "lifted") == ["ana", "ben", "coordinator"]
    set_days(session, secret, date(2027, 8, 1), date(2027, 8, 1), context_as(coalition.ana))
    assert [part for part, _title, _listed in entry_rows(session, secret)] == [""]


def test_a_coordinator_outside_the_embargo_group_lets_nothing_out_before_saying_why(
    session: Session, coalition: Coalition, secret: Campaign, context_as: ContextAs
) -> None:
    kim, over = coalition.coordinator, replace(context_as(coalition.coordinator), now=LIFT.at)
    who = actor_roles(session, kim.id)

    with pytest.raises(MayNotLiftError):
        advance_campaign(session, secret, who, WRITERS, context_as(kim))
    place_campaign_on_hold(session, secret, who, context_as(kim))
    with pytest.raises(MayNotLiftError):
        release_campaign(session, secret, who, over)
    open_it(session, secret, kim, context_as(kim))
    release_campaign(session, secret, who, over)
    advance_campaign(session, secret, who, WRITERS, over)

    assert session.get_one(Guard, secret.guard_id).revealed_at == LIFT.at
    assert notified(session, coalition, "held") == notified(session, coalition, "advanced") == ["ana", "ben"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"embargo": replace(LIFT, at=datetime(2027, 7, 1, 12, 0, tzinfo=UTC))}, PastLiftError),
        ({"placeholder_title": "break THE chain"}, RevealingTitleError),
        ({"placeholder_title": "The chain"}, RevealingTitleError),
    ],
)
def test_an_embargo_that_keeps_nothing_back_is_refused_from_the_beginning_and_later(
    session: Session,
    coalition: Coalition,
    start: StartCampaign,
    context_as: ContextAs,
    changes: dict[str, object],
    error: type[Exception],
) -> None:
    good = AudienceDraft(
        Audience.COALITION, embargo=LIFT, embargo_group_people=frozenset({coalition.ana.id}), placeholder_title=SAFE
    )
    bad = replace(good, **changes)  # type: ignore[arg-type]
    with pytest.raises(error):
        start(bad)
    campaign, ana = start(good), coalition.ana

    with pytest.raises(error):
        change_audience(session, campaign, bad, revision=1, viewer=viewer(session, ana), context=context_as(ana))
    assert audience_of(session.get_one(Guard, campaign.guard_id)).placeholder_title == SAFE


def test_whoever_moves_or_removes_it_has_the_embargo_group_notified(
    session: Session, coalition: Coalition, secret: Campaign, context_as: ContextAs
) -> None:
    ana = coalition.ana
    later = replace(LIFT, local=datetime(2027, 7, 30, 18, 0), at=datetime(2027, 7, 30, 10, 0, tzinfo=UTC))
    for number, embargo in enumerate((later, None), start=1):
        draft = replace(audience_of(session.get_one(Guard, secret.guard_id)), embargo=embargo)
        seen = viewer(session, ana)
        change_audience(session, secret, draft, revision=number, viewer=seen, context=context_as(ana))

    assert session.get_one(Guard, secret.guard_id).embargo_at is None
    assert notified(session, coalition, "advanced") == ["ben"]


def test_an_editor_neither_removes_it_nor_ends_it_earlier(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    eve = person(session, "Eve", (coalition.lantern, MemberRole.EDITOR))
    embargo_group = frozenset({coalition.lantern.id})
    saved = AudienceDraft(
        Audience.COALITION, embargo=LIFT, embargo_group_organisations=embargo_group, placeholder_title=SAFE
    )
    secret = start(saved)
    sooner = replace(LIFT, local=datetime(2027, 7, 30, 8, 59), at=datetime(2027, 7, 30, 0, 59, tzinfo=UTC))
    later = replace(LIFT, local=datetime(2027, 7, 30, 9, 1), at=datetime(2027, 7, 30, 1, 1, tzinfo=UTC))

    def change(who: Person, embargo: Embargo | None) -> None:
        draft, seen = replace(saved, embargo=embargo), viewer(session, who)
        change_audience(session, secret, draft, revision=secret.revision, viewer=seen, context=context_as(who))

    for embargo in (None, sooner):
        with pytest.raises(MayNotLiftError):
            change(eve, embargo)
        session.refresh(secret)
    guard = session.get_one(Guard, secret.guard_id)
    assert (guard.embargo_at, guard.revealed_at) == (LIFT.at, None)
    change(eve, later)
    assert guard.embargo_at == later.at
    change(coalition.ana, None)
    assert guard.embargo_at is None


def test_a_later_title_is_held_against_the_safe_title(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    embargo_group = frozenset({coalition.ana.id})
    secret = start(
        AudienceDraft(Audience.COALITION, embargo=LIFT, embargo_group_people=embargo_group, placeholder_title=SAFE)
    )

    def rename(title: str, *, reveals_nothing: bool = False) -> None:
        lantern, ana, day = coalition.lantern.id, coalition.ana, secret.first_day
        draft = CampaignDraft(title=title, organisation_id=lantern, owner_id=ana.id, first_day=day, last_day=day)
        change = {"revision": secret.revision, "context": context_as(ana)}
        change_campaign(session, secret, draft, **change, reveals_nothing=reveals_nothing)  # type: ignore[arg-type]

    with pytest.raises(RevealingTitleError) as whole:
        rename("JOINT action", reveals_nothing=True)
    with pytest.raises(RevealingTitleError) as part:
        rename("Action at noon")
    assert (whole.value.is_whole, part.value.is_whole, part.value.revealed) == (True, False, ("action",))
    session.refresh(secret)
    assert secret.title == "Break the chain"
    rename("Action at noon", reveals_nothing=True)
    rename("Action at one")

    assert secret.title == "Action at one"
