"""No feed, mail, file or log carries an embargoed word before the lift, not even to the embargo group."""

import gzip
import json
import logging
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from config import Config
from scheduler.agenda.jobs import lift_due
from scheduler.api.domain.scopes import Scope
from scheduler.api.domain.tokens import token_of
from scheduler.api.services.tokens import TokenDraft, make_token
from scheduler.db import db
from scheduler.feeds.formats.registry import FORMATS
from scheduler.feeds.reading import address_path
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.worker import build_worker
from tests.fakes import FakeClock
from tests.leaks.world import AT, SAFE_ITEM, World, lift_all
from tests.logins import logged_in
from tests.reminders.planning import plan


def fetched(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    return gzip.decompress(answer.data).decode().replace("\r\n ", "")


def addresses(world: World, config: Config, now: datetime) -> dict[str, str]:
    """Make feeds of each kind for each viewer and return their addresses."""
    with world.app.app_context():
        return _made(world, config.secret_key, now)


def _made(world: World, key: str, now: datetime) -> dict[str, str]:
    session = db.session
    found = {"public": "/feeds/public.ics", **{f"public {suffix}": f"/feeds/public.{suffix}" for suffix in FORMATS}}
    for who, person in world.people.items():
        for scope in ({}, {"concerning": [str(person.id)]}):
            feed = make_feed(session, FeedDraft(who, scope, person_id=person.id), key, actor_id=person.id, now=now)
            found[f"{who}{len(scope)}"] = address_path(key, feed)
            if not scope:
                found |= {f"{who} {suffix}": address_path(key, feed, suffix) for suffix in FORMATS}
    lead = world.people["insider"].id
    staff = FeedDraft("Staff", {}, organisation_id=world.organisations["Bay"].id)
    found["staff"] = address_path(key, make_feed(session, staff, key, actor_id=lead, now=now))
    session.commit()
    return found


def test_feeds_are_neutral_for_everybody(
    world: World, config: Config, client: FlaskClient, clock: FakeClock, now: datetime
) -> None:
    paths = addresses(world, config, now)
    for name, path in paths.items():
        assert world.found_in(fetched(client, path)) == [], name
    assert SAFE_ITEM in fetched(client, paths["outsider0"])
    assert SAFE_ITEM in fetched(client, paths["staff"])
    assert SAFE_ITEM not in fetched(client, paths["public"])
    for suffix in FORMATS:
        assert SAFE_ITEM in fetched(client, paths[f"outsider {suffix}"])
        assert SAFE_ITEM not in fetched(client, paths[f"public {suffix}"])

    clock.moment = AT + timedelta(seconds=1)
    lift_all(world, clock)
    world.app.extensions["scheduler.version_watch"].invalidate()
    for name in ("outsider0", *(f"outsider {suffix}" for suffix in FORMATS)):
        assert "words.title" in world.found_in(fetched(client, paths[name])), name


def test_the_api_is_neutral_for_everybody(world: World, config: Config, clock: FakeClock, now: datetime) -> None:
    made = {}
    with world.app.app_context():
        for who, scope in product(world.people, Scope):
            draft = TokenDraft(world.people[who].id, who, scope, (), 365)
            form_id = f"{who} {scope}"
            row = make_token(db.session, draft, config.secret_key, form_id=form_id, now=now)
            made[who, scope] = token_of(config.secret_key, row.id, row.nonce)
        db.session.commit()

    def asked(who: str, scope: Scope, found: str = "") -> str:
        bearer = {"Authorization": f"Bearer {made[who, scope]}"}
        path = f"/api/v1/entries{found}?from=2027-01-01&to=2028-12-31"
        return json.dumps(world.app.test_client().get(path, headers=bearer).get_json(), ensure_ascii=False)

    for who, scope in made:
        assert world.found_in(asked(who, scope)) == [], (who, scope)
        for entry in json.loads(asked("insider", Scope.OWN)):
            assert world.found_in(asked(who, scope, f"/{entry['uid']}")) == [], (who, scope)
    assert SAFE_ITEM in asked("outsider", Scope.OWN)
    assert SAFE_ITEM not in asked("insider", Scope.PUBLIC)

    clock.moment = AT + timedelta(seconds=1)
    lift_all(world, clock)
    assert "words.title" in world.found_in(asked("outsider", Scope.OWN))


@pytest.mark.parametrize("who", ["visitor", "outsider", "coordinator", "insider"])
def test_the_year_on_paper_is_neutral_for_everybody(world: World, who: str) -> None:
    client = world.app.test_client() if who == "visitor" else logged_in(world.app, world.people[who])
    for kind in ("", "content", "campaign", "task", "deadline"):
        answer = client.get(f"/calendar/year-planner-a4.pdf?month=2027-07&kind={kind}")
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
        assert world.found_in(text) == [], kind
        assert kind != "content" or (SAFE_ITEM in text) is (who != "visitor")


def test_mail_and_its_files_are_neutral(
    world: World, config: Config, clock: FakeClock, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with world.app.app_context():
        for days in range(30):
            plan(db.session, now + timedelta(days=days))
        db.session.commit()
    clock.moment = AT - timedelta(minutes=1)
    worker = build_worker(world.app)

    with world.app.app_context():
        worker._tools.dispatcher.run()

    files = sorted(Path(config.instance_dir, "mail").glob("*.eml"))
    assert len(files) > 3
    for path in files:
        message = message_from_bytes(path.read_bytes(), policy=default)
        parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
        headers = [f"{name}: {value}" for name, value in message.items()]
        assert world.found_in("\n".join([path.name, *headers, *parts])) == [], path.name
    assert world.found_in(caplog.text) == []


def test_what_fails_says_nothing_in_the_log(world: World, clock: FakeClock, caplog: pytest.LogCaptureFixture) -> None:
    clock.moment = AT + timedelta(seconds=1)
    marker = world.markers["words.title"]

    def broken(*_arguments: object) -> None:
        raise RuntimeError(marker)

    with world.app.app_context():
        lift_due(db.sessionmaker, clock, {"content": broken, "campaign": broken, "task": broken}, ())
    assert "was not lifted" in caplog.text
    assert world.found_in(caplog.text) == []
