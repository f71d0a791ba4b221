"""What the dashboard of a new coalition says next to its coordinator, until each of it is done."""

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Person
from scheduler.accounts.services.invitations import InvitationDraft, invite
from scheduler.accounts.services.organisations import finish_set_up, name_coalition
from scheduler.agenda.services.changes import ChangeContext
from scheduler.db import AppSession
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register_topics
from scheduler.pages.first_steps import FRESH_FOR
from tests import factories
from tests.coalition import Team
from tests.content import builders
from tests.fakes import FakeClock
from tests.logins import logged_in
from tests.observances.catalogues import DAY, csv_of

STEPS = ["Invite people", "Register observances", "Plan a campaign"]


@pytest.fixture
def cora(store: AppSession, now: datetime) -> Person:
    cora = factories.person(store, "Cora Chair", coordinator=True)
    name_coalition(store, "Free Tides", "UTC")
    finish_set_up(store, cora.id, now)
    store.commit()
    return cora


def steps(app: Flask, who: Person) -> list[str]:
    section = re.search(
        r'<section class="section" id="first-steps".*?</section>', logged_in(app, who).get("/").text, re.DOTALL
    )
    return re.findall(r'rows-title" href="[^"]+">([^<]+)<', section[0]) if section else []


def register(session: Session, now: datetime) -> None:
    import_catalogue(session, csv_of(DAY), ChangeContext((), None, now))
    register_topics(session, ["trafficking"], None, now)


def test_each_step_goes_once_it_is_done(app: Flask, store: AppSession, cora: Person, now: datetime) -> None:
    assert steps(app, cora) == STEPS
    bay = factories.organisation(store)
    invite(store, InvitationDraft(email="nia@bay.example", organisation_id=bay.id), cora.id, now)
    store.commit()
    assert steps(app, cora) == STEPS[1:]
    register(store, now)
    store.commit()
    assert steps(app, cora) == STEPS[2:]
    lead = factories.person(store, "Lena Lead", (bay, MemberRole.LEAD))
    builders.campaign(store, Team(bay, lead, lead, lead))
    store.commit()
    assert steps(app, cora) == steps(app, lead) == []


def test_a_coalition_that_is_not_new_is_led_nowhere(
    app: Flask, store: AppSession, cora: Person, clock: FakeClock, now: datetime
) -> None:
    lead = factories.person(store, "Lena Lead", (factories.organisation(store), MemberRole.LEAD))
    store.commit()
    assert steps(app, lead) == []
    clock.moment = now + FRESH_FOR - timedelta(seconds=1)
    assert steps(app, cora) == STEPS[1:]
    clock.moment = now + FRESH_FOR
    assert steps(app, cora) == []
