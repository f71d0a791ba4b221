"""granian with its own options, mended: `python -m scripts.granian asgi:app --port 8000`."""

import threading
from typing import Any

import granian.cli
from granian.server import Server


class SignalledServer(Server):  # type: ignore[misc,valid-type]
    """A server that ends however often, and whenever, it is told to.

    The handler of granian 2.8 takes the lock of an event in the thread that it interrupts. A second signal at that
    moment, as from a terminal and from `scripts.run` together, waits for that lock for ever.
    """

    interrupt_signal: bool

    def signal_handler_interrupt(self, *_args: Any, **_kwargs: Any) -> None:
        """Remember that it has to end, and wake the main loop from a thread that may wait for the lock."""
        if not self.interrupt_signal:
            self.interrupt_signal = True
            threading.Thread(target=self.main_loop_interrupt.set).start()


if __name__ == "__main__":
    # The command makes its server from this name.
    vars(granian.cli)["Server"] = SignalledServer
    granian.cli.entrypoint()  # type: ignore[no-untyped-call]
