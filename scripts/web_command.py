"""How the web server is called: granian, with the limits that it keeps for us. Knows nothing of the application."""

import sys

from config import Config

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
