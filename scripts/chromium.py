"""Where the headless browser for tests and screenshots is, and how to start it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

UNPACKED = Path(__file__).resolve().parent.parent / "node_modules" / ".chromium"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


class BrowserMissingError(RuntimeError):
    """There is no Chromium on the PATH and none was unpacked at set-up."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A Chromium program with the arguments and environment that it starts with."""

    executable: str
    arguments: tuple[str, ...]
    environment: dict[str, str]


def find_browser() -> Browser:
    """The Chromium on the PATH, else the one that set-up unpacked; raises BrowserMissingError."""
    installed = shutil.which("chromium")
    if installed:
        return Browser(installed, ARGUMENTS, dict(os.environ))
    if not (UNPACKED / "chromium").exists():
        raise BrowserMissingError("No Chromium found; `make setup-test` unpacks one.")
    environment = {
        **os.environ,
        "LD_LIBRARY_PATH": str(UNPACKED / "al2023" / "lib"),
        "FONTCONFIG_PATH": str(UNPACKED / "fonts"),
    }
    # This build is the headless shell; in a single process, as its package starts it, a second context hangs.
    shell_arguments = ("--headless=shell", "--no-zygote")
    return Browser(str(UNPACKED / "chromium"), ARGUMENTS + shell_arguments, environment)
