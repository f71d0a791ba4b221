"""Everything goes wrong at once, for a few seconds; `python -m bench.faults` does it for longer."""

import subprocess
import sys

import pytest
from sqlalchemy import Engine

from tests.repo.tree import ROOT

SHORT = {
    "seed": 7,
    "messages": 60,
    "workers": 2,
    "kills": 2,
    "stops": 1,
    "holds": 0,
    "cuts": 1,
    "speed": 30,
    "limit": 150,
}


@pytest.mark.timeout(240)
@pytest.mark.engines("sqlite", "postgresql")
def test_every_message_comes_to_its_right_end(fresh_engine: Engine):
    database = fresh_engine.url.render_as_string(hide_password=False)
    chosen = [f"--{name}={value}" for name, value in SHORT.items()]
    command = [sys.executable, "-m", "bench.faults", f"--database={database}", *chosen]

    # In a process of its own, as workers are forked from it.
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "all well" in ended.stdout
