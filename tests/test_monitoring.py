"""What is said to a monitor, and what happens if it does not answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.monitoring import LONGEST_SILENCE, JobLog, Monitor
from tests.monitors import MonitorServer, serving
from tests.plugins.mail import free_port

NOW = datetime(2027, 7, 1, tzinfo=UTC)


@pytest.fixture(params=[200])
def monitor_server(request: pytest.FixtureRequest) -> Iterator[MonitorServer]:
    with serving(request.param) as server:
        yield server


def test_a_monitor_is_called(monitor_server: MonitorServer, caplog: pytest.LogCaptureFixture) -> None:
    Monitor(monitor_server.url).call()

    assert (monitor_server.asked, caplog.messages) == (["/ping/secret"], [])


@pytest.mark.parametrize("monitor_server", [503], indirect=True)
def test_a_refusal_is_logged_without_the_address(
    monitor_server: MonitorServer, caplog: pytest.LogCaptureFixture
) -> None:
    Monitor(monitor_server.url).call()

    assert caplog.messages == ["the monitor answered 503"]


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/secret", "http://secret..example:{port}/"])
def test_a_monitor_that_cannot_be_reached_is_logged_without_its_address(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    Monitor(url.format(port=free_port()), timeout_seconds=5).call()

    assert len(caplog.messages) == 1
    assert "could not be called" in caplog.text
    assert "secret" not in caplog.text


def test_a_worker_is_well_when_its_jobs_ended_not_long_ago_and_none_fails() -> None:
    log = JobLog()
    assert not log.is_well({"lift"}, NOW)

    log.has_ended("lift", NOW)
    assert log.is_well({"lift"}, NOW)
    assert not log.is_well({"lift", "plan"}, NOW)
    assert not log.is_well({"lift"}, NOW + LONGEST_SILENCE)

    log.has_failed("follow facts")
    assert not log.is_well({"lift"}, NOW)
    log.has_ended("follow facts", NOW)
    assert log.is_well({"lift"}, NOW)


def test_what_ended_is_recorded_once() -> None:
    log = JobLog()
    log.has_ended("lift", NOW)
    ended = log.unrecorded()
    assert ended == {"lift": NOW}
    assert log.unrecorded() == ended

    log.have_recorded(ended)
    assert log.unrecorded() == {}
    log.has_ended("lift", NOW + timedelta(seconds=15))
    assert log.unrecorded() == {"lift": NOW + timedelta(seconds=15)}
