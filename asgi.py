"""The application for granian, which `python -m scripts.web` starts."""

import os

from config import Config
from scheduler.app import create_app
from scheduler.files import OTHERS
from scheduler.serving.application import asgi_application
from scheduler.serving.parent import end_with_parent

# Whatever is written from here on, by us or by a library, is for this account alone.
os.umask(OTHERS)
config = Config.from_env()
app = asgi_application(create_app(config), threads=config.threads, proxies=config.proxies)
end_with_parent()
