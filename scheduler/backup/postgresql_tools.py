"""PostgreSQL's own programs: where they are, which they are, and how they get to the database."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine

from scheduler.backup.folders import BackupError

INSTALL = "Install PostgreSQL's client programs and run this again."


@dataclass(frozen=True, slots=True)
class Route:
    """How a program of PostgreSQL gets to the database: by environment, as anybody can read a command's arguments.

    `conninfo` holds the few options that have no variable; none of them is secret.
    """

    variables: Mapping[str, str] = field(repr=False)
    conninfo: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment to start a program in."""
        return {**os.environ, **self.variables, "LC_MESSAGES": "C"}

    @property
    def arguments(self) -> list[str]:
        """What the program is given besides."""
        return ["--no-password", *([f"--dbname={self.conninfo}"] if self.conninfo else [])]


def route_to(engine: Engine) -> Route:
    """Return the way that the program itself takes: every option of the database's address, decoded as it does.

    Raises:
        BackupError: an option is secret and can be given by command line alone.
    """
    from psycopg import pq  # noqa: PLC0415 - not loaded where SQLite serves
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415

    _, wanted = engine.dialect.create_connect_args(engine.url)
    variables: dict[str, str] = {}
    others: dict[str, str] = {}
    for option in pq.Conninfo.get_defaults():
        name = option.keyword.decode()
        if name not in wanted:
            continue
        value = str(wanted[name])
        if option.envvar:
            variables[option.envvar.decode()] = value
        elif option.dispchar == b"*":
            raise BackupError(
                f"{name} in SCHEDULER_DATABASE_URL cannot be handed to PostgreSQL's programs without showing it to "
                "others: use a connection that needs none."
            )
        else:
            others[name] = value
    return Route(variables, make_conninfo(**others) if others else "")


def program(name: str) -> str:
    """Return where a program is.

    Raises:
        BackupError: it is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed. {INSTALL}")
    return found


def program_for(name: str, server_version: int) -> str:
    """Return where a program is that reads this server; `server_version` is its `server_version_num`.

    Raises:
        BackupError: it is not installed, or older than the server.
    """
    found = program(name)
    ended = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - found on PATH
    version = re.search(r"\) (\d+)", ended.stdout)
    server = server_version // 10000
    if version is None:
        raise BackupError(f"{found} does not work: {ended.stderr.strip() or ended.stdout.strip()}")
    if int(version[1]) < server:
        raise BackupError(
            f"{name} is of version {version[1]}, the database server of version {server}: install PostgreSQL's client "
            f"programs of version {server} or newer, and put their folder first on the PATH."
        )
    return found


def first_error(text: str) -> str:
    """Return the line that says why a program of PostgreSQL stopped; those after it may quote rows."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "ERROR:" in line or "FATAL:" in line or "error:" in line]
    return (errors or lines or ["it says nothing"])[0][:500].rstrip(".")
