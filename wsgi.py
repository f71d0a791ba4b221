"""The application for `flask` and for any WSGI server."""

import gc
import os

# What is loaded stays: to look through it for garbage meanwhile takes a sixth of the time to start.
gc.disable()

from config import Config  # noqa: E402
from scheduler.app import create_app  # noqa: E402
from scheduler.files import OTHERS  # noqa: E402
from scheduler.schema.fitness import is_command, stop_unless_fit  # noqa: E402

# Whatever is written from here on, by us or by a library, is for this account alone.
os.umask(OTHERS)
app = create_app(Config.from_env())
gc.enable()
if not is_command():
    stop_unless_fit(app)
