"""The worker process of a story: awake or asleep, and every job once whenever the story says so."""

from flask import Flask

from scheduler.worker import build_worker
from tests.plugins.web import run_jobs


class NightShift:
    """One worker after the other on the application's database; a new one remembers nothing of the last."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._worker = build_worker(app)
        self._is_awake = True

    def sleep(self) -> None:
        """End the worker: what it has claimed is given back."""
        self._worker._tools.dispatcher.stop()
        self._is_awake = False

    def wake(self) -> None:
        """Start another one."""
        self._worker = build_worker(self._app)
        self._is_awake = True

    def tick(self) -> None:
        """Run every job once, in their order, at the time that the clock shows."""
        assert self._is_awake
        run_jobs(self._app, self._worker._tools)
