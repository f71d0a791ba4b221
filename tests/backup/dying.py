"""Runs `flask` in a process that is killed at a named moment of a restore, or may write only so much.

Arguments: the moment (or `full:` and the bytes that a file may have), then those of `flask`.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from flask.cli import main

from scheduler.backup import postgresql, restoring, sqlite
from scheduler.backup.settling import settle
from scheduler.files import write_private


def die(*_arguments: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def after(work: Callable[..., Any]) -> Callable[..., Any]:
    def done(*arguments: Any) -> None:
        work(*arguments)
        die()

    return done


def die_after_replacing(path: Any) -> None:
    if path.is_dir():
        die()


def copy_half(source: Any, target: Any) -> None:
    target.write_bytes(source.read_bytes()[:50_000])
    die()


def hand_on_half(_self: Any, source: Any, target: Any) -> None:
    target.write(source.read(50_000))
    target.flush()
    die()


MOMENTS: dict[str, Callable[[], None]] = {
    "copying": lambda: setattr(sqlite, "_copy_file", copy_half),
    "loading": lambda: setattr(postgresql._Load, "_hand_on", hand_on_half),
    "brought up": lambda: setattr(restoring, "settle", after(settle)),
    "replaced": lambda: setattr(sqlite, "sync", die_after_replacing),
    "before the key": lambda: setattr(restoring, "write_private", die),
    "after the key": lambda: setattr(restoring, "write_private", after(write_private)),
}

if __name__ == "__main__":
    moment = sys.argv[1]
    if moment.startswith("full:"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(moment[5:]), resource.RLIM_INFINITY))
    else:
        MOMENTS[moment]()
    sys.argv = ["flask", *sys.argv[2:]]
    main()
