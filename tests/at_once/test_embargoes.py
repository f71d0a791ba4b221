"""An embargo is changed while it ends: the outcome is one that one of the two orders gives, and the page says which."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.jobs import lift_due
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.lift import lift
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft, audience_of
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, change_audience, create_campaign
from scheduler.campaigns.services.embargo import advance_campaign, place_campaign_on_hold
from scheduler.content.models import Item
from scheduler.content.permissions import roles
from scheduler.content.services import embargo
from scheduler.content.services.access import EmbargoSettings
from scheduler.content.services.embargo import EmbargoContext
from scheduler.content.services.item_plan import plan_of
from scheduler.db import AppSession
from tests.at_once.conftest import Town
from tests.logins import logged_in
from tests.together import meet

pytestmark = pytest.mark.engines("sqlite", "postgresql")

AT = datetime(2027, 7, 30, 1, 0, tzinfo=UTC)
LATER = Embargo(datetime(2027, 7, 30, 18, 0), "Asia/Manila", AT + timedelta(hours=9))
TYPED = {"embargo-day": "2027-07-30", "embargo-time": "18:00", "embargo-zone": "Asia/Manila"}
SAFE = "Joint statement"
OUT = "the copy is visible"
STEP = timedelta(seconds=10)
LOOKS = 8
"""More often than that no request looks at the clock before it acts."""

Change = Callable[[AppSession], object]


@dataclass
class Secret:
    """Something of Lena's organisation under embargo: its guard and address, and how she changes its embargo."""

    town: Town
    guard_id: int
    path: str
    source: str
    acts: dict[str, Change]
    forms: dict[str, tuple[str, dict[str, object]]]

    def guard(self) -> Guard:
        return next(row for row in self.town.rows(Guard) if row.id == self.guard_id)

    def calendar_title(self) -> str:
        with self.town.sessions() as session:
            shown = select(Entry.own_title).where(Entry.guard_id == self.guard_id, Entry.source_kind == self.source)
            return session.scalars(shown.where(Entry.part == "", Entry.removed_at.is_(None))).one()

    def lift(self, session: AppSession) -> bool:
        return lift(session, self.guard_id, self.town.app.extensions["scheduler.writers"], self.town.context(None))

    def run_job(self, _session: AppSession) -> int:
        writers, listeners = (self.town.app.extensions[f"scheduler.{name}"] for name in ("writers", "listeners"))
        with self.town.app.app_context():
            return lift_due(self.town.sessions, self.town.clock, writers, listeners)

    def send(self, name: str) -> str:
        """Send a form as Lena, and return what she is told."""
        path, data = self.forms[name]
        client = logged_in(self.town.app, self.town.people["lena"])
        answer = client.post(path, data={"form_id": str(uuid.uuid4()), **data})
        return client.get(answer.location).text if answer.location else answer.text


def an_item(town: Town) -> Secret:
    row = town.rows(Item)[1]
    lena, context = town.people["lena"].id, town.context("lena")
    hand = EmbargoContext(replace(context, now=AT), town.app.extensions["scheduler.writers"])

    def loaded(session: AppSession) -> Item:
        return session.get_one(Item, row.id)

    def later(session: AppSession) -> None:
        item, who = loaded(session), actor_roles(session, lena)
        secrecy = EmbargoSettings(LATER, SAFE, frozenset({item.organisation_id}))
        sharing, by = plan_of(session, item).sharing, roles(who, item)
        embargo.set_embargo(session, item, sharing, secrecy, revision=row.revision, by=by, hand=hand)

    def remove(session: AppSession) -> None:
        item = loaded(session)
        by = roles(actor_roles(session, lena), item)
        embargo.remove_embargo(session, item, revision=row.revision, by=by, hand=hand)

    def act(name: str) -> Change:
        return lambda session: getattr(embargo, name)(
            session, loaded(session), who=actor_roles(session, lena), hand=hand
        )

    path, revision = f"/content/{row.public_id}", {"revision": str(row.revision)}
    bridge = str(town.organisation("Open Bridge"))
    change = {
        **TYPED,
        **revision,
        "placeholder_title": SAFE,
        "embargo_group_organisations": bridge,
        "with_whom": "coalition",
    }
    acts = {"later": later, "remove": remove, "hold": act("place_on_hold"), "lift": act("lift_now")}
    forms: dict[str, tuple[str, dict[str, object]]] = {
        "later": (f"{path}/embargo", {**change}),
        "remove": (f"{path}/embargo/remove", {**revision}),
        "hold": (f"{path}/embargo/hold", {}),
        "lift": (f"{path}/embargo/lift", {}),
    }
    return Secret(town, row.guard_id, path, "content", acts, forms)


def a_campaign(town: Town) -> Secret:
    lena, bridge = town.people["lena"].id, town.organisation("Open Bridge")
    ends = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", AT)
    audience = AudienceDraft(
        Audience.COALITION, embargo=ends, embargo_group_people=frozenset({lena}), placeholder_title=SAFE
    )
    day = ends.local.date()
    draft = CampaignDraft(title="Chain", organisation_id=bridge, owner_id=lena, first_day=day, last_day=day)
    with town.sessions() as session:
        viewer = viewer_of(actor_roles(session, lena))
        new = NewCampaign(draft=draft, form_id=str(uuid.uuid4()), audience=audience)
        row = create_campaign(session, new, viewer, town.context("lena"))
        ident, guard_id, path, revision = row.id, row.guard_id, f"/campaigns/{row.public_id}", row.revision
        session.commit()
    context = replace(town.context("lena"), now=AT)

    def changed(**changes: object) -> Change:
        def change(session: AppSession) -> None:
            campaign = session.get_one(Campaign, ident)
            wanted = replace(audience_of(session.get_one(Guard, guard_id)), **changes)  # type: ignore[arg-type]
            change_audience(session, campaign, wanted, revision=revision, viewer=viewer, context=context)

        return change

    def hold(session: AppSession) -> None:
        place_campaign_on_hold(session, session.get_one(Campaign, ident), actor_roles(session, lena), context)

    def advance(session: AppSession) -> None:
        writers = town.app.extensions["scheduler.writers"]
        advance_campaign(session, session.get_one(Campaign, ident), actor_roles(session, lena), writers, context)

    typed = {
        "audience": "coalition",
        "placeholder_title": SAFE,
        "embargo_group_people": str(lena),
        "revision": str(revision),
    }
    acts = {"later": changed(embargo=LATER), "remove": changed(embargo=None), "hold": hold, "lift": advance}
    forms: dict[str, tuple[str, dict[str, object]]] = {
        "later": (f"{path}/audience", {**typed, **TYPED}),
        "remove": (f"{path}/audience", {**typed, **dict.fromkeys(TYPED, "")}),
        "hold": (f"{path}/hold", {}),
        "lift": (f"{path}/advance", {}),
    }
    return Secret(town, guard_id, path, "campaign", acts, forms)


@pytest.fixture(params=[an_item, a_campaign], ids=["item", "campaign"])
def secret(request: pytest.FixtureRequest, town: Town) -> Secret:
    made: Secret = request.param(town)
    town.clock.moment = AT
    return made


@pytest.mark.parametrize("name", ["later", "remove", "hold", "lift"])
def test_if_the_lift_comes_first_the_embargo_stays_as_it_was_and_the_page_says_that_it_ended(
    secret: Secret, name: str
) -> None:
    lifted, sent = meet(secret.town.sessions, secret.lift, lambda _session: secret.send(name))

    guard = secret.guard()
    assert lifted is True
    assert (guard.revealed_at, guard.embargo_at, guard.held) == (AT, AT, False)
    assert secret.calendar_title() != SAFE
    assert OUT in str(sent) or "The embargo has lifted" in str(sent)
    assert "is set" not in str(sent)


@pytest.mark.parametrize(
    ("name", "embargo_at", "held", "revealed_at", "is_out"),
    [
        ("later", LATER.at, False, None, False),
        ("hold", AT, True, None, False),
        ("remove", None, False, None, True),
        ("lift", AT, False, AT, True),
    ],
)
def test_if_the_change_comes_first_the_lift_finds_nothing_to_do(
    secret: Secret, name: str, embargo_at: datetime | None, held: bool, revealed_at: datetime | None, is_out: bool
) -> None:
    meet(secret.town.sessions, secret.acts[name], secret.run_job)

    guard = secret.guard()
    assert (guard.embargo_at, guard.held, guard.revealed_at) == (embargo_at, held, revealed_at)
    assert (secret.calendar_title() != SAFE) is is_out


@pytest.mark.parametrize("name", ["later", "remove", "hold", "lift"])
def test_the_forms_do_what_they_say_while_nothing_meets_them(secret: Secret, name: str) -> None:
    sent = secret.send(name)

    guard = secret.guard()
    changed = {
        "later": guard.embargo_at == LATER.at,
        "remove": guard.embargo_at is None,
        "hold": guard.held,
        "lift": guard.revealed_at == AT,
    }
    assert changed == {key: key == name for key in changed}
    assert OUT not in sent.replace("lifted: the copy is visible", "")


@contextmanager
def ticking(town: Town, moment: datetime) -> Iterator[None]:
    """Let every look at the clock be `STEP` later than the one before, the first one `STEP` after a moment."""
    town.clock.moment, still = moment, town.clock.now
    town.clock.now = lambda: town.clock.advance(STEP)  # type: ignore[method-assign]
    yield
    town.clock.now = still  # type: ignore[method-assign]


def test_a_moment_that_passes_while_the_form_is_read_gives_the_form_back(secret: Secret) -> None:
    town, (path, data) = secret.town, secret.forms["later"]

    with ticking(town, LATER.at - STEP / 2):
        reply = town.post("lena", path, **{**data, "placeholder_title": "Another safe title"})

    assert (reply.status, "This time has passed" in reply.text) == (422, True)
    assert 'value="Another safe title"' in reply.text
    assert secret.guard().embargo_at == AT


def test_an_embargo_that_ends_while_a_new_item_is_read_gives_the_form_back(town: Town) -> None:
    lena, bridge, before = town.people["lena"], str(town.organisation("Open Bridge")), len(town.rows(Item))
    plan = {"title": "A secret", "kind": "post", "organisation_id": bridge, "owner_id": str(lena.id)}
    plan |= {"campaign_id": "0", "with_whom": "coalition", "publish-day": "2027-07-31", "form_id": str(uuid.uuid4())}

    with ticking(town, LATER.at - STEP / 2):
        reply = town.post("lena", "/content/new", **plan, **TYPED, placeholder_title=SAFE)

    assert (reply.status, "This time has passed" in reply.text) == (422, True)
    assert 'value="A secret"' in reply.text
    assert f'value="{SAFE}"' in reply.text
    assert len(town.rows(Item)) == before


def test_whoever_releases_it_unread_while_it_ends_lets_nothing_out(secret: Secret) -> None:
    town, outcomes = secret.town, list[tuple[int, str, bool]]()
    hold, release = (secret.forms["hold"][0].removesuffix("hold") + act for act in ("hold", "release"))

    for looks in range(LOOKS):
        town.clock.moment = AT - timedelta(days=1)
        assert town.post("cora", hold).status == 303
        with ticking(town, AT - (looks + 0.5) * STEP):
            reply = town.post("cora", release)
        outcomes.append((reply.status, reply.location.rpartition("/")[2], secret.guard().held))

    opens = "break-glass" if secret.source == "content" else "open"
    assert {(status, held) for status, _place, held in outcomes} == {(303, True), (303, False)}
    assert {place for _status, place, held in outcomes if held} == {opens}
    assert secret.guard().revealed_at is None
