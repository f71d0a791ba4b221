"""The delivery log: for coordinators, without addresses and without words that are kept back."""

from datetime import timedelta

import pytest

from scheduler.accounts.services.recovery import RESET
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, beat, queue
from tests.pages.scenes import SAFE_TITLE, SECRET


@pytest.fixture
def send(store, scene, now):
    """Puts one message into the outbox, in the state that it has reached."""

    def queued(state=MessageState.SENT, *, entry=("event", 1), to=None, **more) -> int:
        draft = {"stream": Stream.NOTICE, "kind": "signoff_asked", "person_id": (to or scene.ana).id, "due_at": now}
        draft["dedup_key"] = f"{entry}{state}{more}{to}"
        entry_id = scene.entry(store, *entry).id if entry else None
        message = queue(store, OutboxDraft(**(draft | {"entry_id": entry_id} | more)), now)
        assert message is not None
        message.state, message.attempts = state, 2
        store.commit()
        return message.id

    return queued


def log(client, arguments=""):
    answer = client.get(f"/delivery?{arguments}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["ana", "bo", "dan"])
def test_only_coordinators_have_the_page(visit, who, send):
    failed = send(MessageState.FAILED)

    assert visit(who).get("/delivery").status_code == 404
    assert visit(who).post(f"/delivery/{failed}/again").status_code == 404


def test_visitor_is_asked_to_log_in(visit):
    answer = visit("visitor").get("/delivery")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/login?next=/delivery")


def test_line_says_what_to_whom_and_how_it_went(visit, send):
    send()

    text = log(visit("cleo"))

    assert "Your organisation is asked to sign off" in text
    assert "Vigil at the harbour" in text
    assert "<bdi>Ana (Lantern Bay)</bdi>" in text
    assert "message_sent" not in text
    assert "Thu 1 Jul 2027, 14:00" in text


def test_no_address_and_no_word_that_is_kept_back(visit, send, scene):
    send(entry=("content", 1), to=scene.bo)
    send(entry=("event", 2), to=scene.bo)

    text = log(visit("cleo"))

    assert SAFE_TITLE in text
    assert SECRET not in text
    assert "Board of Kaagapay" not in text
    assert scene.bo.email not in text


def test_reasons_are_sentences_or_the_server_s_answer(visit, send, store):
    for state, reason in ((MessageState.FAILED, "unusable_address"), (MessageState.READY, "451 greylisted")):
        row = store.get_one(Message, send(state))
        row.last_error = reason
        store.commit()

    text = log(visit("cleo"))

    assert "The address cannot be used: ask the person for another one." in text
    assert "451 greylisted" in text


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        ("state=failed", {"failed"}),
        ("stream=account", {"account"}),
        ("state=sent&stream=account", {"account"}),
        ("state=failed&stream=account", set()),
        ("state=nonsense&stream=x&before=-1", {"failed", "account"}),
    ],
)
def test_filters_narrow_the_log(visit, send, arguments, seen):
    send(MessageState.FAILED, kind="mentioned")
    send(stream=Stream.ACCOUNT, kind=RESET, entry=None)

    text = log(visit("cleo"), arguments)

    words = {"failed": "You are mentioned in a comment", "account": "A new password"}
    assert {name for name, label in words.items() if label in text} == seen


def test_failed_message_can_be_sent_again(visit, send, store, now):
    failed = send(MessageState.FAILED)
    cleo = visit("cleo")
    assert f"/delivery/{failed}/again" in log(cleo)

    answer = cleo.post(f"/delivery/{failed}/again", data={"state": "failed"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/delivery?state=failed")
    row = store.get_one(Message, failed)
    store.refresh(row)
    assert (row.state, row.attempts, row.due_at) == (MessageState.READY, 0, now)


@pytest.mark.parametrize("state", [state for state in MessageState if state is not MessageState.FAILED])
def test_nothing_else_can_be_sent_again(visit, send, state):
    message = send(state)

    assert "/again" not in log(visit("cleo"))
    assert visit("cleo").post(f"/delivery/{message}/again").status_code == 404


def test_long_log_goes_on_where_the_page_ends(visit, send):
    for number in range(51):
        send(kind=f"kind_{number}")
    cleo = visit("cleo")

    first = log(cleo)

    assert "Kind 50" in first
    assert "Kind 0<" not in first
    older = first.split('rel="next" href="/delivery?')[1].split('"')[0]
    assert "Kind 0<" in log(cleo, older)


@pytest.mark.parametrize(("seconds", "silent"), [(30, False), (119, False), (120, True)])
def test_silent_worker_is_an_alarm(visit, store, now, seconds, silent):
    beat(store, "worker", now - timedelta(seconds=seconds))
    store.commit()

    assert ("The worker is silent" in log(visit("cleo"))) is silent


def test_worker_that_never_ran_is_an_alarm(visit):
    text = log(visit("cleo"))

    assert "The worker is silent" in text
    assert "never" in text


def test_without_a_mail_server_it_says_so(visit):
    assert "None is set: messages are written to files and do not leave." in log(visit("cleo"))
