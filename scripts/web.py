"""Starts the web server alone, for machines that run several: granian, with the limits that it keeps for us."""

import os
import resource
import sys

from config import ROOT, Config, ConfigError
from scheduler.app import create_app
from scheduler.schema.fitness import stop_unless_fit

HEAD_SECONDS = 15
"""How long a request's head may take to arrive, and how long a connection may be kept without one."""

HEAD_MAX_BYTES = 64 * 1024
CONNECTIONS = 4096
"""How many connections a process holds at once; further ones wait until one ends."""

STOP_SECONDS = 30
"""How long requests in hand may take to end after a signal to stop."""

# Zone rules from the pinned package. glibc gives each thread a pool of memory of its own, and takes nothing back.
ENVIRONMENT = {"PYTHONTZPATH": "", "MALLOC_ARENA_MAX": "2"}
"""What the processes of the product find in their environment."""


def main() -> None:
    """Become the web server."""
    try:
        config = Config.from_env()
    except ConfigError as error:
        sys.exit(f"Cannot start: {error}.")
    stop_unless_fit(create_app(config))
    allow_connections()
    program, *arguments = command(config)
    os.chdir(ROOT)
    os.execve(program, [program, *arguments], {**os.environ, **ENVIRONMENT})  # noqa: S606 - it takes our place


def command(config: Config, target: str = "asgi:app", *, head_seconds: float = HEAD_SECONDS) -> list[str]:
    """Return the command that serves `target` where the settings say."""
    options = {
        "--interface": "asgi",
        "--host": config.host,
        "--port": config.port,
        "--workers": config.processes,
        "--loop": "uvloop",
        "--http": "1",
        "--http1-header-read-timeout": round(head_seconds * 1000),
        "--http1-buffer-size": HEAD_MAX_BYTES,
        "--backpressure": CONNECTIONS,
        "--workers-kill-timeout": STOP_SECONDS,
        "--log-level": "warning",
    }
    flags = ["--no-ws", "--respawn-failed-workers"]
    pairs = [str(word) for option in options.items() for word in option]
    return [sys.executable, "-m", "scripts.granian", target, *pairs, *flags]


def allow_connections() -> None:
    """Raise the number of files that a process may open, connections among them, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
