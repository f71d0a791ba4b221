"""Runs a module for as long as the process lives that started it, however that one ends.

Called as `python -m scripts.with_parent DESCRIPTOR MODULE ARGUMENT…`. The descriptor is the reading end of a pipe whose
other end only the parent has, so it comes to its end when the parent does, be it killed. Any module can be run so, and
nobody has to tell the parent from a later process with its number.
"""

import os
import runpy
import signal
import sys
import threading
import time

STOP_SECONDS = 40


def main() -> None:
    descriptor, module, *arguments = sys.argv[1:]
    threading.Thread(target=end_after_parent, args=(int(descriptor),), daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def end_after_parent(descriptor: int) -> None:
    """Wait for the parent's end, then stop as if it had asked to, and after a while without being asked."""
    os.read(descriptor, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    if os.getpgrp() == os.getpid():
        # Our own children too, who would else be left behind.
        os.killpg(os.getpid(), signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
