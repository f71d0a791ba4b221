"""What is costly to build and the same for every test process, built by whichever of them comes first."""

import fcntl
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import pytest

Made = TypeVar("Made")


@pytest.fixture(scope="session")
def run_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all test processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


def once(folder: Path, make: Callable[[Path], Made]) -> Made:
    """Return what `make` returned in the first process that asked; it may leave files in the folder as well."""
    folder.mkdir(exist_ok=True)
    kept = folder / "made.pickle"
    with (folder / "lock").open("w") as lock:
        # Whoever comes while it is made waits; a process that ends lets go of the lock.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make(folder)))
    # Written by ourselves, a moment ago.
    return cast("Made", pickle.loads(kept.read_bytes()))
