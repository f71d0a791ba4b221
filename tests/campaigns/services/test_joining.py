from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.models import AuditRow
from scheduler.campaigns.domain.joining import JoinAnswer
from scheduler.campaigns.models import Campaign, JoinRequest
from scheduler.campaigns.queries.campaigns import open_campaign_titles
from scheduler.campaigns.queries.join_requests import open_requests, requests_waiting_on
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import cancel_campaign
from scheduler.campaigns.services.errors import NotAskedError
from scheduler.campaigns.services.joining import (
    accept_request,
    ask_to_join,
    decline_request,
    withdraw_request,
)
from scheduler.campaigns.services.organisations import add_organisation
from scheduler.outbox.models import Message
from tests.campaigns.conftest import Coalition, StartCampaign, make_edition, viewer

ContextAs = Callable[[Person | None], ChangeContext]
SHARED = AudienceDraft(Audience.COALITION)


def ask(session: Session, coalition: Coalition, campaign: Campaign, context_as: ContextAs) -> JoinRequest:
    dora = coalition.dora
    ask_to_join(session, campaign, coalition.outside.id, dora.id, context_as(dora))
    return open_requests(session, campaign.id)[0]


def notified(session: Session, kind: str) -> list[int | None]:
    return list(session.scalars(select(Message.person_id).where(Message.kind == kind).order_by(Message.id)))


def acts(session: Session) -> list[str]:
    query = select(AuditRow.act).where(AuditRow.act.startswith("campaign.join")).order_by(AuditRow.id)
    return list(session.scalars(query))


def test_asking_lets_nobody_in_and_tells_who_decides(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)

    ask(session, coalition, campaign, context_as)
    request = ask(session, coalition, campaign, context_as)

    assert coalition.outside.id not in campaign.organisation_ids
    assert (request.organisation_id, request.asked_by, request.answer) == (
        coalition.outside.id,
        coalition.dora.id,
        None,
    )
    assert len(open_requests(session, campaign.id)) == 1
    assert notified(session, "join_asked") == [coalition.ana.id]
    assert acts(session) == ["campaign.join_asked"]
    (row,) = requests_waiting_on(session, viewer(session, coalition.ana))
    assert (row.kind, row.title, row.note) == (
        "join",
        campaign.title,
        "Outside Circle asks to join: accept or decline",
    )
    for other in (coalition.ben, coalition.dora, coalition.coordinator):
        assert requests_waiting_on(session, viewer(session, other)) == ()


def test_an_accepted_organisation_takes_part_and_is_told_once(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)
    request = ask(session, coalition, campaign, context_as)

    for _twice in range(2):
        accept_request(session, campaign, request, context_as(coalition.ana))

    assert coalition.outside.id in campaign.organisation_ids
    assert (request.answer, request.answered_by) == (JoinAnswer.ACCEPTED, coalition.ana.id)
    assert notified(session, "join_accepted") == [coalition.dora.id]
    assert coalition.dora.id not in notified(session, "assigned")
    assert requests_waiting_on(session, viewer(session, coalition.ana)) == ()
    with pytest.raises(NotAskedError):
        decline_request(session, campaign, request, context_as(coalition.ana))


def test_a_declined_organisation_stays_out_and_may_ask_again(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)
    request = ask(session, coalition, campaign, context_as)

    for _twice in range(2):
        decline_request(session, campaign, request, context_as(coalition.ana))

    assert coalition.outside.id not in campaign.organisation_ids
    assert notified(session, "join_declined") == [coalition.dora.id]
    assert ask(session, coalition, campaign, context_as).address != request.address
    assert acts(session) == ["campaign.join_asked", "campaign.join_declined", "campaign.join_asked"]


def test_what_was_taken_back_is_not_accepted(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)
    request = ask(session, coalition, campaign, context_as)

    for _twice in range(2):
        withdraw_request(session, campaign, request, context_as(coalition.dora))

    with pytest.raises(NotAskedError):
        accept_request(session, campaign, request, context_as(coalition.ana))
    assert coalition.outside.id not in campaign.organisation_ids
    assert acts(session) == ["campaign.join_asked", "campaign.join_withdrawn"]


def test_whoever_is_brought_in_needs_no_answer_any_more(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)
    request = ask(session, coalition, campaign, context_as)

    add_organisation(session, campaign, coalition.outside.id, context_as(coalition.ana))

    assert request.answer is JoinAnswer.ACCEPTED
    ask_to_join(session, campaign, coalition.outside.id, coalition.dora.id, context_as(coalition.dora))
    assert open_requests(session, campaign.id) == []


def test_nobody_joins_a_campaign_that_is_cancelled(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)
    request = ask(session, coalition, campaign, context_as)
    cancel_campaign(session, campaign, "Rain", context_as(coalition.ana))

    for act in (accept_request, decline_request, withdraw_request):
        with pytest.raises(NotAskedError):
            act(session, campaign, request, context_as(coalition.ana))
    with pytest.raises(NotAskedError):
        ask(session, coalition, campaign, context_as)
    assert requests_waiting_on(session, viewer(session, coalition.ana)) == ()


def test_a_closed_organisation_asks_for_nothing(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)
    request = ask(session, coalition, campaign, context_as)
    context = context_as(coalition.coordinator)

    context.listeners[0].organisation_closed(session, coalition.outside.id, context.actor_id, context.now)

    assert request.answer is JoinAnswer.WITHDRAWN
    assert open_requests(session, campaign.id) == []


def test_of_a_campaign_without_a_day_too_both_sides_are_notified(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED, edition_id=make_edition(session, None).id, first_day=None, last_day=None)
    assert campaign.first_day is None

    request = ask(session, coalition, campaign, context_as)
    accept_request(session, campaign, request, context_as(coalition.ana))

    assert notified(session, "join_asked") == [coalition.ana.id]
    assert notified(session, "join_accepted") == [coalition.dora.id]


def test_a_lead_who_may_not_read_a_campaign_any_more_is_asked_about_nothing(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)
    ask(session, coalition, campaign, context_as)
    session.get_one(Guard, campaign.guard_id).audience = Audience.PEOPLE
    session.flush()

    assert requests_waiting_on(session, viewer(session, coalition.ana)) == ()


def test_content_is_planned_for_a_campaign_by_those_who_take_part(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(SHARED)
    dora, today = viewer(session, coalition.dora), context_as(None).now.date()
    assert open_campaign_titles(session, dora, today) == []

    add_organisation(session, campaign, coalition.outside.id, context_as(coalition.ana))

    assert [row.public_id for row in open_campaign_titles(session, dora, today)] == [campaign.public_id]
