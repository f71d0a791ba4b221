"""The application for granian, which `python -m scripts.web` starts."""

from config import Config
from scheduler.app import create_app
from scheduler.serving.application import asgi_application
from scheduler.serving.parent import end_with_parent

config = Config.from_env()
app = asgi_application(create_app(config), threads=config.threads, proxies=config.proxies)
end_with_parent()
