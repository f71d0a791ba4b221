"""Benchmarks run to their end, in a small size; how fast it was is none of a test's business."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import plan_changes, queue_depth
from bench.personal_feeds import fill, naive_app
from config import Config
from scheduler.app import create_app
from scheduler.db import db
from tests.plugins.databases import build_schema


@pytest.mark.parametrize(
    ("main", "options", "last"),
    [
        (queue_depth.main, "--small 1 --big 2 --turns 1 --seconds 0", "counts for monitors"),
        (plan_changes.main, "--people 4 --entries 12 --part 2 --turns 1", "2 people x 6 entries and 4 people x 12"),
    ],
    ids=["queue_depth", "plan_changes"],
)
def test_all_that_is_measured_is_printed(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    main: Callable[[], int],
    options: str,
    last: str,
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", *options.split()])

    assert main() in {0, 1}

    assert capsys.readouterr().out.splitlines()[-1].startswith(last)


def test_the_first_view_of_personal_feeds_gives_what_ours_gives(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    env = {"SCHEDULER_INSTANCE_DIR": str(tmp_path), "SCHEDULER_SECRET_KEY": "k" * 40}
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    config = Config.from_env(env)
    build_schema(config.database_url)
    ours = create_app(config)
    paths = fill(ours, 2, 3, config.secret_key)
    naive = naive_app()

    for path in paths:
        answers = [app.test_client().get(path) for app in (ours, naive)]
        assert [answer.text.count("BEGIN:VEVENT") for answer in answers] == [3, 3]
        tag = {"If-None-Match": answers[1].headers["ETag"]}
        assert naive.test_client().get(path, headers=tag).status_code == 304
    with ours.app_context():
        db.engine.dispose()
