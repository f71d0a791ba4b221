"""The application for gunicorn and `flask`."""

from config import Config
from scheduler.app import create_app

app = create_app(Config.from_env())
