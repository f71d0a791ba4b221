"""Every command says which database and which address it works with, beside what it prints."""

from dataclasses import replace

import pytest
from flask import Flask

from config import Config
from scheduler.app import create_app
from scheduler.cli import COMMANDS
from tests.fakes import FakeClock

CALLS = {
    "backup": ["backup", "{folder}/copy"],
    "create-admin": ["create-admin", "cora@hub.example"],
    "db": ["db", "current"],
    "doctor": ["doctor", "--to", "cora@hub.test"],
    "first-step": ["first-step"],
    "observances": ["observances", "dates", "care-day", "--from", "2027", "--to", "2027"],
    "restore": ["restore", "{folder}/no-copy"],
    "seed-demo": ["seed-demo", "--remove"],
}


def site(config: Config) -> str:
    return f"Database: sqlite:///{config.instance_dir}/app.db\nAddress: http://localhost\n"


@pytest.mark.parametrize("name", CALLS)
def test_command_says_what_it_works_with(app: Flask, config: Config, name):
    arguments = [part.format(folder=config.instance_dir) for part in CALLS[name]]

    answer = app.test_cli_runner().invoke(args=arguments)

    assert answer.stderr.startswith(site(config))
    assert "Database:" not in answer.stdout


def test_no_command_is_left_out(app: Flask):
    # The worker runs until it is stopped; tests/outbox starts it.
    assert {*CALLS, "worker"} == set(app.cli.commands)
    assert {command.name for command in COMMANDS} < set(app.cli.commands)


def test_commands_of_one_application_do_not_speak_for_another(app: Flask, config: Config, clock: FakeClock):
    other = create_app(replace(config, base_url="https://other.example"), clock=clock)

    assert "https://other.example" in other.test_cli_runner().invoke(args=["first-step"]).stderr
    assert app.test_cli_runner().invoke(args=["first-step"]).stderr == site(config)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////srv/data.db", "sqlite:////srv/data.db"),
        (
            "postgresql+psycopg://anna:se%40cret@db.example:5433/plans",
            "postgresql+psycopg://anna@db.example:5433/plans",
        ),
        ("postgresql+psycopg:///plans?host=/run/pg&password=secret", "postgresql+psycopg:///plans"),
        ("postgresql+psycopg://db.example/plans", "postgresql+psycopg://db.example/plans"),
    ],
)
def test_shown_address_of_a_database_has_no_secret(config: Config, url, shown):
    assert replace(config, database_url=url).shown_database == shown
