"""How email fared over the last weeks, of what the coordinator may know of, and what the clock does next."""

import re
from datetime import timedelta

import pytest

from scheduler.outbox.daily_counts import DayFate, daily_counts
from scheduler.outbox.models import MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue
from scheduler.pages.mail_history import DAYS, MailHistory, history_plot
from tests.page_texts import main_of

LATE = timedelta(hours=1)


@pytest.fixture
def put(store, scene, now):
    """Puts a message into the outbox that was due so long ago, in the state that it has reached."""
    number = iter(range(1000))

    def queued(
        state, *, ago=timedelta(0), took=timedelta(0), attempts=1, entry=None, bundle_id=None, stream=Stream.NOTICE
    ):
        due_at = now - ago
        message = queue(
            store,
            OutboxDraft(
                stream=stream,
                kind="signoff_asked",
                person_id=scene.bo.id,
                entry_id=scene.entry(store, *entry).id if entry else None,
                dedup_key=f"history:{next(number)}",
                due_at=due_at,
            ),
            due_at,
        )
        assert message is not None
        message.state, message.attempts, message.bundle_id = state, attempts, bundle_id
        message.settled_at = due_at + took
        store.commit()
        return message.id

    return queued


def counted(store, now):
    day = timedelta(days=1)
    return daily_counts(store, [(now - day * 2, now - day), (now - day, now + day)], LATE)


@pytest.mark.engines("sqlite", "postgresql")
def test_messages_count_on_the_day_on_which_they_were_due(store, put, now):
    put(MessageState.SENT)
    put(MessageState.SENT, took=LATE)
    put(MessageState.SENT, took=LATE + timedelta(seconds=5))
    put(MessageState.SENT, attempts=2)
    put(MessageState.HELD)
    put(MessageState.EXPIRED)
    put(MessageState.NOTHING_TO_SAY)
    put(MessageState.BOUNCED, ago=timedelta(days=1, hours=1))
    put(MessageState.SENT, ago=timedelta(days=3))

    assert counted(store, now) == [
        {DayFate.BOUNCED: 1},
        {DayFate.SENT: 2, DayFate.LATE: 2, DayFate.WAITING: 1, DayFate.FAILED: 1},
    ]


def test_what_went_with_another_has_the_fate_of_that_one(store, put, now):
    carrier = put(MessageState.FAILED)
    put(MessageState.BUNDLED, bundle_id=carrier)

    assert counted(store, now)[1] == {DayFate.FAILED: 2}


def test_the_page_shows_them_as_a_plot_and_as_a_table(visit, put):
    put(MessageState.SENT)
    put(MessageState.BOUNCED, ago=timedelta(days=DAYS - 1))
    put(MessageState.BOUNCED, ago=timedelta(days=DAYS + 1))

    text = main_of(visit("cleo").get("/delivery").text)

    assert text.count('<rect class="plot-mail-') == 2
    assert "<title>1 Jul: Sent on time 1</title>" in text
    assert re.search(r"Came back</dt><dd>1</dd>", text)
    assert text.count('<td data-label="Came back"') == 2


def test_what_goes_to_chat_rooms_is_no_email(visit, put):
    put(MessageState.SENT)
    before = main_of(visit("cleo").get("/delivery").text)
    put(MessageState.SENT, stream=Stream.CHAT)

    assert main_of(visit("cleo").get("/delivery").text) == before


def test_nothing_depends_on_what_is_kept_back(visit, put, now):
    put(MessageState.SENT, entry=("event", 1))
    before = main_of(visit("cleo").get("/delivery").text)
    for state in (MessageState.READY, MessageState.SENT, MessageState.FAILED):
        put(state, entry=("content", 1), ago=timedelta(days=1))
        put(state, entry=("event", 2), ago=timedelta(minutes=1))

    assert main_of(visit("cleo").get("/delivery").text) == before


def test_the_page_says_what_the_clock_does_next(visit, put):
    put(MessageState.READY, ago=-timedelta(minutes=90))

    text = main_of(visit("cleo").get("/delivery").text)

    assert re.search(r"Next email</dt>\s*<dd[^>]*><time[^>]*>Thu 1 Jul 2027, 15:30", text)
    assert re.search(r"Reminders planned next</dt>\s*<dd[^>]*><time[^>]*>Thu 1 Jul 2027, 14:15", text)
    assert "none that you have access to" in text


def test_every_count_can_be_seen_however_few_there_are(now):
    days = [now.date() - timedelta(days=ago) for ago in range(2)]
    plot = history_plot(MailHistory(days, [{DayFate.SENT: 10_000, DayFate.FAILED: 1}, {}]))

    heights = [int(found) for found in re.findall(r'<rect class="plot-mail-[^>]*height="(\d+)"', plot)]
    assert len(heights) == 2
    assert min(heights) >= 2
