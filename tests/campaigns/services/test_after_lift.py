"""What happened to a campaign under embargo stays with those who could read it then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.domain.visibility import UNDER_WAY, Audience
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.lift import each, lift
from scheduler.campaigns.presenters.pages import page_of_campaign
from scheduler.campaigns.presenters.tabs import activity_of
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.calendar_entries import republish_campaign, republish_task
from scheduler.campaigns.services.campaigns import cancel_campaign
from tests.campaigns.conftest import AddTask, Coalition, StartCampaign, viewer

LIFT = Embargo(datetime(2027, 7, 20, 9, 0), "UTC", datetime(2027, 7, 20, 9, 0, tzinfo=UTC))


def test_the_audience_reads_what_happened_since_the_lift(
    session: Session,
    coalition: Coalition,
    start: StartCampaign,
    add: AddTask,
    context_as: Callable[[Person | None], ChangeContext],
) -> None:
    embargo_group = frozenset({coalition.lantern.id})
    campaign = start(
        AudienceDraft(
            Audience.COALITION, embargo=LIFT, embargo_group_organisations=embargo_group, placeholder_title="Soon"
        )
    )
    add(campaign, "Write the secret post")
    writers = {"campaign": each(republish_campaign), "task": each(republish_task)}
    lift(session, campaign.guard_id, writers, ChangeContext((), None, LIFT.at))
    later = ChangeContext((), coalition.ana.id, LIFT.at + UNDER_WAY + timedelta(seconds=1))
    cancel_campaign(session, campaign, "Rain", later)

    def happened(who: Person) -> list[str]:
        reader = viewer(session, who)
        page = page_of_campaign(session, reader, campaign.public_id, later.now)
        assert page is not None
        return [line.text for line in activity_of(session, reader, page)]

    assert happened(coalition.dora) == ["cancelled the campaign"]
    assert happened(coalition.coordinator) == ["cancelled the campaign"]
    assert happened(coalition.ana)[-2:] == ["added “Write the secret post”", "created the campaign"]
    assert context_as(coalition.ana).now < LIFT.at
