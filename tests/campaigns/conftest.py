"""A coalition of three, and a campaign around an edition, as tests need them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.campaigns.services.tasks import TaskDraft, add_task
from scheduler.observances.models import Edition, Observance
from tests.factories import LONG_AGO, organisation, person
from tests.fakes import Follower

DAY = date(2027, 7, 30)


@dataclass(frozen=True, slots=True)
class Coalition:
    """Lantern leads campaigns, Harbour takes part, Outside does not."""

    lantern: Organisation
    harbour: Organisation
    outside: Organisation
    ana: Person
    ben: Person
    cleo: Person
    dora: Person
    coordinator: Person


@pytest.fixture
def build_coalition() -> Callable[[Session], Coalition]:
    def build(session: Session) -> Coalition:
        lantern = organisation(session, "Lantern Bay", "America/New_York")
        harbour = organisation(session, "Harbour Light", "Asia/Manila")
        outside = organisation(session, "Outside Circle", "UTC")
        return Coalition(
            lantern,
            harbour,
            outside,
            ana=person(session, "Ana", (lantern, MemberRole.LEAD), zone="America/New_York"),
            ben=person(session, "Ben", (harbour, MemberRole.LEAD), zone="Asia/Manila"),
            cleo=person(session, "Cleo", (harbour, MemberRole.MEMBER), zone="Asia/Manila"),
            dora=person(session, "Dora", (outside, MemberRole.LEAD)),
            coordinator=person(session, "Kim", coordinator=True),
        )

    return build


@pytest.fixture
def coalition(session: Session, build_coalition: Callable[[Session], Coalition]) -> Coalition:
    return build_coalition(session)


@pytest.fixture
def follower() -> Follower:
    return Follower()


@pytest.fixture
def context_as(now: datetime, follower: Follower) -> Callable[[Person | None], ChangeContext]:
    def context(actor: Person | None) -> ChangeContext:
        return ChangeContext((CampaignListener(), follower), actor.id if actor else None, now)

    return context


@pytest.fixture
def edition(session: Session) -> Edition:
    return make_edition(session, DAY)


def make_edition(session: Session, day: date | None) -> Edition:
    observance = Observance(slug=f"day-{uuid.uuid4()}", name="Day Against Trafficking", scope="world")
    observance.rule_kind, observance.rule_params, observance.created_at = "announced", {}, LONG_AGO
    session.add(observance)
    session.flush()
    row = Edition(observance_id=observance.id, period="2027", rule_starts_on=day, rule_ends_on=day)
    session.add(row)
    session.flush()
    return row


def viewer(session: Session, who: Person) -> Viewer:
    return viewer_of(actor_roles(session, who.id))


StartCampaign = Callable[..., Campaign]
AddTask = Callable[..., Task]


@pytest.fixture
def start(
    session: Session, coalition: Coalition, context_as: Callable[[Person | None], ChangeContext]
) -> StartCampaign:
    """Starts a campaign led by Lantern's Ana, with Harbour taking part, on days of its own unless told otherwise."""

    def start_campaign(
        audience: AudienceDraft | None = None, *, form_id: str = "", actor: Person | None = None, **changes: object
    ) -> Campaign:
        ana = actor or coalition.ana
        values: dict[str, object] = {"title": "Break the chain", "organisation_id": coalition.lantern.id}
        values |= {"owner_id": ana.id, "first_day": DAY, "last_day": DAY} | changes
        new = NewCampaign(
            draft=CampaignDraft(**values),  # type: ignore[arg-type]
            form_id=form_id or str(uuid.uuid4()),
            organisations=frozenset({coalition.harbour.id}),
            audience=audience or AudienceDraft(),
        )
        return create_campaign(session, new, viewer(session, ana), context_as(ana))

    return start_campaign


@pytest.fixture
def add(session: Session, coalition: Coalition, context_as: Callable[[Person | None], ChangeContext]) -> AddTask:
    def add_one(campaign: Campaign, title: str = "Write the post", **changes: object) -> Task:
        values: dict[str, object] = {"due_on": date(2027, 7, 16)} | changes
        draft = TaskDraft(title=title, **values)  # type: ignore[arg-type]
        context = context_as(coalition.ana)
        return add_task(session, campaign, draft, form_id=str(uuid.uuid4()), context=context)

    return add_one
