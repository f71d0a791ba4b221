"""Whom the page of a campaign names as away, and who stands in."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.presenters.people import names_for_campaign
from tests import factories
from tests.campaigns.conftest import Coalition, StartCampaign


def covering(session: Session, campaign: Campaign, now: datetime) -> list[str]:
    rules = guard_rules(session.get_one(Guard, campaign.guard_id))
    return [away.deputy for away in names_for_campaign(session, campaign, rules, [], now).away.values()]


def test_a_deputy_stands_in_only_from_an_open_organisation_that_both_act_for(
    session: Session, coalition: Coalition, start: StartCampaign, now: datetime
):
    closing = factories.organisation(session, "Old Mill")
    eva = factories.person(session, "Eva", (closing, MemberRole.EDITOR), (coalition.lantern, MemberRole.MEMBER))
    ana = factories.person(session, "Ana Cruz", (closing, MemberRole.LEAD), (coalition.lantern, MemberRole.LEAD))
    ana.deputy_id, ana.away_until = eva.id, now.date() + timedelta(days=2)
    campaign = start(owner_id=ana.id)
    session.flush()
    assert covering(session, campaign, now) == ["Eva"]

    closing.closed_at = now
    session.flush()

    assert covering(session, campaign, now) == [""]
    assert covering(session, campaign, now + timedelta(days=9)) == []
