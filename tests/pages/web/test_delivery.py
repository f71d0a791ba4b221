"""The delivery log: for coordinators, without addresses and without text that is kept back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.accounts.services.recovery import RESET
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import history, record
from scheduler.outbox.holding import DATABASE
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, beat, queue
from tests.page_texts import main_of
from tests.pages.scenes import SAFE_TITLE, SECRET

AGAIN = (MessageState.FAILED, MessageState.BOUNCED)
FAILURES = (MessageState.SENT, MessageState.FAILED)


@pytest.fixture
def send(store, scene, now):
    """Puts one message into the outbox, in the state that it has reached."""

    def queued(state=MessageState.SENT, *, entry=("event", 1), to=None, **more) -> str:
        draft = {"stream": Stream.NOTICE, "kind": "signoff_asked", "person_id": (to or scene.ana).id, "due_at": now}
        draft["dedup_key"] = f"{entry}{state}{more}{to}"
        entry_id = scene.entry(store, *entry).id if entry else None
        message = queue(store, OutboxDraft(**(draft | {"entry_id": entry_id} | more)), now)
        assert message is not None
        message.state, message.attempts = state, 2
        store.commit()
        return message.message_id

    return queued


def stored(store, name):
    return store.scalars(select(Message).where(Message.message_id == name)).one()


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


def test_no_address_and_nothing_about_what_is_kept_back(visit, send, scene):
    send(entry=("event", 1), to=scene.bo)
    before = log(visit("cleo"))
    hidden = [send(state, entry=entry, to=scene.bo) for entry in (("content", 1), ("event", 2)) for state in FAILURES]

    text = log(visit("cleo"))

    assert scene.bo.email not in text
    assert (main_of(text), SAFE_TITLE in text, SECRET in text) == (main_of(before), False, False)
    assert {visit("cleo").post(f"/delivery/{name}/again").status_code for name in hidden} == {404}


def test_reasons_are_sentences_or_the_server_s_answer(visit, send, store):
    for state, reason in ((MessageState.FAILED, "unusable_address"), (MessageState.READY, "451 greylisted")):
        row = stored(store, send(state))
        row.last_error = reason
        store.commit()

    text = log(visit("cleo"))

    assert "The address does not work: ask the person for another one." in text
    assert "451 greylisted" in text


@pytest.mark.parametrize(
    ("arguments", "seen"),
    [
        ("state=failed", {"failed"}),
        ("stream=account", {"account"}),
        ("state=sent&stream=account", {"account"}),
        ("state=failed&stream=account", set()),
        ("state=nonsense&stream=x&before=-1&before=x", {"failed", "account"}),
    ],
)
def test_filters_narrow_the_log(visit, send, arguments, seen):
    send(MessageState.FAILED, kind="mentioned")
    send(stream=Stream.ACCOUNT, kind=RESET, entry=None)

    text = log(visit("cleo"), arguments)

    labels = {"failed": "Someone mentions you in a comment", "account": "A new password"}
    assert {name for name, label in labels.items() if label in text} == seen


@pytest.mark.parametrize("state", AGAIN)
def test_what_failed_or_came_back_can_be_sent_again(visit, send, store, now, state):
    failed = send(state)
    cleo = visit("cleo")
    assert f"/delivery/{failed}/again" in log(cleo)

    answer = cleo.post(f"/delivery/{failed}/again", data={"state": "failed"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/delivery?state=failed")
    row = stored(store, failed)
    store.refresh(row)
    assert (row.state, row.attempts, row.due_at) == (MessageState.READY, 0, now)


@pytest.mark.parametrize("state", [state for state in MessageState if state not in AGAIN])
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


@pytest.mark.parametrize(("seconds", "silent"), [(30, False), (119, False), (120, True), (-3600, True)])
def test_silent_worker_is_an_alarm(visit, store, now, seconds, silent):
    beat(store, "worker", now - timedelta(seconds=seconds))
    store.commit()

    assert ("Background worker not running" in log(visit("cleo"))) is silent


def test_worker_that_never_ran_is_an_alarm(visit):
    text = log(visit("cleo"))

    assert "Background worker not running" in text
    assert "never" in text


def test_without_a_mail_server_it_says_so(visit):
    assert "No mail server configured: emails are saved to files, not sent." in log(visit("cleo"))


@pytest.fixture
def held(send, store, now) -> list[str]:
    """Two messages that are held since a restore."""
    details = {"made_at": (now - timedelta(days=1)).isoformat()}
    record(store, AuditAct.DATABASE_RESTORED, DATABASE, actor_id=None, now=now, details=details)
    return [send(MessageState.HELD), send(MessageState.HELD, kind="mentioned")]


def states(store) -> list[str]:
    store.expire_all()
    found = [str(row.state) for row in store.scalars(select(Message).order_by(Message.id))]
    store.commit()
    return found


def test_held_mail_says_why_and_since_when(visit, held):
    text = log(visit("cleo"))

    assert "2 emails are held after a restore" in text
    assert "The data are those of Wednesday 30 June 2027, 14:00 (Brussels, UTC+2), restored on" in text
    assert "may already have been sent, so it is held until you decide." in text
    # Two buttons for each, and two for all.
    assert text.count('action="/delivery/held"') == 2 * 2 + 2


def test_without_held_mail_nothing_is_said(visit, send):
    send()
    assert "held after a restore" not in log(visit("cleo"))


@pytest.mark.parametrize(
    ("act", "state", "message"),
    [("send", "ready", "2 emails are sent within a minute."), ("drop", "nothing_to_say", "2 emails are not sent.")],
)
def test_all_held_mail_is_decided_at_once(visit, held, store, act, state, message):
    cleo = visit("cleo")
    answer = cleo.post("/delivery/held", data={"act": act, "state": "held"}, follow_redirects=True)

    assert (answer.status_code, answer.request.full_path) == (200, "/delivery?state=held")
    assert message in answer.text
    assert states(store) == [state, state]
    assert len(history(store, ("message", stored(store, held[0]).id))) == 1
    store.commit()
    assert "held after a restore" not in log(cleo)


def test_one_held_message_is_decided_and_the_same_press_again_changes_nothing(visit, held, store):
    cleo = visit("cleo")

    answers = [
        cleo.post("/delivery/held", data={"act": act, "message": held[0]}, follow_redirects=True).text
        for act in ("drop", "send")
    ]

    assert "1 email is not sent." in answers[0]
    assert "Nothing is held any more" in answers[1]
    assert states(store) == ["nothing_to_say", "held"]


def test_held_mail_about_what_is_kept_back_is_not_counted_and_goes_with_all(visit, held, send, store, scene):
    cleo = visit("cleo")
    known = main_of(log(cleo))
    hidden = send(MessageState.HELD, entry=("content", 1), to=scene.bo)
    assert main_of(log(cleo)) == known

    one = cleo.post("/delivery/held", data={"act": "send", "message": hidden}, follow_redirects=True)
    assert "Nothing is held any more" in one.text
    assert states(store) == ["held"] * 3

    every = cleo.post("/delivery/held", data={"act": "send"}, follow_redirects=True)
    assert "2 emails are sent within a minute." in every.text
    assert states(store) == ["ready"] * 3
    assert cleo.get("/audit").text.count("resent an email") == 2


def test_a_restore_asks_once_though_the_coordinator_knows_of_nothing_that_is_held(visit, send, store, scene, now):
    details = {"made_at": (now - timedelta(days=1)).isoformat()}
    record(store, AuditAct.DATABASE_RESTORED, DATABASE, actor_id=None, now=now, details=details)
    store.commit()
    cleo, row = visit("cleo"), 'href="/delivery?state=held"><bdi>Emails held after a restore from a backup</bdi>'
    quiet = main_of(log(cleo))
    send(MessageState.HELD, entry=("content", 1), to=scene.bo)

    assert (main_of(log(cleo)), "Emails may be held after a restore from a backup" in quiet) == (quiet, True)
    assert row in cleo.get("/").text
    decided = cleo.post("/delivery/held", data={"act": "send"}, follow_redirects=True)

    assert "Everything held since the restore has been decided." in decided.text
    assert states(store) == ["ready"]
    assert "held after a restore" not in log(cleo)
    assert row not in cleo.get("/").text


@pytest.mark.parametrize(
    "data", [{}, {"act": "burn"}, {"act": "send", "message": "x"}, {"act": "drop", "message": "9" * 11}]
)
def test_what_makes_no_sense_decides_nothing(visit, held, store, data):
    assert visit("cleo").post("/delivery/held", data=data).status_code == 400
    assert states(store) == ["held", "held"]


@pytest.mark.parametrize(("who", "status"), [("ana", 404), ("bo", 404), ("dan", 404), ("visitor", 302)])
def test_only_coordinators_decide_on_held_mail(visit, held, store, who, status):
    answer = visit(who).post("/delivery/held", data={"act": "send"})

    assert answer.status_code == status
    assert states(store) == ["held", "held"]


def test_held_mail_waits_on_the_first_page_of_coordinators_alone(visit, held):
    row = 'href="/delivery?state=held"><bdi>Emails held after a restore from a backup</bdi>'

    assert row in visit("cleo").get("/").text
    assert "2 are held until you decide" in visit("cleo").get("/").text
    assert row not in visit("ana").get("/").text
