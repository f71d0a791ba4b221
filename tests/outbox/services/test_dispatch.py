"""What becomes of messages, over a real mail server."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker
from typing_extensions import override

from scheduler.db import AppSession
from scheduler.outbox.mailer import Mailer, RenderedMessage
from scheduler.outbox.models import Message, Stream
from scheduler.outbox.rendering import Letter, NotSent, Renderer, Renderers
from scheduler.outbox.services import suppress
from tests.factories import person
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.letters import dispatcher, draft, messages, queued, reader, render, states
from tests.outbox.servers import agreeable, moody_server

Sessions = sessionmaker[AppSession]


def test_due_messages_arrive_once_and_are_recorded(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    queued(
        sessions,
        [draft(1, clock.now()), draft(2, clock.now()), draft(3, clock.now() + timedelta(hours=1))],
        clock.now(),
    )
    sender = dispatcher(sessions, clock, smtp.url)

    sender.run()
    sender.run()

    assert smtp.recipients == [[reader(1)], [reader(2)]]
    assert states(sessions) == [("sent", 1, ""), ("sent", 1, ""), ("ready", 0, "")]
    assert messages(sessions)[0].settled_at == clock.now()
    assert smtp.messages[0]["Message-ID"] == f"<{messages(sessions)[0].message_id}@coalition.test>"


def test_account_mail_does_not_wait_behind_reminders(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    queued(sessions, [draft(number, clock.now() - timedelta(hours=1)) for number in range(500)], clock.now())
    queued(sessions, [draft(501, clock.now(), Stream.ACCOUNT)], clock.now())

    dispatcher(sessions, clock, smtp.url).run()

    assert smtp.recipients[0] == [reader(501)]
    assert len(smtp.recipients) == 501


def test_account_mail_that_comes_during_a_slow_batch_goes_next(sessions: Sessions, clock: FakeClock):
    def slow(stage: str, count: int) -> str | None:
        if stage == "TEXT":
            clock.advance(timedelta(seconds=2))
        if (stage, count) == ("TEXT", 3):
            queued(sessions, [draft(99, clock.now(), Stream.ACCOUNT)], clock.now())
        return agreeable(stage, count)

    queued(sessions, [draft(number, clock.now()) for number in range(10)], clock.now())

    with moody_server(slow) as server:
        dispatcher(sessions, clock, server.url).run()

    assert "This is telling 99." in server.texts[3]
    assert len(server.texts) == 11


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("cancelled", ("nothing_to_say", 0, "cancelled")),
        ("demo", ("nothing_to_say", 0, "demo_address")),
        ("unmailable", ("failed", 0, "unusable_address")),
        ("broken", ("ready", 1, "not_written")),
    ],
)
def test_a_message_that_is_not_sent_says_why_and_holds_up_no_other(
    sessions: Sessions, clock: FakeClock, smtp: SmtpInbox, kind: str, outcome: tuple[str, int, str]
):
    queued(sessions, [draft(1, clock.now()), draft(2, clock.now(), kind=kind), draft(3, clock.now())], clock.now())

    dispatcher(sessions, clock, smtp.url).run()

    assert states(sessions) == [("sent", 1, ""), outcome, ("sent", 1, "")]
    assert smtp.recipients == [[reader(1)], [reader(3)]]


def test_a_message_that_cannot_be_written_waits_an_hour_and_its_words_stay_out_of_the_log(
    sessions: Sessions, clock: FakeClock, smtp: SmtpInbox, caplog: pytest.LogCaptureFixture
):
    queued(sessions, [draft(1, clock.now(), kind="broken")], clock.now())

    dispatcher(sessions, clock, smtp.url).run()

    assert messages(sessions)[0].due_at == clock.now() + timedelta(hours=1)
    assert "message 1 could not be written: KeyError at " in caplog.text
    assert "kept back" not in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_kind_that_nobody_renders_waits_like_a_broken_one(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    queued(sessions, [draft(1, clock.now()), draft(2, clock.now(), Stream.NOTICE)], clock.now())

    dispatcher(sessions, clock, smtp.url, {(Stream.NOTICE, "lead"): render}).run()

    assert states(sessions) == [("ready", 1, "not_written"), ("sent", 1, "")]


def test_a_message_expires_also_while_it_is_claimed(sessions: Sessions, clock: FakeClock):
    def slow(stage: str, count: int) -> str | None:
        if stage == "TEXT":
            clock.advance(timedelta(seconds=6))
        return agreeable(stage, count)

    soon = clock.now() + timedelta(seconds=1)
    drafts = [draft(1, clock.now()), draft(2, clock.now(), expires_at=soon), draft(3, soon, expires_at=clock.now())]
    queued(sessions, drafts, clock.now())

    with moody_server(slow) as server:
        dispatcher(sessions, clock, server.url).run()
        dispatcher(sessions, clock, server.url).run()

    assert states(sessions) == [("sent", 1, ""), ("expired", 0, ""), ("expired", 0, "")]
    assert len(server.texts) == 1


def test_who_does_not_want_reminders_gets_account_mail(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    with sessions() as session:
        ana = person(session, "Ana").id
        suppress(session, ana, Stream.REMINDER, "*", clock.now())
        suppress(session, ana, Stream.NOTICE, "moved", clock.now())
        session.commit()
    wanted = [draft(1, clock.now(), Stream.ACCOUNT, person_id=ana), draft(2, clock.now(), Stream.NOTICE, person_id=ana)]
    unwanted = [draft(3, clock.now(), person_id=ana), draft(4, clock.now(), Stream.NOTICE, person_id=ana, kind="moved")]
    queued(sessions, wanted + unwanted, clock.now())

    dispatcher(sessions, clock, smtp.url).run()

    assert [state for state, _, _ in states(sessions)] == ["sent", "sent", "suppressed", "suppressed"]


def test_a_renderer_may_load_for_a_whole_batch_at_once(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    class Batches:
        def __init__(self) -> None:
            self.sizes: list[int] = []

        def prepare(self, _session: Session, batch: Sequence[Message], _now: datetime) -> Renderer:
            self.sizes.append(len(batch))
            return render

    batches = Batches()
    queued(sessions, [draft(number, clock.now()) for number in range(130)], clock.now())
    queued(sessions, [draft(200, clock.now(), kind="other")], clock.now())
    renderers: Renderers = {(Stream.REMINDER, "*"): batches, (Stream.REMINDER, "other"): render}

    dispatcher(sessions, clock, smtp.url, renderers).run()

    assert batches.sizes == [100, 30]
    assert len(smtp.messages) == 131


def in_the_end(_session: Session, message: Message) -> None:
    message.payload = {**message.payload, "token": "made"}


def at_once(session: Session, message: Message) -> None:
    in_the_end(session, message)
    session.flush()


def by_a_statement(session: Session, message: Message) -> None:
    session.execute(update(Message).where(Message.id == message.id).values(payload={"number": 1, "token": "made"}))


@pytest.mark.parametrize("write", [in_the_end, at_once, by_a_statement])
def test_a_renderer_that_writes_is_refused(
    sessions: Sessions, clock: FakeClock, smtp: SmtpInbox, write: Callable[[Session, Message], None]
):
    def writing(session: Session, message: Message, now: datetime) -> Letter | NotSent:
        write(session, message)
        return render(session, message, now)

    queued(sessions, [draft(1, clock.now())], clock.now())

    dispatcher(sessions, clock, smtp.url, {(Stream.REMINDER, "*"): writing}).run()

    assert smtp.messages == []
    assert states(sessions) == [("ready", 1, "not_written")]
    assert "token" not in messages(sessions)[0].payload


class MintingRenderer:
    """Stores something with each letter."""

    writes = True

    def __call__(self, session: Session, message: Message, now: datetime) -> Letter | NotSent:
        message.payload = {**message.payload, "token": "minted"}
        session.flush()
        return render(session, message, now)


def test_what_a_renderer_may_write_is_kept_before_the_letter_leaves(sessions: Sessions, clock: FakeClock):
    kept: list[str] = []

    def looking(stage: str, count: int) -> str | None:
        if stage == "MAIL":
            kept.append(messages(sessions)[0].payload["token"])
        return agreeable(stage, count)

    queued(sessions, [draft(1, clock.now()), draft(2, clock.now(), kind="unmailable")], clock.now())

    with moody_server(looking) as server:
        dispatcher(sessions, clock, server.url, {(Stream.REMINDER, "*"): MintingRenderer()}).run()

    assert kept == ["minted"]
    assert states(sessions) == [("sent", 1, ""), ("failed", 0, "unusable_address")]


def test_others_can_save_while_letters_are_written(sessions: Sessions, clock: FakeClock, smtp: SmtpInbox):
    def meanwhile(session: Session, message: Message, now: datetime) -> Letter | NotSent:
        queued(sessions, [draft(100 + message.id, now + timedelta(days=1))], now)
        return render(session, message, now)

    queued(sessions, [draft(number, clock.now()) for number in (1, 2)], clock.now())

    dispatcher(sessions, clock, smtp.url, {(Stream.REMINDER, "*"): meanwhile}).run()

    assert smtp.recipients == [[reader(1)], [reader(2)]]
    assert [state for state, _, _ in states(sessions)] == ["sent", "sent", "ready", "ready"]


class WatchingMailer(Mailer):
    """Notes what is sent and announced, and how many messages are on record by then."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self.seen: list[tuple[str, str, int]] = []
        self.when_sent: Callable[[], None] = lambda: None

    @override
    def send(self, parcel: RenderedMessage) -> None:
        self._see("send", parcel)
        self.when_sent()

    @override
    def announce(self, parcel: RenderedMessage) -> None:
        self._see("announce", parcel)

    @override
    def close(self) -> None:
        pass

    def _see(self, act: str, parcel: RenderedMessage) -> None:
        self.seen.append((act, parcel.to, [state for state, _, _ in states(self._sessions)].count("sent")))


def test_the_next_message_is_begun_while_one_is_recorded_and_sent_when_it_is(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(number, clock.now()) for number in (1, 2)], clock.now())
    mailer = WatchingMailer(sessions)

    dispatcher(sessions, clock, mailer).run()

    assert mailer.seen == [("send", reader(1), 0), ("announce", reader(2), 0), ("send", reader(2), 1)]


def test_a_stopped_dispatcher_gives_back_what_it_has_not_sent(sessions: Sessions, clock: FakeClock):
    def stopping(stage: str, count: int) -> str | None:
        if (stage, count) == ("TEXT", 3):
            sender.stop()
        return agreeable(stage, count)

    queued(sessions, [draft(number, clock.now()) for number in range(5)], clock.now())

    with moody_server(stopping) as server:
        sender = dispatcher(sessions, clock, server.url)
        sender.run()

    assert [state for state, _, _ in states(sessions)] == ["sent"] * 3 + ["ready"] * 2


def test_nothing_is_begun_that_will_not_be_sent(sessions: Sessions, clock: FakeClock):
    queued(sessions, [draft(number, clock.now()) for number in (1, 2)], clock.now())
    mailer = WatchingMailer(sessions)
    sender = dispatcher(sessions, clock, mailer)
    mailer.when_sent = sender.stop

    sender.run()

    assert mailer.seen == [("send", reader(1), 0)]
