"""A coalition as small or as large as a test asks for, in which somebody signs off, saves a text or moves a date."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.tasks import TaskDraft, add_task
from scheduler.content.queries.unguarded import current_version
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.calendar_entries import publish_editions, series_of
from tests import factories
from tests.content.stage import DAY, Stage
from tests.logins import logged_in


@dataclass(frozen=True, slots=True)
class Size:
    """How many organisations sign, how many tasks and items a campaign has, and how many people follow its day."""

    signatories: int
    tasks: int
    items: int
    followers: int


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody is about to send: all of it is committed, and the client is logged in."""

    client: FlaskClient
    path: str
    data: dict[str, str]

    def send(self) -> TestResponse:
        return self.client.post(self.path, data={"form_id": str(uuid.uuid4()), **self.data})


Prepare = Callable[[Flask, Stage, Size], Written]


def signatories(stage: Stage, count: int) -> list[tuple[Organisation, Person]]:
    """Return organisations with a lead each, Old Port first."""
    made = [(stage.port, stage.people["port_lead"])]
    for number in range(1, count):
        organisation = factories.organisation(stage.session, f"Signatory {number}")
        lead = factories.person(stage.session, f"Lead {number}", (organisation, MemberRole.LEAD))
        factories.person(stage.session, f"Editor {number}", (organisation, MemberRole.EDITOR))
        made.append((organisation, lead))
    stage.people |= {f"lead {organisation.id}": lead for organisation, lead in made}
    return made


def sign_off(app: Flask, stage: Stage, size: Size) -> Written:
    """One of many signatories signs; the others have still to."""
    named = signatories(stage, size.signatories)
    item = stage.ask(stage.item(), *(organisation for organisation, _lead in named))
    text_hash = current_version(stage.session, item).signed_hash
    stage.session.commit()
    path = f"/content/{item.public_id}/sign-off/{stage.port.id}"
    return Written(logged_in(app, stage.people["port_lead"]), path, {"answer": "yes", "text_hash": text_hash})


def save_text(app: Flask, stage: Stage, size: Size) -> Written:
    """A text is saved that all signatories had signed off, so that all are told, and have a deadline again."""
    named = signatories(stage, size.signatories)
    item = stage.ask(stage.item(), *(organisation for organisation, _lead in named))
    for organisation, _lead in named:
        stage.say(item, f"lead {organisation.id}", organisation)
    version = current_version(stage.session, item)
    stage.session.commit()
    data = {"title": version.title, "body": "We asked thirteen.", "revision": str(item.revision)}
    path = f"/content/{item.public_id}/words"
    return Written(logged_in(app, stage.people["editor"]), path, {**data, "version": str(version.number)})


def move_edition(app: Flask, stage: Stage, size: Size) -> Written:
    """The date of an observance moves, and with it a campaign with tasks and items, whose people are notified."""
    edition, path = _edition_of_campaign(stage, size)
    data = {"first_day": "2027-08-02", "reason": "The host moved it.", "revision": str(edition.revision)}
    stage.session.commit()
    return Written(logged_in(app, stage.people["coordinator"]), f"{path}/dates", data)


def cancel_edition(app: Flask, stage: Stage, size: Size) -> Written:
    """The same observance is not held; everybody who has to do with the campaign is told."""
    _edition, path = _edition_of_campaign(stage, size)
    stage.session.commit()
    return Written(logged_in(app, stage.people["coordinator"]), f"{path}/cancel", {"reason": "The host gave it up."})


def _edition_of_campaign(stage: Stage, size: Size) -> tuple[Edition, str]:
    session, named = stage.session, signatories(stage, size.signatories)
    edition = _edition(stage)
    for number in range(size.followers):
        person = factories.person(session, f"Follower {number}", (stage.far, MemberRole.MEMBER))
        follow(session, person.id, series_of(edition.observance), stage.now)
    who = stage.people["lead"]
    draft = CampaignDraft(title="Count", organisation_id=stage.bay.id, owner_id=who.id, edition_id=edition.id)
    participant_ids = frozenset({stage.bay.id, *(organisation.id for organisation, _lead in named)})
    new = NewCampaign(draft=draft, form_id=str(uuid.uuid4()), organisations=participant_ids, audience=AudienceDraft())
    campaign = create_campaign(session, new, viewer_of(actor_roles(session, who.id)), stage.context("lead"))
    for number in range(size.tasks):
        assignee = named[number % len(named)][1]
        task = TaskDraft(title=f"Task {number}", due_on=date(2027, 7, 16), assignee_id=assignee.id, moves_along=True)
        add_task(session, campaign, task, form_id=str(uuid.uuid4()), context=stage.context("lead"))
    for number in range(size.items):
        owner = factories.person(session, f"Owner {number}", (stage.bay, MemberRole.EDITOR))
        stage.item(campaign_id=campaign.id, owner_id=owner.id)
    return edition, f"/observances/{edition.observance.slug}/{edition.period}"


def _edition(stage: Stage) -> Edition:
    observance = Observance(slug="count-day", name="Day of the Count", scope="international", registered_at=stage.now)
    observance.rule_kind, observance.rule_params, observance.created_at = "announced", {}, stage.now
    observance.topics = ["trafficking"]
    stage.session.add(observance)
    stage.session.flush()
    edition = Edition(observance_id=observance.id, period="2027", rule_starts_on=DAY, rule_ends_on=DAY)
    stage.session.add(edition)
    stage.session.flush()
    publish_editions(stage.session, [edition], stage.context("coordinator"))
    return edition
