"""Runs a product that can neither set a umask nor change a mode, so that modes are those of each file's making.

Arguments: the umask in octal, then those of `flask`.
"""

import os
import sys
from pathlib import Path
from typing import Any

from flask.cli import main


def nothing(*_arguments: Any, **_options: Any) -> int:
    return 0


if __name__ == "__main__":
    os.umask(int(sys.argv[1], 8))
    for owner, name in ((os, "umask"), (os, "chmod"), (os, "fchmod"), (Path, "chmod")):
        setattr(owner, name, nothing)
    sys.argv = ["flask", *sys.argv[2:]]
    main()
