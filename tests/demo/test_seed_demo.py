import importlib
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from config import Config
from scheduler.accounts.models import Coalition, Person
from scheduler.agenda.models import Entry
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item, ItemFact
from scheduler.db import AppSession, db, take_turns
from scheduler.demo.commands import seed_demo
from scheduler.facts.models import Fact
from scheduler.guidance.models import Helpline
from scheduler.legislation.models import BillMilestone
from scheduler.observances.models import Observance
from tests.factories import person
from tests.fakes import FakeClock
from tests.logins import logged_in
from tests.plugins.databases import wait_for_waiters
from tests.plugins.demo import Seed


@pytest.fixture
def seeded(app: Flask, seed: Seed) -> Iterator[Flask]:
    seed(app)
    with app.app_context():
        yield app


def test_the_demo_has_content_in_many_states(seeded: Flask) -> None:
    states = set(db.session.scalars(select(Item.state)))
    assert states == {State.IDEA, State.IN_REVIEW, State.SCHEDULED, State.PUBLISHED}
    assert db.session.get_one(Coalition, 1).is_demo
    assert not db.session.scalars(select(Helpline)).all()


def test_the_demo_has_a_bill_with_milestones_one_of_them_retracted(seeded: Flask) -> None:
    found = db.session.execute(select(BillMilestone.kind, BillMilestone.taken_back_at.is_not(None))).all()

    assert sorted(map(tuple, found)) == [("committee_vote", False), ("committee_vote", True), ("introduced", False)]


def test_the_demo_has_two_facts_each_linked_to_copy_that_says_it(seeded: Flask) -> None:
    found = db.session.execute(select(Fact.statement, ItemFact.passage).join(ItemFact, ItemFact.fact_id == Fact.id))

    assert sorted(map(tuple, found)) == [
        ("41 organisations ask online services to publish a count", "41 organisations ask them to"),
        ("Seven of twelve services published no figure", "Seven of the twelve gave no figure"),
    ]


def test_a_release_of_the_demo_has_an_older_boilerplate_of_one_signatory(app: Flask, seed: Seed) -> None:
    seed(app)
    with app.app_context():
        lead = db.session.scalars(select(Person).where(Person.name == "Maya Villanueva")).one()
        release = db.session.scalars(select(Item.public_id).where(Item.kind == Kind.PRESS_RELEASE)).one()

    page = logged_in(app, lead).get(f"/content/{release}/details").text

    assert page.count("boilerplate has changed since this was written.") == 1


def test_passwords_are_random_kept_to_the_owner_and_work(seeded: Flask, config: Config) -> None:
    path = Path(config.instance_dir) / "demo.txt"
    assert path.stat().st_mode & 0o777 == 0o600
    address, password = re.findall(r"(\S+@bridge\.example)\s+(\S+)", path.read_text())[0]

    answer = seeded.test_client().post("/login", data={"email": address, "password": password})

    assert answer.status_code == 302
    assert all(email.endswith(".example") for email in db.session.scalars(select(Person.email)))


def test_every_item_is_reachable_in_the_pages(app: Flask, seed: Seed) -> None:
    seed(app)
    with app.app_context():
        lena = db.session.scalars(select(Person).where(Person.name == "Lena Ortiz")).one()
        db.session.expunge(lena)
        db.session.rollback()
        client = logged_in(app, lena)
        query = select(Entry.path).where(Entry.kind == "content", Entry.part == "").distinct()
        paths = list(db.session.scalars(query))
    assert len(paths) == 5
    for path in paths:
        assert client.get(path).status_code == 200, path


def test_a_second_seeding_is_refused_or_silent(seeded: Flask) -> None:
    runner = seeded.test_cli_runner()
    assert runner.invoke(args=["seed-demo"]).exit_code == 1
    quiet = runner.invoke(args=["seed-demo", "--if-empty"])
    assert (quiet.exit_code, quiet.stdout) == (0, "")


def test_removal_leaves_the_catalogue_alone(seeded: Flask, config: Config) -> None:
    db.session.rollback()
    result = seeded.test_cli_runner().invoke(args=["seed-demo", "--remove"])
    assert result.exit_code == 0, result.output
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0
    assert db.session.scalar(select(func.count()).select_from(Item)) == 0
    assert db.session.scalar(select(func.count()).select_from(Observance)) == 348
    assert not (Path(config.instance_dir) / "demo.txt").exists()


def test_a_real_coalition_is_never_removed(app: Flask) -> None:
    with app.app_context():
        db.session.add(Coalition(id=1, name="Real", zone="UTC"))
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["seed-demo", "--remove"])
    assert result.exit_code == 1
    assert "nothing was removed" in result.output


@pytest.mark.engines("postgresql")
def test_of_two_servers_that_start_at_once_one_seeds(fresh_engine: Engine, config: Config, clock: FakeClock) -> None:
    url = fresh_engine.url.render_as_string(hide_password=False)
    app: Flask = importlib.import_module("scheduler.app").create_app(replace(config, database_url=url), clock=clock)

    def seed() -> None:
        with app.app_context():
            seed_demo.main(["--if-empty"], standalone_mode=False)

    second = threading.Thread(target=seed)
    with AppSession(bind=fresh_engine) as first:
        take_turns(first, "demo")
        second.start()
        wait_for_waiters(fresh_engine.url, 1)
        person(first, "Ana")
        first.commit()
    second.join()
    with app.app_context():
        db.engine.dispose()

    with fresh_engine.connect() as connection:
        assert connection.scalars(select(Person.name)).all() == ["Ana"]
