"""Ends a process of the web server whose parent was killed: it would go on answering beside what takes their place."""

import multiprocessing
import os
import signal
import threading

CHECK_SECONDS = 1.0


def end_with_parent() -> None:
    """Send this process the signal to stop once its parent has gone; a thread of its own looks every second.

    A process that nobody's `multiprocessing` has started is left alone.
    """
    parent = multiprocessing.parent_process()
    # The number from before the start: by now the parent may be gone.
    if parent is not None and parent.pid is not None:
        threading.Thread(target=_watch, args=(parent.pid,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while True:
        if os.getppid() != parent:
            # Again and again: until the server is ready it hears no signal.
            os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(CHECK_SECONDS)
