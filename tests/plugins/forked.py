"""Programs of ours in processes of their own, forked from one that has loaded the application already.

To load it takes each process a second, which is most of what a short one does. What forks has loaded `scheduler.app`
and done nothing with it: no settings read, no database opened, no thread started.
"""

import multiprocessing
import os
import runpy
import sys
import tempfile
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from subprocess import CompletedProcess

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["scheduler.app"])


@dataclass(frozen=True, slots=True)
class Forked:
    """A program that runs, and where it prints."""

    words: Sequence[str]
    process: BaseProcess
    printed: tempfile.TemporaryDirectory[str]

    def ended(self) -> CompletedProcess[str]:
        """Wait for its end, and return what `subprocess.run` would."""
        self.process.join(SECONDS)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            raise TimeoutError(f"{' '.join(self.words)} has not ended in {SECONDS} seconds")
        out, err = (path.read_text(encoding="utf-8") for path in _files(self.printed.name))
        self.printed.cleanup()
        return CompletedProcess(self.words, code, out, err)


def fork(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> Forked:
    """Start what `python` would with these words, `-m MODULE …` or `-c CODE …`, in the project's folder."""
    folder = tempfile.TemporaryDirectory()
    process = _FORKING.Process(target=_become, args=(list(words), dict(environment), folder.name))
    process.start()
    return Forked(words, process, folder)


def run_forked(words: Sequence[str], environment: Mapping[str, str] = os.environ) -> CompletedProcess[str]:
    """Run it to its end; see `fork`."""
    return fork(words, environment).ended()


def _files(folder: str) -> tuple[Path, Path]:
    return Path(folder) / "out", Path(folder) / "err"


def _become(words: list[str], environment: dict[str, str], folder: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    zoneinfo.reset_tzpath(to=[])
    # Processes that it starts come from it, and not from where it comes from.
    multiprocessing.set_start_method(None, force=True)
    for number, path in enumerate(_files(folder), start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    flag, what, *arguments = words
    sys.argv = [what if flag == "-m" else flag, *arguments]
    if flag == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})
