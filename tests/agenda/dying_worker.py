"""A worker that is killed while it lifts embargoes. Arguments: database address, and how many it publishes before."""

import os
import signal
import sys
from itertools import count

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.jobs import lift_due
from scheduler.agenda.services.changes import ChangeContext
from scheduler.content.services.calendar_entries import republish
from scheduler.db import AppSession, prepare_engine
from tests.content.stage import LIFT
from tests.fakes import FakeClock


def main() -> None:
    database, published = sys.argv[1:]
    engine = create_engine(database)
    prepare_engine(engine)
    numbers = count(1)

    def publish(session: Session, item_id: int, context: ChangeContext) -> None:
        republish(session, item_id, context)
        session.flush()
        if next(numbers) == int(published):
            os.kill(os.getpid(), signal.SIGKILL)

    lift_due(sessionmaker(engine, class_=AppSession), FakeClock(LIFT.at), {SourceKind.CONTENT: publish}, ())


if __name__ == "__main__":
    main()
