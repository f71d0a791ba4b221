"""Mail about one thing to one person is one conversation in their mail program."""

from datetime import timedelta

from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.models import Stream
from scheduler.outbox.reading import MOST_REFERENCES
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.letters import dispatcher, draft, messages, queued

Sessions = sessionmaker[AppSession]
ANA, BEN = 1, 2
THING, OTHER = 7, 8


def sent_in_turn(
    sessions: Sessions, clock: FakeClock, smtp: SmtpInbox, *told: tuple[int | None, int | None, Stream]
) -> list[tuple[str | None, str | None]]:
    """In-Reply-To and References of mail to persons about entries, with the numbers of messages for their names."""
    for number, (person_id, entry_id, stream) in enumerate(told):
        at = clock.advance(timedelta(hours=1))
        queued(sessions, [draft(number, at, stream, person_id=person_id, entry_id=entry_id)], at)
        dispatcher(sessions, clock, smtp.url).run()
    names = {f"<{one.message_id}@coalition.test>": str(one.payload["number"]) for one in messages(sessions)}

    def numbers(header: str | None) -> str | None:
        return None if header is None else " ".join(names[name] for name in header.split())

    return [(numbers(mail["In-Reply-To"]), numbers(mail["References"])) for mail in smtp.messages]


def test_mail_about_a_thing_answers_what_its_reader_got_about_it_before(
    sessions: Sessions, clock: FakeClock, smtp: SmtpInbox
):
    reminder, notice = Stream.REMINDER, Stream.NOTICE
    found = sent_in_turn(
        sessions,
        clock,
        smtp,
        (ANA, THING, reminder),
        (BEN, THING, reminder),
        (ANA, OTHER, reminder),
        (ANA, THING, notice),
        (ANA, None, Stream.ACCOUNT),
        (None, THING, notice),
        (ANA, THING, reminder),
    )

    nothing = (None, None)
    assert found == [nothing, nothing, nothing, ("0", "0"), nothing, nothing, ("3", "0 3")]


def test_a_long_conversation_names_its_last_mails(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    *_others, last = sent_in_turn(sessions, clock, smtp, *[(ANA, THING, Stream.REMINDER)] * (MOST_REFERENCES + 2))

    numbers = range(1, MOST_REFERENCES + 1)
    assert last == (str(MOST_REFERENCES), " ".join(map(str, numbers)))


def test_what_never_left_is_not_named(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    for number, kind in enumerate(("cancelled", "lead")):
        queued(sessions, [draft(number, clock.now(), kind=kind, person_id=ANA, entry_id=THING)], clock.now())
    dispatcher(sessions, clock, smtp.url).run()

    assert [mail["References"] for mail in smtp.messages] == [None]
