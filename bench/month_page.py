"""What a month costs among 10,000 entries, against the same month among 100: sixty visible ones, half under embargo."""

import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from bench.application import application
from scheduler.accounts.models import MemberRole
from scheduler.db import db
from tests.factories import organisation, person
from tests.logins import logged_in
from tests.pages.crowds import VISIBLE, add_others, add_visible

FEW, MANY = 100, 10_000
RUNS = 5
PAGES_PER_RUN = 20
WANTED_RATIO = 1.5
NOW = datetime(2027, 7, 14, 12, 0, tzinfo=UTC)
ADDRESS = "/calendar?month=2027-07"


@dataclass(frozen=True)
class Coalition:
    """An application with so many entries, and a member who is logged in."""

    client: FlaskClient
    engine: Engine

    def seconds_per_page(self) -> float:
        started = time.perf_counter()
        for _ in range(PAGES_PER_RUN):
            assert self.client.get(ADDRESS).status_code == 200
        return (time.perf_counter() - started) / PAGES_PER_RUN

    def queries(self) -> int:
        seen: list[str] = []

        def note(*arguments: object) -> None:
            seen.append(str(arguments[2]))

        event.listen(self.engine, "before_cursor_execute", note)
        page = self.client.get(ADDRESS).get_data(as_text=True)
        event.remove(self.engine, "before_cursor_execute", note)
        assert page.count('href="/content/') + page.count("month-more") >= VISIBLE / 2
        return len(seen)


@contextmanager
def coalition(entries: int) -> Iterator[Coalition]:
    with application(NOW) as app:
        with app.app_context():
            with db.sessionmaker(expire_on_commit=False) as filling:
                ours, theirs = organisation(filling, "Lantern Bay"), organisation(filling, "Kaagapay")
                reader = person(filling, "Ana", (ours, MemberRole.EDITOR), zone="Europe/Brussels")
                other = person(filling, "Bo", (theirs, MemberRole.EDITOR))
                add_visible(filling, theirs.id, NOW)
                add_others(filling, other.id, NOW, entries - VISIBLE)
                filling.commit()
            client = logged_in(app, reader)
            engine = db.engine
        yield Coalition(client, engine)


def main() -> None:
    with coalition(FEW) as few, coalition(MANY) as many:
        few.seconds_per_page()
        many.seconds_per_page()
        pairs = [(few.seconds_per_page(), many.seconds_per_page()) for _ in range(RUNS)]
        report([pair[0] for pair in pairs], [pair[1] for pair in pairs], few.queries(), many.queries())


def report(few: Sequence[float], many: Sequence[float], few_queries: int, many_queries: int) -> None:
    reference, month = statistics.median(few) * 1000, statistics.median(many) * 1000
    runs = f"median of {RUNS} alternating runs"
    print(f"among {FEW:6} entries   {reference:7.1f} ms a page, {few_queries} queries   ({runs})")
    print(f"among {MANY:6} entries   {month:7.1f} ms a page, {many_queries} queries")
    print(f"ratio {month / reference:.2f}   (wanted: at most {WANTED_RATIO}, and the same number of queries)")


if __name__ == "__main__":
    main()
