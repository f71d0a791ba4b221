"""The application for granian, which `python -m scripts.web` starts."""

import os

from config import Config
from scheduler.app import create_app
from scheduler.files import OTHERS
from scheduler.schema.fitness import stop_unless_fit
from scheduler.serving import garbage
from scheduler.serving.application import asgi_application
from scheduler.serving.parent import end_with_parent

# Whatever is written from here on, by us or by a library, is for this account alone.
os.umask(OTHERS)
config = Config.from_env()
flask_app = create_app(config)
stop_unless_fit(flask_app)
app = asgi_application(flask_app, threads=config.threads, proxies=config.proxies)
end_with_parent()
garbage.settle()
