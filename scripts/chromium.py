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
    """The Chromium that set-up unpacked, the same on every machine; else the one on the PATH.

    Raises BrowserMissingError.
    """
    environment = {**os.environ, "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf")}
    if (UNPACKED / "chromium").exists():
        environment["LD_LIBRARY_PATH"] = str(UNPACKED / "al2023" / "lib")
        # This build is the headless shell; in a single process, as its package starts it, a second context hangs.
        return Browser(str(UNPACKED / "chromium"), (*ARGUMENTS, "--headless=shell"), environment)
    installed = shutil.which("chromium")
    if installed is None:
        raise BrowserMissingError("No Chromium found; `make setup-test` unpacks one on Linux.")
    return Browser(installed, ARGUMENTS, environment)
