"""Runs commands in a process that can neither set a umask nor change a mode, so that modes are those of files' making.

Arguments: the umask in octal, then for each command an instance folder and the arguments of `flask`, ended by `then`.
"""

import os
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from flask.cli import main


def nothing(*_arguments: Any, **_options: Any) -> int:
    return 0


def run(instance: str, *arguments: str) -> None:
    os.environ["SCHEDULER_INSTANCE_DIR"] = instance
    # Each makes its application anew, as a process of its own would.
    sys.modules.pop("wsgi", None)
    sys.argv = ["flask", *arguments]
    try:
        main()
    except SystemExit as ended:
        if ended.code:
            raise


if __name__ == "__main__":
    os.umask(int(sys.argv[1], 8))
    for owner, name in ((os, "umask"), (os, "chmod"), (os, "fchmod"), (Path, "chmod")):
        setattr(owner, name, nothing)
    for is_end, command in groupby(sys.argv[2:], lambda word: word == "then"):
        if not is_end:
            run(*command)
