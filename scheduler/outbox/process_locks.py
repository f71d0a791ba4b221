"""Locks on files that the system takes away with the process that holds them, however it ends."""

import fcntl
import os
import platform
import weakref
from pathlib import Path

from scheduler.files import open_private

_BOOT = Path("/proc/sys/kernel/random/boot_id")


def machine() -> str:
    """Return a name for this machine as it runs now: where it is the same, a lock can be asked for."""
    try:
        return _BOOT.read_text(encoding="ascii").strip()
    except OSError:
        return platform.node()


class ProcessLock:
    """Held from when it is made; raises OSError if the file cannot be made or another one holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        descriptor = open_private(path, create=True)
        self._close = weakref.finalize(self, os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def release(self) -> None:
        """Take the file away and let go."""
        self._path.unlink(missing_ok=True)
        self._close()


def is_free(path: Path) -> bool:
    """Say whether the file is there and nobody holds its lock."""
    try:
        descriptor = open_private(path, create=False)
    except OSError:
        return False
    try:
        # Shared, so that two who ask at once do not take each other for the holder.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)
