"""A worker that is killed after its mail server took a message and before that is on record.

Arguments: database address, mail server address, the moment (ISO), how many messages are taken before it dies, and the
folder for lock files of workers, if it is to be known to others.
"""

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker
from typing_extensions import override

from scheduler.db import AppSession, prepare_engine
from scheduler.outbox.mailer import RenderedMessage
from scheduler.outbox.smtp import SmtpMailer, SmtpServer
from scheduler.outbox.workers import Registration, worker_name
from tests.fakes import FakeClock
from tests.outbox.letters import SENDER, dispatcher


class DyingMailer(SmtpMailer):
    """Kills its process when the given number of messages has been taken."""

    left = 0

    @override
    def send(self, parcel: RenderedMessage) -> None:
        super().send(parcel)
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    database, mail_server, moment, taken, *folders = sys.argv[1:]
    engine = create_engine(database)
    prepare_engine(engine)
    mailer = DyingMailer(SmtpServer.parse(mail_server), SENDER)
    mailer.left = int(taken)
    sessions = sessionmaker(engine, class_=AppSession)
    clock = FakeClock(datetime.fromisoformat(moment))
    registration = Registration(sessions, worker_name(), Path(folders[0]), clock) if folders else None
    dispatcher(sessions, clock, mailer, registration=registration).run()


if __name__ == "__main__":
    main()
