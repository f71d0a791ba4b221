"""The application for granian, which `python -m scripts.web` starts."""

import gc
import os

# What is loaded stays: to look through it for garbage meanwhile takes a sixth of the time to start.
gc.disable()

from config import Config  # noqa: E402
from scheduler.app import create_app  # noqa: E402
from scheduler.files import OTHERS  # noqa: E402
from scheduler.schema.fitness import stop_unless_fit  # noqa: E402
from scheduler.serving import garbage  # noqa: E402
from scheduler.serving.application import asgi_application  # noqa: E402
from scheduler.serving.parent import end_with_parent  # noqa: E402

# Whatever is written from here on, by us or by a library, is for this account alone.
os.umask(OTHERS)
config = Config.from_env()
flask_app = create_app(config)
stop_unless_fit(flask_app)
app = asgi_application(flask_app, threads=config.threads, proxies=config.proxies)
end_with_parent()
garbage.settle()
gc.enable()
