"""What the log says of a crash: its kind and where it happened, never the exception's own text."""

import logging
import traceback
from types import TracebackType

from flask import Flask, request

from scheduler.web.outages import outage_of

logger = logging.getLogger(__name__)

ExceptionInfo = tuple[type, BaseException, TracebackType] | tuple[None, None, None]


def init_crash_log(app: Flask) -> None:
    """Take the place of Flask's own entry, which quotes the exception: that may hold text under embargo."""
    app.log_exception = _log  # type: ignore[assignment, method-assign]


def _log(info: ExceptionInfo) -> None:
    kind, error, where = info
    if outage_of(error) is not None:
        # The answer's own line says all: nothing is wrong with the code at that place.
        return
    frames = "".join(traceback.format_tb(where))
    logger.error("crashed at %s with %s:\n%s", request.endpoint, kind.__name__ if kind else "?", frames)
