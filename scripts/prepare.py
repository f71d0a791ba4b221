"""Brings the database up to date before a start: one process for all, as to load the application takes longest."""

import sys

from flask import Flask
from flask.cli import FlaskGroup

from config import Config
from scheduler.app import create_app


def main() -> int:
    config = Config.from_env()
    steps = ["db upgrade", "observances load-catalogue", *(["seed-demo --if-empty"] if config.demo else [])]
    app = create_app(config)
    for step in steps:
        if status := run(app, step):
            print(f"Cannot start: `flask {step}` failed; the reason is above.", file=sys.stderr)
            return status
    return 0


def run(app: Flask, step: str) -> int:
    """Run one command as the command line would; returns its exit status."""
    try:
        FlaskGroup(create_app=lambda: app, add_version_option=False).main(args=step.split(), prog_name="flask")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)


if __name__ == "__main__":
    sys.exit(main())
