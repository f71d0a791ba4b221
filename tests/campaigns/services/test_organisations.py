from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.queries.campaigns import campaign_of
from scheduler.campaigns.services.errors import LeadStaysError
from scheduler.campaigns.services.organisations import add_organisation, remove_organisation
from scheduler.outbox.models import Message
from tests.campaigns.conftest import Coalition, StartCampaign, viewer

ContextAs = Callable[[Person | None], ChangeContext]


def test_an_organisation_that_joins_sees_the_campaign_and_its_leads_are_notified_once(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start()

    add_organisation(session, campaign, coalition.outside.id, context_as(coalition.ana))
    add_organisation(session, campaign, coalition.outside.id, context_as(coalition.ana))

    assert coalition.outside.id in campaign.organisation_ids
    assert campaign_of(session, viewer(session, coalition.dora), campaign.public_id) is campaign
    sent = session.execute(select(Message.kind, Message.person_id)).all()
    assert [tuple(row) for row in sent] == [("assigned", coalition.dora.id)]
    assert campaign.revision == 2


def test_an_organisation_that_is_taken_out_does_not_see_it_any_more(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start()

    remove_organisation(session, campaign, coalition.harbour.id, context_as(coalition.ana))

    assert campaign.organisation_ids == {coalition.lantern.id}
    assert campaign_of(session, viewer(session, coalition.ben), campaign.public_id) is None


def test_the_organisation_that_leads_stays(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start()

    with pytest.raises(LeadStaysError):
        remove_organisation(session, campaign, coalition.lantern.id, context_as(coalition.ana))
