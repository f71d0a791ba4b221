"""Starts the web server alone, for machines that run several."""

import os
import resource
import sys

from config import ROOT, Config
from scheduler.app import create_app
from scheduler.environment import ConfigError
from scheduler.schema.fitness import stop_unless_fit
from scripts.web_command import CONNECTIONS, ENVIRONMENT, command


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


def allow_connections() -> None:
    """Raise the number of files that a process may open, connections among them, as far as the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS if hard == resource.RLIM_INFINITY else min(2 * CONNECTIONS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main()
