"""What waits for one person goes into one message, written down before it leaves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from scheduler.db import AppSession
from scheduler.outbox.bundling import MOST_IN_ONE, REPLIES_TO, carried_by
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.reading import LogFilter, log_of, recent
from scheduler.outbox.rendering import Letter, NotSent, Renderer, Renderers
from scheduler.outbox.services import send_again, suppress
from tests import factories
from tests.fakes import FakeClock, SmtpInbox
from tests.outbox.letters import RENDERERS, dispatcher, draft, queued, render

NOTICE = Stream.NOTICE
MINUTE = timedelta(minutes=1)


class TogetherLetters:
    """Says the numbers of all that it is given."""

    bundles = True

    def prepare(self, session: Session, messages: Sequence[Message], _now: datetime) -> Renderer:
        carried = carried_by(session, [message.id for message in messages])

        def write(session: Session, message: Message, now: datetime) -> Letter | NotSent:
            numbers = [one.payload["number"] for one in (message, *carried.get(message.id, ()))]
            for one in (message, *carried.get(message.id, ())):
                render(session, one, now)
            to = f"reader{message.person_id}@people.test"
            return Letter(to=to, to_name="", subject=f"Telling {numbers}", text="…")

        return write


TOGETHER: Renderers = {**RENDERERS, (NOTICE, "*"): TogetherLetters()}


def people(sessions: sessionmaker[AppSession], count: int) -> list[int]:
    with sessions() as session:
        idents = [factories.person(session, f"Ana {number}").id for number in range(count)]
        session.commit()
    return idents


def subjects(inbox: SmtpInbox) -> list[str]:
    return [str(message["Subject"]) for message in inbox.messages]


def test_only_what_takes_replies_to_the_same_person_goes_together(sessions, clock: FakeClock, smtp: SmtpInbox):
    (ana,) = people(sessions, 1)
    drafts = [draft(number, clock.now(), NOTICE, person_id=ana) for number in range(5)]
    for number, sender in ((1, 7), (2, 8), (4, 7)):
        drafts[number] = replace(drafts[number], payload={**drafts[number].payload, REPLIES_TO: sender})
    # What is not due yet goes along by the same rule.
    drafts[3:] = [replace(one, due_at=clock.now() + MINUTE) for one in drafts[3:]]
    queued(sessions, drafts, clock.now())

    dispatcher(sessions, clock, smtp.url, TOGETHER).run()

    assert sorted(subjects(smtp)) == ["Telling [0, 3]", "Telling [1, 4]", "Telling [2]"]


def states(sessions: sessionmaker[AppSession]) -> list[MessageState]:
    with sessions() as session:
        return [MessageState(row.state) for row in session.scalars(select(Message).order_by(Message.id))]


def test_many_notices_of_one_moment_are_one_mail(sessions, clock: FakeClock, smtp: SmtpInbox):
    ana, bo = people(sessions, 2)
    drafts = [draft(number, clock.now(), NOTICE, person_id=ana if number < 15 else bo) for number in range(16)]
    queued(sessions, drafts, clock.now())

    dispatcher(sessions, clock, smtp.url, TOGETHER).run()

    assert sorted(subjects(smtp)) == [f"Telling {list(range(15))}", "Telling [15]"]
    assert sorted(states(sessions)) == [MessageState.BUNDLED] * 14 + [MessageState.SENT] * 2


def test_what_is_not_due_yet_goes_along(sessions, clock: FakeClock, smtp: SmtpInbox):
    [ana] = people(sessions, 1)
    late = clock.now() + 9 * MINUTE
    queued(sessions, [draft(1, late, NOTICE, person_id=ana), draft(2, clock.now(), NOTICE, person_id=ana)], clock.now())

    dispatcher(sessions, clock, smtp.url, TOGETHER).run()

    assert subjects(smtp) == ["Telling [2, 1]"]


def test_a_renderer_of_one_kind_takes_no_other_kind_along(sessions, clock: FakeClock, smtp: SmtpInbox):
    [ana] = people(sessions, 1)
    kinds = ["dates", "other", "dates", "other", "dates"]
    drafts = [draft(n, clock.now(), Stream.REMINDER, person_id=ana, kind=kind) for n, kind in enumerate(kinds)]
    queued(sessions, drafts, clock.now())

    renderers: Renderers = {**RENDERERS, (Stream.REMINDER, "dates"): TogetherLetters()}
    dispatcher(sessions, clock, smtp.url, renderers).run()

    assert sorted(subjects(smtp)) == ["Telling 1", "Telling 3", "Telling [0, 2, 4]"]


def test_other_streams_and_other_renderers_go_alone(sessions, clock: FakeClock, smtp: SmtpInbox):
    [ana] = people(sessions, 1)
    drafts = [draft(number, clock.now(), Stream.REMINDER, person_id=ana) for number in range(3)]
    queued(sessions, [*drafts, draft(9, clock.now(), NOTICE, person_id=ana)], clock.now())

    dispatcher(sessions, clock, smtp.url, TOGETHER).run()

    assert len(smtp.messages) == 4


def test_what_was_written_once_goes_again_unchanged(sessions, clock: FakeClock, smtp: SmtpInbox):
    [ana] = people(sessions, 1)
    queued(sessions, [draft(number, clock.now(), NOTICE, person_id=ana) for number in (1, 2)], clock.now())
    smtp.replies.append("451 greylisted")
    sender = dispatcher(sessions, clock, smtp.url, TOGETHER)
    sender.run()
    queued(sessions, [draft(3, clock.now(), NOTICE, person_id=ana)], clock.now())
    clock.advance(timedelta(hours=1))

    sender.run()

    # One Message-ID each: nothing joins a mail that may have been taken already.
    assert sorted(subjects(smtp)) == ["Telling [1, 2]", "Telling [3]"]
    assert len({message["Message-ID"] for message in smtp.messages}) == 2


def test_worker_that_dies_before_sending_leaves_the_same_mail_to_the_next(sessions, clock: FakeClock, smtp):
    [ana] = people(sessions, 1)
    queued(sessions, [draft(number, clock.now(), NOTICE, person_id=ana) for number in (1, 2)], clock.now())
    dying = dispatcher(sessions, clock, smtp.url, TOGETHER)
    with sessions() as session:
        first = session.scalars(select(Message.id).order_by(Message.id)).all()
        for row in session.scalars(select(Message)):
            row.state, row.claimed_by, row.claimed_until = MessageState.CLAIMED, dying._owner, clock.now() + MINUTE
        session.commit()
    dying._writer.write(first, clock.now())
    with sessions() as session:
        lost = session.get_one(Message, first[0])
        lost.state, lost.claimed_by, lost.claimed_until = MessageState.READY, None, None
        session.commit()

    dispatcher(sessions, clock, smtp.url, TOGETHER).run()

    assert subjects(smtp) == ["Telling [1, 2]"]


def test_kinds_that_are_not_wanted_do_not_go_along(sessions, clock: FakeClock, smtp: SmtpInbox):
    [ana] = people(sessions, 1)
    kinds = ("commented", "mentioned", "commented")
    late = clock.now() + MINUTE
    drafts = [draft(1, clock.now(), NOTICE, person_id=ana, kind="mentioned")]
    drafts += [draft(n + 2, clock.now() if n else late, NOTICE, person_id=ana, kind=kinds[n]) for n in range(3)]
    queued(sessions, drafts, clock.now())
    with sessions() as session:
        suppress(session, ana, NOTICE, "commented", clock.now())
        session.commit()
    sender = dispatcher(sessions, clock, smtp.url, TOGETHER)

    sender.run()
    clock.advance(MINUTE)
    sender.run()

    assert subjects(smtp) == ["Telling [1, 3]"]
    assert states(sessions).count(MessageState.SUPPRESSED) == 2


def test_long_lists_are_cut(sessions, clock: FakeClock, smtp: SmtpInbox):
    [ana] = people(sessions, 1)
    many = MOST_IN_ONE * 2 + 3
    queued(sessions, [draft(number, clock.now(), NOTICE, person_id=ana) for number in range(many)], clock.now())

    dispatcher(sessions, clock, smtp.url, TOGETHER).run()

    sent = [subject.count(",") + 1 for subject in subjects(smtp)]
    assert (sum(sent), max(sent)) == (many, MOST_IN_ONE)
    assert not {MessageState.READY, MessageState.CLAIMED} & set(states(sessions))


def test_one_that_cannot_be_written_holds_nobody_up(sessions, clock: FakeClock, smtp: SmtpInbox):
    [ana] = people(sessions, 1)
    kinds = ("mentioned", "broken", "mentioned")
    queued(
        sessions,
        [draft(n, clock.now(), NOTICE, person_id=ana, kind=kind) for n, kind in enumerate(kinds)],
        clock.now(),
    )

    dispatcher(sessions, clock, smtp.url, TOGETHER).run()

    assert sorted(subjects(smtp)) == ["Telling [0]", "Telling [2]"]


def test_log_shows_what_became_of_the_mail_that_carried_it(session: Session, now: datetime):
    ana = factories.person(session, "Ana")
    first, second = (
        Message(
            stream=NOTICE,
            kind="mentioned",
            person_id=ana.id,
            dedup_key=f"k{number}",
            message_id=f"m{number}",
            created_at=now,
            due_at=now,
        )
        for number in range(2)
    )
    session.add_all([first, second])
    session.flush()
    first.state, first.bundle_id, first.last_error = MessageState.FAILED, first.id, "550 no such user"
    second.state, second.bundle_id = MessageState.BUNDLED, first.id
    session.flush()

    rows = log_of(session, ana.id, 10)

    assert {(row.state, row.reason) for row in rows} == {(MessageState.FAILED, "550 no such user")}
    failed = LogFilter(states=frozenset({MessageState.FAILED}))
    assert [row.id for row in recent(session, failed, 10)] == [second.id, first.id]
    assert send_again(session, second.id, now)
    session.expire_all()
    assert (first.state, second.state) == (MessageState.READY, MessageState.BUNDLED)
