"""Whose address counts, with a proxy in front and without."""

import dataclasses

import pytest
from flask import request

from config import Config
from scheduler.app import create_app
from scheduler.environment import ConfigError
from tests.fakes import FakeClock

FORWARDED = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(
    ("proxies", "address", "scheme"),
    [(0, "127.0.0.1", "http"), (1, "198.51.100.7", "https"), (2, "203.0.113.9", "http")],
)
def test_only_our_own_proxies_are_believed(
    config: Config, clock: FakeClock, proxies: int, address: str, scheme: str
) -> None:
    app = create_app(dataclasses.replace(config, proxies=proxies), clock=clock)
    seen: list[tuple[str | None, str]] = []
    app.before_request(lambda: seen.append((request.remote_addr, request.scheme)))

    app.test_client().get("/healthz", headers=FORWARDED)

    assert seen == [(address, scheme)]


@pytest.mark.parametrize("text", ["-1", "six", "6", "1.0", "٣"])
def test_a_wrong_number_stops_the_start(text: str, config: Config) -> None:
    environ = {"SCHEDULER_PROXIES": text, "SCHEDULER_INSTANCE_DIR": str(config.instance_dir)}
    with pytest.raises(ConfigError, match="SCHEDULER_PROXIES"):
        Config.from_env(environ)
