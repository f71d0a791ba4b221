"""Each message has an envelope sender of its own, by which it is known again when it comes back."""

from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.domain.return_path import ReturnPath
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.letters import SENDER, dispatcher, draft, messages, queued, reader

PATHS = ReturnPath("bounces@coalition.test", "k" * 40)


def test_a_message_comes_back_to_an_address_of_its_own(
    sessions: sessionmaker[AppSession], clock: FakeClock, smtp: SmtpInbox
):
    queued(sessions, [draft(1, clock.now()), draft(2, clock.now())], clock.now())

    dispatcher(sessions, clock, smtp.url, return_path=PATHS).run()

    returned = [one for sender in smtp.senders for one in PATHS.found_in(sender)]
    assert [one.name for one in returned] == [message.message_id for message in messages(sessions)]
    assert returned[0].was_to(reader(1))
    assert [SENDER.address in mail["From"] for mail in smtp.messages] == [True, True]


def test_without_one_it_comes_back_to_the_sender(sessions: sessionmaker[AppSession], clock: FakeClock, smtp: SmtpInbox):
    queued(sessions, [draft(1, clock.now())], clock.now())

    dispatcher(sessions, clock, smtp.url).run()

    assert smtp.senders == [SENDER.address]
