"""The application for `flask` and for any WSGI server."""

import os

from config import Config
from scheduler.app import create_app
from scheduler.files import OTHERS
from scheduler.schema.fitness import is_command, stop_unless_fit

# Whatever is written from here on, by us or by a library, is for this account alone.
os.umask(OTHERS)
app = create_app(Config.from_env())
if not is_command():
    stop_unless_fit(app)
