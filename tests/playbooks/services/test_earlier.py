"""What is copied of an earlier campaign: where tasks and content stood, of what the copier may read, and no text."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.agenda.services.guards import Embargo
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.campaigns import finished_campaign, finished_campaigns
from scheduler.campaigns.services.tasks import TaskDraft, add_task, finish_task
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.models import Item, ItemVersion, SignOff
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.playbooks.domain.slots import Plan, SlotKind
from scheduler.playbooks.labels import slot_title
from scheduler.playbooks.services.earlier import plan_of_campaign
from tests.campaigns.conftest import Coalition, StartCampaign, viewer
from tests.playbooks.conftest import Planner

LAST_YEAR = date(2026, 7, 30)
TODAY = date(2027, 7, 1)
EMBARGO = EmbargoSettings(
    Embargo(datetime(2028, 1, 1), "UTC", datetime(2028, 1, 1, tzinfo=UTC)), placeholder_title="Joint action"
)


@pytest.fixture
def earlier(start: StartCampaign) -> Campaign:
    return start(title="Break the chain 2026", first_day=LAST_YEAR, last_day=LAST_YEAR)


def add_task_to(planner: Planner, campaign: Campaign, title: str, **changes: object) -> None:
    context = planner.context_as(planner.coalition.ana)
    draft = TaskDraft(**({"title": title, "due_on": date(2026, 7, 16)} | changes))  # type: ignore[arg-type]
    add_task(planner.session, campaign, draft, form_id=str(uuid.uuid4()), context=context)


def add_item(planner: Planner, campaign: Campaign, title: str, **changes: object) -> Item:
    coalition = planner.coalition
    secrecy = changes.pop("secrecy", None)
    who = coalition.ben if changes.get("organisation_id") == coalition.harbour.id else coalition.ana
    at = datetime(2026, 7, 29, 17)
    plan: dict[str, object] = {"kind": Kind.PRESS_RELEASE, "organisation_id": coalition.lantern.id, "owner_id": who.id}
    plan |= {"when": Timed(at, "America/New_York", at=datetime(2026, 7, 29, 21, tzinfo=UTC))}
    plan |= {"campaign_id": campaign.id, "channels": ("press_list", "website")}
    text = ItemText(title=title, body="The words of last year.", hashtags=("Chain",))
    return create_item(
        planner.session,
        text,
        ItemPlan(**(plan | changes)),  # type: ignore[arg-type]
        secrecy=secrecy,  # type: ignore[arg-type]
        form_id=str(uuid.uuid4()),
        context=planner.context_as(who),
    )


def plan(planner: Planner, campaign: Campaign, who: str = "ana") -> Plan:
    person = getattr(planner.coalition, who)
    return plan_of_campaign(planner.session, viewer(planner.session, person), campaign)


def test_tasks_keep_title_owner_and_distance(earlier: Campaign, planner: Planner, coalition: Coalition) -> None:
    add_task_to(planner, earlier, "Write the post", assignee_id=coalition.cleo.id)
    add_task_to(planner, earlier, "Fixed", due_on=date(2026, 8, 1), moves_along=False)
    done = planner.tasks(earlier)[1]
    finish_task(planner.session, earlier, done, planner.context_as(coalition.ana))

    slots = plan(planner, earlier).slots
    assert [(slot.title, slot.offset_days, slot.owner.organisation_id, slot.owner.person_id) for slot in slots] == [
        ("Write the post", -14, coalition.harbour.id, coalition.cleo.id),
        ("Fixed", 2, coalition.lantern.id, None),
    ]


def test_content_keeps_kind_channels_time_and_owner_but_no_text(
    earlier: Campaign, planner: Planner, coalition: Coalition, start: StartCampaign, session: Session
) -> None:
    add_item(planner, earlier, "We broke it")
    add_item(
        planner,
        earlier,
        "In Tokyo",
        when=Timed(datetime(2026, 7, 30, 9), "Asia/Tokyo", at=datetime(2026, 7, 30, tzinfo=UTC)),
    )
    add_item(planner, earlier, "Only the day", when=AllDay(LAST_YEAR, LAST_YEAR), kind=Kind.POST, channels=())
    campaign = start()
    source = plan(planner, earlier)
    planner.apply(campaign, planner.sending(campaign, source))

    made = planner.items(campaign)
    assert [(planner.title(item), item.kind, item.state, item.owner_id) for item in made] == [
        ("We broke it", "press_release", "idea", coalition.ana.id),
        ("Only the day", "post", "idea", coalition.ana.id),
        ("In Tokyo", "press_release", "idea", coalition.ana.id),
    ]
    assert [(item.publish_local, item.publish_zone) for item in made] == [
        (datetime(2027, 7, 29, 17), "America/New_York"),
        (None, None),
        (datetime(2027, 7, 30, 9), "Asia/Tokyo"),
    ]
    versions = session.scalars(select(ItemVersion).where(ItemVersion.item_id.in_([item.id for item in made]))).all()
    assert {"words of last year" in version.text or "Chain" in version.text for version in versions} == {False}
    assert session.scalars(select(SignOff)).all() == []
    slot = source.slots[0]
    assert (slot.at_time, slot.zone, slot.channels) == (time(17), "", ("press_list", "website"))


def test_what_is_under_embargo_is_called_by_its_kind(earlier: Campaign, planner: Planner, start: StartCampaign) -> None:
    add_item(planner, earlier, "Secret wording", secrecy=EMBARGO)

    [slot] = plan(planner, earlier).slots
    assert (slot.title, slot_title(slot)) == ("", "Press release")
    campaign = start()
    planner.apply(campaign, planner.sending(campaign, plan(planner, earlier)))
    assert planner.title(planner.items(campaign)[0]) == "Press release"


def test_what_somebody_may_not_read_is_no_part_of_their_plan(
    earlier: Campaign, planner: Planner, coalition: Coalition
) -> None:
    add_item(planner, earlier, "For all of us")
    before = plan(planner, earlier, "ben")
    add_item(planner, earlier, "Under embargo", secrecy=EMBARGO)
    add_item(planner, earlier, "Ours alone", sharing=Sharing(ShareScope.OWN))

    # To the last value: nothing tells whether there is more.
    assert plan(planner, earlier, "ben") == before
    assert len(plan(planner, earlier, "ana").slots) == 3


def test_what_was_kept_to_one_organisation_stays_so(earlier: Campaign, planner: Planner, start: StartCampaign) -> None:
    add_item(planner, earlier, "Ours alone", sharing=Sharing(ShareScope.OWN))
    campaign = start()
    planner.apply(campaign, planner.sending(campaign, plan(planner, earlier)))

    [item] = planner.items(campaign)
    assert item.shared_with == ShareScope.OWN


def test_cancelled_content_deleted_tasks_and_what_has_no_place_are_left_out(
    earlier: Campaign, planner: Planner, session: Session
) -> None:
    add_item(planner, earlier, "Cancelled").state = "cancelled"
    add_item(planner, earlier, "Without a day", when=None)
    add_item(planner, earlier, "Far away", when=AllDay(date(2029, 1, 1), date(2029, 1, 1)))
    add_task_to(planner, earlier, "Deleted")
    planner.tasks(earlier)[0].deleted_at = planner.context_as(None).now
    session.flush()

    assert plan(planner, earlier).slots == ()


def test_an_organisation_that_does_not_take_part_leaves_its_lines_to_the_lead(
    earlier: Campaign, planner: Planner, coalition: Coalition, start: StartCampaign
) -> None:
    add_task_to(planner, earlier, "Harbour's", organisation_id=coalition.harbour.id)
    campaign = start()
    campaign.participations = [one for one in campaign.participations if one.organisation_id == coalition.lantern.id]
    planner.session.flush()
    planner.apply(campaign, planner.sending(campaign, plan(planner, earlier)))

    assert [row.organisation_id for row in planner.tasks(campaign)] == [coalition.lantern.id]


def test_copied_twice_it_is_known_again(earlier: Campaign, planner: Planner, start: StartCampaign) -> None:
    add_task_to(planner, earlier, "Write the post")
    campaign, source = start(), plan(planner, earlier)
    planner.apply(campaign, planner.sending(campaign, source))

    assert planner.sending(campaign, source).ticked == frozenset()


def test_long_titles_are_cut_to_what_a_task_can_hold(earlier: Campaign, planner: Planner) -> None:
    add_item(planner, earlier, "é" * 300)
    [slot] = plan(planner, earlier).slots

    assert len(slot.title) == 120
    assert slot.title.endswith("…")
    assert replace(slot, kind=SlotKind.TASK).title == slot.title


def test_only_what_is_over_readable_and_under_no_embargo_can_be_copied(
    earlier: Campaign, planner: Planner, coalition: Coalition, start: StartCampaign, session: Session
) -> None:
    going_on = start()
    cancelled = start(first_day=LAST_YEAR, last_day=LAST_YEAR)
    cancelled.cancelled_at = planner.context_as(None).now
    secret = start(first_day=LAST_YEAR, last_day=LAST_YEAR)
    secret.guard.embargo_local, secret.guard.embargo_zone = datetime(2028, 1, 1), "UTC"
    secret.guard.embargo_at = datetime(2028, 1, 1, tzinfo=UTC)
    session.flush()

    def found(who: str) -> list[int]:
        seen_by = viewer(session, getattr(coalition, who))
        listed = [row.id for row in finished_campaigns(session, seen_by, TODAY, limit=9)]
        called = [
            finished_campaign(session, seen_by, row.public_id, TODAY) for row in (earlier, going_on, cancelled, secret)
        ]
        assert listed == [row.id for row in called if row is not None]
        return listed

    assert (found("ana"), found("cleo"), found("dora")) == ([earlier.id], [earlier.id], [])


@pytest.mark.engines("postgresql")
def test_an_address_with_a_nul_is_that_of_no_campaign(planner: Planner, coalition: Coalition) -> None:
    assert finished_campaign(planner.session, viewer(planner.session, coalition.ana), "\x00", TODAY) is None
