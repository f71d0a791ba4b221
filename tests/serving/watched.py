"""The application for granian in tests: as in `asgi.py`, with routes that show what happens to a request.

Only a process of the web server may import this: it reads its settings.
"""

import os

from config import Config
from scheduler.app import create_app
from scheduler.serving.application import asgi_application
from scheduler.serving.bodies import BodyLimits
from scheduler.serving.parent import end_with_parent
from tests.serving.watching import IDLE_SECONDS, add_routes

config = Config.from_env()
flask_app = create_app(config)
add_routes(flask_app, config.instance_dir)
idle_seconds = float(os.environ.get(IDLE_SECONDS, "20"))
limits = BodyLimits(max_bytes=flask_app.config["MAX_CONTENT_LENGTH"], idle_seconds=idle_seconds)
app = asgi_application(flask_app, threads=config.threads, proxies=config.proxies, limits=limits)
end_with_parent()
