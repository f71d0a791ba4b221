"""The application for `flask` and for any WSGI server."""

from config import Config
from scheduler.app import create_app

app = create_app(Config.from_env())
