"""Two workers on one database at the same time."""

import threading
from collections import Counter

from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from tests.fakes import FakeClock
from tests.outbox.letters import dispatcher, draft, queued, states
from tests.outbox.servers import agreeable, moody_server

MESSAGES = 450


def test_two_workers_send_every_message_once(sessions: sessionmaker[AppSession], clock: FakeClock):
    both_connected = threading.Barrier(2, timeout=20)

    def meeting(stage: str, count: int) -> str | None:
        # Neither gets an answer before the other has claimed its first batch too.
        if (stage, count) in {("HELLO", 1), ("HELLO", 2)}:
            both_connected.wait()
        return agreeable(stage, count)

    queued(sessions, [draft(number, clock.now()) for number in range(MESSAGES)], clock.now())

    with moody_server(meeting) as server:
        workers = [threading.Thread(target=dispatcher(sessions, clock, server.url).run) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

    sent = Counter(text.rpartition("This is telling ")[2].partition(".")[0] for text in server.texts)
    assert sent == Counter({str(number): 1 for number in range(MESSAGES)})
    assert states(sessions) == [("sent", 1, "")] * MESSAGES
