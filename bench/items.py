"""What the pages of an item cost when it is as large as it may become, against those of a small one.

Each part that can be large (copy, comments, versions, signatories, pictures) is so by itself, then all are together.
Measured is processor time, of all threads of the one process, once a text was looked at before: what is found in it is
kept. A file holds all of the text and all pictures, a hundred times as much, so it may cost more than a page.
"""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bench.application import application
from bench.big_items import BIG, ONE_BIG_PART, SMALL, enlarge
from bench.crowd import NOW, Size, fill
from bench.crowd_rows import Marked
from scheduler.accounts.models import Person
from scheduler.content.exports.registry import EXPORTERS
from scheduler.content.models import Item
from scheduler.content.picture_models import Picture
from scheduler.db import db
from scheduler.pictures.store import PictureStore
from scheduler.serving import garbage
from tests.costs import statements
from tests.logins import logged_in

SIZE = Size(620, 200, marked=Marked(items=20, comments=0))
READER, ORGANISATION = 2, 2
"""A lead of the organisation that owns the items."""
OWNER = READER + SIZE.organisations
"""Another of its members, who writes them."""

ITEMS = {"small": SMALL} | ONE_BIG_PART | {"all": BIG}
FILES = {f"as {slug}": f"/export/{slug}" for slug in EXPORTERS}
PAGES = {
    "item": "",
    "older comments": "?before={comment}",
    "edit copy": "/words",
    "edit details": "/edit",
    "versions": "/versions",
    "pictures": "/pictures",
    "picture": "/pictures/{picture}",
    "quote": "/quotes/1/consent",
    "sign-off": f"/sign-off/{ORGANISATION}",
    "request sign-off": "/sign-off/ask",
    "comment": "/comments",
    "view as everyone": "/as/public",
    "view as signatory": "/as/1",
} | FILES
TURNS = 5
WANTED_RATIO, WANTED_OF_FILES = 3.0, 25.0


@dataclass(frozen=True, slots=True)
class Copies:
    """Items of one coalition, each by its name, and a member who is logged in."""

    client: FlaskClient
    engine: Engine
    paths: dict[str, dict[str, str]]

    def seconds(self, item: str, page: str) -> float:
        began = time.process_time()
        answer = self.client.get(self.paths[item][page])
        took = time.process_time() - began
        assert answer.status_code == 200, (item, page, answer.status_code)
        return took

    def queries(self, item: str, page: str) -> int:
        with statements(self.engine) as asked:
            self.seconds(item, page)
        return len(asked)


@contextmanager
def copies() -> Iterator[Copies]:
    with application(NOW) as app:
        with app.app_context():
            engine = db.engine
            fill(engine, SIZE)
            with db.sessionmaker() as session:
                paths = _make_items(session, PictureStore.of(app.extensions["scheduler.settings"]))
                session.commit()
                reader = session.get_one(Person, READER)
        yield Copies(logged_in(app, reader), engine, paths)


def _make_items(session: Session, store: PictureStore) -> dict[str, dict[str, str]]:
    items = session.scalars(select(Item).order_by(Item.id).limit(len(ITEMS))).all()
    paths = {}
    for item, (name, parts) in zip(items, ITEMS.items(), strict=True):
        item.organisation_id, item.owner_id, item.state, item.kind = ORGANISATION, OWNER, "in_review", "statement"
        comment = enlarge(session, item, parts, store, NOW)
        session.flush()
        picture = session.scalars(select(Picture).where(Picture.item_id == item.id).limit(1)).one()
        values = {"picture": picture.address, "comment": comment}
        paths[name] = {page: f"/content/{item.public_id}{end.format(**values)}" for page, end in PAGES.items()}
    return paths


def measure(made: Copies, page: str) -> bool:
    """Ask for the page of each item, by turns, and print a line: how many times the small one's processor time."""
    asked = {item: made.queries(item, page) for item in ITEMS}
    turns = [{item: made.seconds(item, page) for item in ITEMS} for _ in range(TURNS)]
    took = {item: statistics.median(turn[item] for turn in turns) for item in ITEMS}
    ratios = {item: took[item] / took["small"] for item in ITEMS}
    wanted = WANTED_OF_FILES if page in FILES else WANTED_RATIO
    is_ok = max(ratios.values()) <= wanted and max(asked.values()) <= asked["small"]
    cells = "".join(f"{ratios[item]:9.2f} ({asked[item]:3})" for item in ITEMS if item != "small")
    small = f"{took['small'] * 1000:7.1f} ({asked['small']:3})"
    print(f"{page:18}{small}{cells}   {'ok' if is_ok else 'TOO MUCH'} (<= {wanted:.0f})", flush=True)
    return is_ok


def main() -> int:
    """Measure every page; the exit status is 1 when one costs too much."""
    with copies() as made:
        garbage.settle()
        print("milliseconds of a small item, then how many times as many of a large one; statements in brackets")
        print(f"{'page':25}small " + "".join(f"{item:>15}" for item in ITEMS if item != "small"))
        results = [measure(made, page) for page in PAGES]
        return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
