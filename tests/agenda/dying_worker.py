"""A worker that is killed in its second transaction of lifts, before it commits. Argument: database address."""

import os
import signal
import sys
from collections.abc import Sequence
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
    (database,) = sys.argv[1:]
    engine = create_engine(database)
    prepare_engine(engine)
    transactions = count(1)

    def publish(session: Session, item_ids: Sequence[int], context: ChangeContext) -> None:
        republish(session, item_ids, context)
        session.flush()
        if next(transactions) == 2:
            os.kill(os.getpid(), signal.SIGKILL)

    lift_due(sessionmaker(engine, class_=AppSession), FakeClock(LIFT.at), {SourceKind.CONTENT: publish}, ())


if __name__ == "__main__":
    main()
